#include "core/whole_people.hpp"

#include "core/weight.hpp"

#include <algorithm>
#include <numeric>
#include <string>

namespace amaneku {

namespace {

/// People by service, of printed totals.
std::vector<WholePeople> people_of_services(const RunResult& result, const CoverageTable& table,
                                            std::size_t area, const std::vector<std::int64_t>& weights) {
    std::vector<WholePeople> out;
    for (std::size_t s = 0; s < result.config.services.size(); ++s) {
        const RuleProfile& profile = result.config.services[s].profile;
        const std::uint32_t layer = result.measures.services[s].combined;
        const std::size_t w = weight_index(result.population, profile.weight);
        const Amount counted = table.counted(area, w, layer);
        const std::int64_t whole = part_of(counted, table.total(area, w), weights[w]);
        const std::int64_t covered = part_of(table.at(area, w, layer, profile.rule), counted, whole);
        out.push_back({covered, whole - covered, weights[w] - whole});
    }
    return out;
}

}  // namespace

std::int64_t part_of(Amount part, Amount whole, std::int64_t printed) noexcept {
    if (part == 0) return 0;
    return part == whole ? printed : std::min(whole_units(part), printed);
}

std::vector<std::int64_t> apportion(std::span<const Amount> amounts) {
    std::vector<std::int64_t> out;
    Amount sum = 0;
    for (const Amount amount : amounts) {
        out.push_back(static_cast<std::int64_t>(amount / amount_per_unit));
        sum += amount;
    }
    std::vector<std::size_t> order(amounts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return amounts[a] % amount_per_unit > amounts[b] % amount_per_unit;
    });
    std::int64_t rest = whole_units(sum) - std::accumulate(out.begin(), out.end(), std::int64_t{0});
    for (const std::size_t i : order) {
        if (rest-- <= 0) break;
        ++out[i];
    }
    return out;
}

std::vector<AreaPeople> whole_people(const RunResult& result) {
    const std::size_t zone_count = result.zones.zones.size();
    const CoverageTable& table = result.zone_coverage;
    std::vector<AreaPeople> out(zone_count);
    std::vector<Amount> totals(zone_count);
    for (std::size_t w = 0; w < table.weight_count; ++w) {
        for (std::size_t z = 0; z < zone_count; ++z)
            totals[z] = result.zones.zones[z].reported ? table.total(z, w) : Amount{0};
        const auto whole = apportion(totals);
        for (std::size_t z = 0; z < zone_count; ++z) out[z].weights.push_back(whole[z]);
    }
    for (std::size_t z = 0; z < zone_count; ++z) {
        if (result.zones.zones[z].reported)
            out[z].services = people_of_services(result, table, z, out[z].weights);
        else
            out[z].services.resize(result.config.services.size());
    }
    return out;
}

AreaPeople area_people(const RunResult& result, const CoverageTable& table, std::size_t area,
                       const std::vector<AreaPeople>& zones, std::span<const std::uint32_t> of) {
    AreaPeople out;
    out.weights.assign(table.weight_count, 0);
    for (const std::uint32_t z : of) {
        for (std::size_t w = 0; w < out.weights.size(); ++w) out.weights[w] += zones[z].weights[w];
    }
    out.services = people_of_services(result, table, area, out.weights);
    return out;
}

}  // namespace amaneku
