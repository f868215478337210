#include "zonal/service_sums.hpp"

#include "zonal/verdict.hpp"

#include <numeric>
#include <utility>

namespace amaneku::zonal {

namespace {

/// Sums where any of `deciding` passes; shares of area are those of `whole`.
ServiceSums sums_of(const CountedFrom& from, const RuleProfile& profile,
                    std::span<const std::uint32_t> deciding, std::uint32_t whole, std::size_t weight) {
    const Measures& measures = from.measures;
    const Allocation& allocation = from.allocation;
    const auto rule = static_cast<std::size_t>(profile.rule);
    ServiceSums out{std::vector<Amount>(from.zone_count, 0), std::vector<Amount>(from.zone_count, 0)};
    for (std::size_t cell = 0; cell + 1 < allocation.begin.size(); ++cell) {
        if (profile.cells == CellSelection::list && !from.counted.empty() && from.counted[cell] == 0) continue;
        const double* fraction = fractions_of(measures, cell, profile);
        Verdict any{};
        for (const std::uint32_t l : deciding) {
            const bool centre = measures.centre[cell * measures.layer_count + l] != 0;
            const Verdict one = verdict(fraction[l], centre, profile);
            for (std::size_t r = 0; r < rule_count; ++r) any[r] = any[r] || one[r];
        }
        for (std::uint64_t e = allocation.begin[cell]; e < allocation.begin[cell + 1]; ++e) {
            const CellAmount amount = allocation.amount[weight][e];
            out.counted[allocation.zone[e]] += amount;
            if (profile.rule != Rule::area_share) {
                if (any[rule]) out.covered[allocation.zone[e]] += amount;
                continue;
            }
            const double part =
                has_own_piece(allocation, e, from.assign)
                    ? measures.piece_fraction[allocation.piece[e] * measures.layer_count + whole]
                    : fraction[whole];
            out.covered[allocation.zone[e]] += share_of(amount, part, any);
        }
    }
    return out;
}

Amount reported_sum(const CountedFrom& from, const std::vector<Amount>& amounts) {
    Amount out = 0;
    for (std::size_t z = 0; z < amounts.size(); ++z) {
        if (from.reported[z] != 0) out += amounts[z];
    }
    return out;
}

}  // namespace

ServiceSums service_sums(const CountedFrom& from, const RuleProfile& profile, const ServiceLayers& layers,
                         std::uint32_t whole, std::size_t weight) {
    if (profile.combine == Combine::max_single) {
        ServiceSums best;
        Amount most = -1;
        for (std::uint32_t p = 0; p < layers.provider_count; ++p) {
            const std::uint32_t layer = layers.first_provider + p;
            ServiceSums one = sums_of(from, profile, std::span{&layer, 1}, layer, weight);
            const Amount sum = reported_sum(from, one.covered);
            if (sum > most) {
                most = sum;
                best = std::move(one);
            }
        }
        return best;
    }
    if (profile.combine == Combine::rule_first) {
        std::vector<std::uint32_t> providers(layers.provider_count);
        std::iota(providers.begin(), providers.end(), layers.first_provider);
        return sums_of(from, profile, providers, whole, weight);
    }
    return sums_of(from, profile, std::span{&whole, 1}, whole, weight);
}

}  // namespace amaneku::zonal
