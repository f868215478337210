#include "io/range_table.hpp"

#include "core/range_rates.hpp"
#include "io/csv_writer.hpp"
#include "io/place_table.hpp"

#include <fmt/format.h>

#include <span>

namespace amaneku::io {

namespace {

constexpr int decimals = 6;  // of rates in ranges.csv

Amount counted_in(const RunResult& result, std::span<const std::uint32_t> zones, std::size_t weight,
                  std::uint32_t layer) {
    Amount out = 0;
    for (const std::uint32_t zone : zones) out += result.zone_coverage.counted(zone, weight, layer);
    return out;
}

void add_row(CsvWriter& csv, const Spread& spread, Amount total, std::size_t draws) {
    csv.field(format_amount(total))
        .field(std::to_string(draws))
        .field(format_amount(spread.mean))
        .field(fmt::format("{:.3f}", spread.deviation));
    for (const Amount value : {spread.least, spread.p10, spread.median, spread.mean, spread.p90, spread.most})
        csv.field(format_rate(value, total, decimals));
    csv.end_row();
}

std::string provider_id(const RunResult& result, const PlacementRange& range, std::size_t layer) {
    if (layer == 0) return "*";
    return result.config.services[range.service].providers[range.providers[layer - 1].provider].id;
}

/// The rows of an area and a layer of a range.
void add_rows(CsvWriter& csv, const RunResult& result, const TableArea& area, const PlacementRange& range,
              std::size_t layer, bool own_only) {
    const ServiceConfig& service = result.config.services[range.service];
    for (std::size_t w = 0; w < range.weight_count; ++w) {
        const std::string& weight = result.population.weight_names[w];
        const Amount total = counted_in(result, area.zones, w, layer_of_run(result, range, layer));
        for (const Rule rule : rules) {
            if (own_only && (weight != service.profile.weight || rule != service.profile.rule)) continue;
            csv.field(area.level).field(area.code).name(area.name).field(service.id);
            csv.field(provider_id(result, range, layer)).field(weight).field(rule_id(rule));
            add_row(csv, spread_of(covered_by_draw(range, area.zones, w, layer, rule)), total,
                    range.draw_count);
        }
    }
}

std::string table_of(const RunResult& result, bool own_only) {
    CsvWriter csv;
    for (const char* c : {"zone_level", "zone_code", "zone_name", "service", "provider", "weight", "rule",
                          "total", "draws", "covered_mean", "covered_sd", "rate_min", "rate_p10",
                          "rate_median", "rate_mean", "rate_p90", "rate_max"})
        csv.field(c);
    csv.end_row();
    for (const TableArea& area : table_areas(result)) {
        for (const PlacementRange& range : result.ranges) {
            for (std::size_t layer = 0; layer < range.layer_count(); ++layer)
                add_rows(csv, result, area, range, layer, own_only);
        }
    }
    return csv.text();
}

}  // namespace

std::string ranges_csv(const RunResult& result) {
    return table_of(result, false);
}

std::string own_ranges_csv(const RunResult& result) {
    return table_of(result, true);
}

}  // namespace amaneku::io
