#include "io/line_table.hpp"

#include "io/csv_writer.hpp"
#include "io/place_table.hpp"

#include <fmt/format.h>

#include <map>
#include <string_view>
#include <utility>
#include <vector>

namespace amaneku::io {

namespace {

/// Micrometres of a class in a zone: all, then by service inside.
using Lengths = std::vector<std::int64_t>;
/// [zone][class]; class "*" is all.
using ByZone = std::vector<std::map<std::string, Lengths>>;

ByZone lengths_of(const LineTable& lines, std::size_t zones, std::size_t services) {
    ByZone out(zones);
    for (const LinePiece& piece : lines.pieces) {
        const auto add = [&](const std::string& klass) {
            Lengths& to = out[piece.zone][klass];
            to.resize(services + 1, 0);
            to[0] += piece.length_um;
            for (std::size_t s = 0; s < services; ++s) {
                if ((piece.inside >> s & 1U) != 0) to[s + 1] += piece.length_um;
            }
        };
        add("*");
        if (!lines.klass[piece.feature].empty()) add(lines.klass[piece.feature]);
    }
    return out;
}

std::map<std::string, Lengths> sums_of(const ByZone& by_zone, const TableArea& area, std::size_t services) {
    std::map<std::string, Lengths> out;
    for (const std::uint32_t z : area.zones) {
        for (const auto& [klass, lengths] : by_zone[z]) {
            Lengths& to = out[klass];
            to.resize(services + 1, 0);
            for (std::size_t i = 0; i < lengths.size(); ++i) to[i] += lengths[i];
        }
    }
    return out;
}

std::string kilometres(std::int64_t um) {
    return fmt::format("{:.3f}", static_cast<double>(um) * 1e-9);
}

void ends(CsvWriter& csv, const DeadStretch* stretch) {
    if (stretch == nullptr) {
        for (int i = 0; i < 6; ++i) csv.field("");
        return;
    }
    csv.field(kilometres(stretch->length_um)).name(stretch->name);
    for (const Point& p : {stretch->from, stretch->to})
        csv.field(fmt::format("{:.7f}", p.x)).field(fmt::format("{:.7f}", p.y));
}

const DeadStretch* longest(const std::vector<DeadStretch>& dead, const std::string& klass) {
    for (const DeadStretch& stretch : dead) {
        if (klass == "*" || stretch.klass == klass) return &stretch;
    }
    return nullptr;
}

}  // namespace

std::string lines_csv(const RunResult& result) {
    CsvWriter csv;
    for (const char* c : {"line", "class", "zone_level", "zone_code", "zone_name", "service", "length_km",
                          "inside_km", "outside_km", "rate", "longest_outside_km", "longest_name", "from_lon",
                          "from_lat", "to_lon", "to_lat"})
        csv.field(c);
    csv.end_row();
    const std::size_t services = result.config.services.size();
    const auto areas = table_areas(result);
    for (std::size_t t = 0; t < result.lines->tables.size(); ++t) {
        const LineTable& lines = result.lines->tables[t];
        const ByZone by_zone = lengths_of(lines, result.zones.zones.size(), services);
        for (const TableArea& area : areas) {
            const auto sums = sums_of(by_zone, area, services);
            for (const auto& [klass, lengths] : sums) {
                for (std::size_t s = 0; s < services; ++s) {
                    csv.field(result.config.lines[t].id)
                        .name(klass)
                        .field(area.level)
                        .field(area.code)
                        .name(area.name)
                        .field(result.config.services[s].id)
                        .field(kilometres(lengths[0]))
                        .field(kilometres(lengths[s + 1]))
                        .field(kilometres(lengths[0] - lengths[s + 1]))
                        .field(format_rate(lengths[s + 1], lengths[0],
                                           result.config.services[s].profile.decimals));
                    const bool is_nation = std::string_view{area.level} == "nation";
                    ends(csv, is_nation ? longest(lines.dead[s], klass) : nullptr);
                    csv.end_row();
                }
            }
        }
    }
    return csv.text();
}

std::string dead_stretches_csv(const RunResult& result) {
    constexpr std::size_t most = 100;
    CsvWriter csv;
    for (const char* c : {"line", "class", "service", "rank", "outside_km", "name", "from_lon", "from_lat",
                          "to_lon", "to_lat"})
        csv.field(c);
    csv.end_row();
    for (std::size_t t = 0; t < result.lines->tables.size(); ++t) {
        const LineTable& lines = result.lines->tables[t];
        for (std::size_t s = 0; s < result.config.services.size(); ++s) {
            std::map<std::string, std::vector<const DeadStretch*>> by_class;
            for (const DeadStretch& stretch : lines.dead[s]) {
                auto& list = by_class[stretch.klass];
                if (list.size() < most) list.push_back(&stretch);
            }
            for (const auto& [klass, list] : by_class) {
                for (std::size_t rank = 0; rank < list.size(); ++rank) {
                    csv.field(result.config.lines[t].id)
                        .name(klass)
                        .field(result.config.services[s].id)
                        .field(std::to_string(rank + 1));
                    ends(csv, list[rank]);
                    csv.end_row();
                }
            }
        }
    }
    return csv.text();
}

}  // namespace amaneku::io
