#include "app/shapefile_columns.hpp"

#include "app/column_titles.hpp"
#include "app/layers.hpp"
#include "io/csv_writer.hpp"

#include <fmt/format.h>

#include <array>
#include <set>
#include <string_view>

namespace amaneku::app {

namespace {

constexpr std::size_t longest = 10;

struct Short {
    std::string_view column, field;
};
constexpr std::array usual{Short{"age_65_plus", "age65plus"},      Short{"reported_share", "rep_share"},
                           Short{"prefecture_code", "pref_code"},  Short{"nearest_site_m", "near_site"},
                           Short{"nearest_served_m", "near_serv"}, Short{"candidate_id", "cand_id"}};
constexpr std::array of_service{Short{"fraction", "frac"},
                                Short{"rate", "rate"},
                                Short{"covered", "cov"},
                                Short{"uncovered", "uncov"},
                                Short{"area_share_rate", "ashr"},
                                Short{"lower_rate", "low"},
                                Short{"upper_rate", "up"},
                                Short{"flag", "flag"},
                                Short{"level", "level"},
                                Short{"left_out", "left"},
                                Short{"in", "in"},
                                Short{"distance_m", "dist"},
                                Short{"providers", "prov"}};

/// A short name before it is cut: `s1_rate`, `s1p2_frac`.
std::string shortened(const RunResult& result, const std::string& column) {
    for (const auto& [name, field] : usual) {
        if (column == name) return std::string{field};
    }
    for (std::size_t s = 0; s < result.config.services.size(); ++s) {
        const ServiceConfig& service = result.config.services[s];
        for (const auto& [name, field] : of_service) {
            if (column == fmt::format("{}_{}", service.id, name)) return fmt::format("s{}_{}", s + 1, field);
            for (std::size_t p = 0; p < service.providers.size(); ++p) {
                if (column == fmt::format("{}_{}_{}", service.id, service.providers[p].id, name))
                    return fmt::format("s{}p{}_{}", s + 1, p + 1, field);
            }
        }
    }
    return column;
}

std::string lower_case(std::string text) {
    for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
}

/// The first bytes of a text that end with a whole character.
std::string cut(const std::string& text, std::size_t bytes) {
    std::size_t end = std::min(bytes, text.size());
    while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return text.substr(0, end);
}

}  // namespace

std::map<std::string, std::string> shapefile_columns(const RunResult& result, const std::string& layer) {
    std::map<std::string, std::string> out;
    std::set<std::string> taken;
    for (const auto& field : layer_fields(result, layer)) {
        const std::string wanted = shortened(result, field.name);
        std::string name = cut(wanted, longest);
        for (int i = 2; taken.contains(lower_case(name)); ++i) {
            const std::string number = fmt::format("_{}", i);
            name = cut(wanted, longest - number.size()) + number;
        }
        taken.insert(lower_case(name));
        out.emplace(field.name, name);
    }
    return out;
}

std::string shapefile_columns_csv(const RunResult& result) {
    const ColumnTitles titles{result.config};
    io::CsvWriter csv;
    for (const char* c : {"layer", "field", "column", "title"}) csv.field(c);
    csv.end_row();
    for (const std::string& layer : layer_names(result)) {
        const auto names = shapefile_columns(result, layer);
        for (const auto& field : layer_fields(result, layer)) {
            csv.field(layer).name(names.at(field.name)).name(field.name).name(titles.of(field.name));
            csv.end_row();
        }
    }
    return csv.text();
}

}  // namespace amaneku::app
