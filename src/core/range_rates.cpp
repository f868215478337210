#include "core/range_rates.hpp"

#include "core/weight.hpp"

#include <algorithm>

namespace amaneku {

namespace {

Spread own_spread(const RunResult& result, const PlacementRange& range, std::span<const std::uint32_t> zones,
                  std::size_t layer) {
    const RuleProfile& profile = result.config.services[range.service].profile;
    const std::size_t w = weight_index(result.population, profile.weight);
    return spread_of(covered_by_draw(range, zones, w, layer, profile.rule));
}

}  // namespace

const PlacementRange* range_of(const RunResult& result, std::size_t service) {
    const auto found = std::find_if(result.ranges.begin(), result.ranges.end(),
                                    [&](const PlacementRange& r) { return r.service == service; });
    return found == result.ranges.end() ? nullptr : &*found;
}

std::uint32_t layer_of_run(const RunResult& result, const PlacementRange& range, std::size_t layer) {
    const ServiceLayers& layers = result.measures.services[range.service];
    return layer == 0 ? layers.combined : layers.first_provider + range.providers[layer - 1].provider;
}

std::string RangeRates::text() const {
    return least == most ? least : least + "–" + most;
}

RangeRates range_rates(const RunResult& result, const PlacementRange& range,
                       std::span<const std::uint32_t> zones, std::size_t layer) {
    const RuleProfile& profile = result.config.services[range.service].profile;
    const std::size_t w = weight_index(result.population, profile.weight);
    Amount total = 0;
    for (const std::uint32_t zone : zones)
        total += result.zone_coverage.counted(zone, w, layer_of_run(result, range, layer));
    const Spread spread = own_spread(result, range, zones, layer);
    const auto rate = [&](Amount covered) { return format_rate(covered, total, profile.decimals); };
    return {rate(spread.least), rate(spread.median), rate(spread.most)};
}

bool has_placement_range(const RunResult& result, const PlacementRange& range,
                         std::span<const std::uint32_t> zones) {
    if (std::any_of(zones.begin(), zones.end(), [&](std::uint32_t z) { return range.zone_stations[z] > 0; }))
        return true;
    const Spread spread = own_spread(result, range, zones, 0);
    return spread.least != spread.most;
}

}  // namespace amaneku
