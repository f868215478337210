#include "io/whole_people.hpp"

#include <algorithm>
#include <numeric>

namespace amaneku::io {

namespace {

std::int64_t floor_units(Amount amount) noexcept {
    return static_cast<std::int64_t>(amount / amount_per_unit);
}

/// Reported zones, a list for each prefecture and one for those of none.
std::vector<std::vector<std::uint32_t>> zones_by_prefecture(const RunResult& result) {
    std::vector<std::vector<std::uint32_t>> out;
    std::vector<bool> has_prefecture(result.zones.zones.size(), false);
    for (const Area& prefecture : result.prefectures) {
        out.push_back(prefecture.zones);
        for (const std::uint32_t z : prefecture.zones) has_prefecture[z] = true;
    }
    std::vector<std::uint32_t> others;
    for (std::uint32_t z = 0; z < has_prefecture.size(); ++z) {
        if (result.zones.zones[z].reported && !has_prefecture[z]) others.push_back(z);
    }
    if (!others.empty()) out.push_back(std::move(others));
    return out;
}

/// Shares a sum of zones out to prefectures and from there to zones.
/// @returns [zone]
std::vector<std::int64_t> apportion_down(const std::vector<Share>& zones,
                                         const std::vector<std::vector<std::uint32_t>>& prefectures) {
    Amount nation = 0;
    std::vector<Share> sums;
    for (const auto& members : prefectures) {
        Share& sum = sums.emplace_back();
        for (const std::uint32_t z : members) {
            sum.amount += zones[z].amount;
            sum.least += zones[z].least;
            sum.most += zones[z].most;
        }
        nation += sum.amount;
    }
    const auto by_prefecture = apportion(sums, whole_units(nation));
    std::vector<std::int64_t> out(zones.size(), 0);
    for (std::size_t p = 0; p < prefectures.size(); ++p) {
        std::vector<Share> members;
        for (const std::uint32_t z : prefectures[p]) members.push_back(zones[z]);
        const auto by_zone = apportion(members, by_prefecture[p]);
        for (std::size_t i = 0; i < by_zone.size(); ++i) out[prefectures[p][i]] = by_zone[i];
    }
    return out;
}

/// A part of an area's people: nobody where there is none, all where it is the whole.
Share part_of(Amount part, Amount whole, std::int64_t printed) noexcept {
    if (part == 0) return {};
    return {part, part == whole ? printed : 0, printed};
}

std::size_t weight_index(const RunResult& result, const std::string& name) {
    const auto& names = result.population.weight_names;
    return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

}  // namespace

std::vector<std::int64_t> apportion(std::span<const Share> shares, std::int64_t sum) {
    std::int64_t least = 0;
    std::int64_t most = 0;
    std::vector<std::int64_t> out;
    for (const Share& s : shares) {
        least += s.least;
        most += s.most;
        out.push_back(std::clamp(floor_units(s.amount), s.least, s.most));
    }
    std::int64_t rest =
        std::clamp(sum, least, most) - std::accumulate(out.begin(), out.end(), std::int64_t{0});
    std::vector<std::size_t> order(shares.size());
    std::vector<Amount> remainder(shares.size());
    while (rest != 0) {  // more than one round only where bounds stand in the way
        const std::int64_t step = rest > 0 ? 1 : -1;
        for (std::size_t i = 0; i < shares.size(); ++i)
            remainder[i] = step * (shares[i].amount - Amount{out[i]} * amount_per_unit);
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::stable_sort(order.begin(), order.end(),
                         [&](std::size_t a, std::size_t b) { return remainder[a] > remainder[b]; });
        for (const std::size_t i : order) {
            if (rest == 0) break;
            if (out[i] == (step > 0 ? shares[i].most : shares[i].least)) continue;
            out[i] += step;
            rest -= step;
        }
    }
    return out;
}

std::vector<AreaPeople> whole_people(const RunResult& result) {
    const std::size_t zone_count = result.zones.zones.size();
    const CoverageTable& table = result.zone_coverage;
    const auto prefectures = zones_by_prefecture(result);
    std::vector<AreaPeople> out(zone_count);
    std::vector<Share> shares(zone_count);
    for (std::size_t w = 0; w < table.weight_count; ++w) {
        Amount nation = 0;
        for (std::size_t z = 0; z < zone_count; ++z) {
            const Amount total = result.zones.zones[z].reported ? table.total(z, w) : Amount{0};
            shares[z] = {total, 0, floor_units(total) + 1};
            nation += total;
        }
        const auto totals = apportion(shares, whole_units(nation));
        for (std::size_t z = 0; z < zone_count; ++z) out[z].weights.push_back(totals[z]);
    }
    for (std::size_t s = 0; s < result.config.services.size(); ++s) {
        const RuleProfile& profile = result.config.services[s].profile;
        const std::uint32_t layer = result.measures.services[s].combined;
        const std::size_t w = weight_index(result, profile.weight);
        for (std::size_t z = 0; z < zone_count; ++z)
            shares[z] = part_of(table.counted(z, w, layer), table.total(z, w), out[z].weights[w]);
        const auto counted = apportion_down(shares, prefectures);
        for (std::size_t z = 0; z < zone_count; ++z)
            shares[z] = part_of(table.at(z, w, layer, profile.rule), table.counted(z, w, layer), counted[z]);
        const auto covered = apportion_down(shares, prefectures);
        for (std::size_t z = 0; z < zone_count; ++z)
            out[z].services.push_back({covered[z], counted[z] - covered[z], out[z].weights[w] - counted[z]});
    }
    return out;
}

AreaPeople sum_people(const std::vector<AreaPeople>& zones, std::span<const std::uint32_t> of) {
    AreaPeople out;
    if (zones.empty()) return out;
    out.weights.assign(zones.front().weights.size(), 0);
    out.services.resize(zones.front().services.size());
    for (const std::uint32_t z : of) {
        for (std::size_t w = 0; w < out.weights.size(); ++w) out.weights[w] += zones[z].weights[w];
        for (std::size_t s = 0; s < out.services.size(); ++s) {
            out.services[s].covered += zones[z].services[s].covered;
            out.services[s].uncovered += zones[z].services[s].uncovered;
            out.services[s].left_out += zones[z].services[s].left_out;
        }
    }
    return out;
}

}  // namespace amaneku::io
