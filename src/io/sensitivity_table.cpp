#include "io/sensitivity_table.hpp"

#include "core/weight.hpp"
#include "io/csv_writer.hpp"
#include "io/place_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <vector>

namespace amaneku::io {

namespace {

/// A rate in millionths of a percent, half up; nothing where nobody is counted.
std::optional<std::int64_t> rate_of(Amount covered, Amount counted) {
    constexpr Amount scale = 100'000'000;
    if (counted == 0) return std::nullopt;
    return static_cast<std::int64_t>((2 * scale * covered + counted) / (2 * counted));
}

std::string decimals_of(std::optional<std::int64_t> millionths) {
    constexpr std::int64_t one = 1'000'000;
    if (!millionths) return {};
    const std::int64_t size = std::abs(*millionths);
    return fmt::format("{}{}.{:06}", *millionths < 0 ? "-" : "", size / one, size % one);
}

Amount sum_of(const std::vector<Amount>& by_zone, const TableArea& area) {
    Amount out = 0;
    for (const std::uint32_t z : area.zones) out += by_zone[z];
    return out;
}

/// The run's own rate in an area by a rule, of the service's weight.
std::optional<std::int64_t> own_rate(const RunResult& result, const TableArea& area, std::uint32_t service,
                                     Rule rule) {
    const std::size_t w = weight_index(result.population, result.config.services[service].profile.weight);
    const std::uint32_t layer = result.measures.services[service].combined;
    Amount covered = 0;
    Amount counted = 0;
    for (const std::uint32_t z : area.zones) {
        covered += result.zone_coverage.at(z, w, layer, rule);
        counted += result.zone_coverage.counted(z, w, layer);
    }
    return rate_of(covered, counted);
}

}  // namespace

std::string sensitivity_csv(const RunResult& result) {
    CsvWriter csv;
    for (const char* c : {"zone_level", "zone_code", "zone_name", "service", "what", "value", "covered", "counted",
                          "rate", "difference_points", "run_rate", "lower_rate", "upper_rate"})
        csv.field(c);
    csv.end_row();
    const auto& variants = result.sensitivity->variants;
    for (const TableArea& area : table_areas(result)) {
        for (std::uint32_t s = 0; s < result.config.services.size(); ++s) {
            const auto own = own_rate(result, area, s, result.config.services[s].profile.rule);
            const auto lower = own_rate(result, area, s, Rule::lower);
            const auto upper = own_rate(result, area, s, Rule::upper);
            for (const SensitivityVariant& variant : variants) {
                if (variant.service != s) continue;
                const Amount covered = sum_of(variant.covered, area);
                const Amount counted = sum_of(variant.counted, area);
                const auto rate = rate_of(covered, counted);
                csv.field(area.level).field(area.code).name(area.name).field(result.config.services[s].id);
                csv.field(variant.what)
                    .field(variant.value)
                    .field(format_amount(covered))
                    .field(format_amount(counted))
                    .field(decimals_of(rate))
                    .field(rate && own ? decimals_of(*rate - *own) : std::string{})
                    .field(decimals_of(own))
                    .field(decimals_of(lower))
                    .field(decimals_of(upper));
                csv.end_row();
            }
        }
    }
    return csv.text();
}

std::string near_threshold_csv(const RunResult& result) {
    CsvWriter csv;
    for (const char* c : {"mesh_code", "service", "provider", "fraction", "threshold", "comparator", "passes",
                          "zone_code", "zone_name", "weight", "amount"})
        csv.field(c);
    csv.end_row();
    for (const NearCell& near : result.sensitivity->near_cells) {
        const ServiceConfig& service = result.config.services[near.service];
        const Zone& zone = result.zones.zones[near.zone];
        csv.field(result.population.grid.code(result.population.cells[near.cell]))
            .field(service.id)
            .field(near.layer == 0 ? "*" : service.providers[near.layer - 1].id)
            .field(fmt::format("{:.12f}", near.fraction))
            .field(fmt::format("{}", service.profile.threshold))
            .field(service.profile.strict ? ">" : ">=")
            .field(near.passes ? "1" : "0")
            .field(zone.code)
            .name(zone.name)
            .field(service.profile.weight)
            .field(format_amount(near.amount));
        csv.end_row();
    }
    return csv.text();
}

}  // namespace amaneku::io
