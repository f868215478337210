#include "zonal/judge.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace amaneku::zonal {

namespace {

bool is_whole(double fraction) noexcept {
    return fraction >= 1.0 - fraction_tolerance;
}
bool is_touched(double fraction) noexcept {
    return fraction > fraction_tolerance;
}
bool passes(double fraction, const RuleProfile& profile) noexcept {
    return profile.strict ? fraction > profile.threshold + fraction_tolerance
                          : fraction >= profile.threshold - fraction_tolerance;
}

/// Which of the all-or-nothing rules count a cell, in the order of `rules`; area_share is left 0.
using Verdict = std::array<bool, rule_count>;

Verdict verdict(double fraction, bool centre, const RuleProfile& profile) noexcept {
    return {passes(fraction, profile), false, centre, is_whole(fraction), is_touched(fraction)};
}

CellAmount share_of(CellAmount amount, double fraction) noexcept {
    if (is_whole(fraction)) return amount;
    if (!is_touched(fraction)) return 0;
    return std::min(amount, static_cast<CellAmount>(std::llround(static_cast<double>(amount) * fraction)));
}

}  // namespace

Judgement judge(const Population& population, std::size_t zone_count, const Measures& measures,
                const Allocation& allocation, const ZonesConfig& zones,
                const std::vector<ServiceConfig>& services) {
    const std::size_t cells = population.cells.size();
    const std::size_t weights = population.weight_names.size();
    const std::size_t layers = measures.layer_count;
    const bool pieces_count = zones.assign == ZoneAssign::land_share || zones.assign == ZoneAssign::list;
    Judgement out{CoverageTable{zone_count, weights, layers}, {}, std::vector<std::uint32_t>(cells, no_zone)};
    out.cell_covered.assign(services.size(), std::vector<std::uint8_t>(cells, 0));
    std::vector<Verdict> verdicts(layers);
    std::vector<double> fraction(layers);
    for (std::size_t cell = 0; cell < cells; ++cell) {
        const std::uint64_t begin = allocation.begin[cell];
        const std::uint64_t end = allocation.begin[cell + 1];
        if (begin == end) continue;
        for (std::size_t s = 0; s < services.size(); ++s) {
            const ServiceLayers& at = measures.services[s];
            const RuleProfile& profile = services[s].profile;
            const bool land = profile.area == FractionArea::land && measures.land[cell] > 0.0;
            const double* from =
                (land ? measures.land_fraction.data() : measures.fraction.data()) + cell * layers;
            for (std::uint32_t l = at.combined; l <= at.combined + at.provider_count; ++l) {
                fraction[l] = from[l];
                verdicts[l] = verdict(from[l], measures.centre[cell * layers + l] != 0, profile);
            }
            if (profile.combine == Combine::rule_first) {
                Verdict any{};
                for (std::uint32_t p = 0; p < at.provider_count; ++p) {
                    for (std::size_t r = 0; r < rule_count; ++r)
                        any[r] = any[r] || verdicts[at.first_provider + p][r];
                }
                verdicts[at.combined] = any;
            }
            const bool by_rule = profile.rule == Rule::area_share
                                     ? passes(fraction[at.combined], profile)
                                     : verdicts[at.combined][static_cast<std::size_t>(profile.rule)];
            out.cell_covered[s][cell] = by_rule ? 1 : 0;
        }
        std::uint64_t largest = begin;
        for (std::uint64_t e = begin; e < end; ++e) {
            const std::uint32_t zone = allocation.zone[e];
            if (allocation.share[e] > allocation.share[largest]) largest = e;
            const bool own_piece = pieces_count && allocation.piece[e] != no_piece;
            const double* part =
                own_piece ? measures.piece_fraction.data() + allocation.piece[e] * layers : fraction.data();
            for (std::size_t w = 0; w < weights; ++w) {
                const CellAmount amount = allocation.amount[w][e];
                if (amount == 0) continue;
                out.zones.total(zone, w) += amount;
                Amount* covered = &out.zones.at(zone, w, 0, rules.front());
                for (std::size_t l = 0; l < layers; ++l, covered += rule_count) {
                    for (std::size_t r = 0; r < rule_count; ++r) {
                        if (verdicts[l][r]) covered[r] += amount;
                    }
                    covered[static_cast<std::size_t>(Rule::area_share)] += share_of(amount, part[l]);
                }
            }
        }
        out.cell_zone[cell] = allocation.zone[largest];
    }
    return out;
}

std::vector<std::uint32_t> choose_single_provider(CoverageTable& zones,
                                                  const std::vector<std::uint8_t>& reported,
                                                  const ServiceLayers& layers) {
    std::vector<std::uint32_t> chosen(zones.weight_count * rule_count, 0);
    for (std::size_t w = 0; w < zones.weight_count; ++w) {
        for (const Rule rule : rules) {
            Amount best = -1;
            for (std::uint32_t p = 0; p < layers.provider_count; ++p) {
                Amount sum = 0;
                for (std::size_t z = 0; z < zones.area_count; ++z) {
                    if (reported[z] != 0) sum += zones.at(z, w, layers.first_provider + p, rule);
                }
                if (sum > best) {
                    best = sum;
                    chosen[w * rule_count + static_cast<std::size_t>(rule)] = p;
                }
            }
            const std::uint32_t p = chosen[w * rule_count + static_cast<std::size_t>(rule)];
            for (std::size_t z = 0; z < zones.area_count; ++z) {
                zones.at(z, w, layers.combined, rule) = zones.at(z, w, layers.first_provider + p, rule);
            }
        }
    }
    return chosen;
}

CoverageTable sum_areas(const CoverageTable& zones, const std::vector<Area>& areas) {
    CoverageTable out{areas.size(), zones.weight_count, zones.layer_count};
    const std::size_t values = zones.weight_count * zones.layer_count * rule_count;
    for (std::size_t a = 0; a < areas.size(); ++a) {
        for (const std::uint32_t zone : areas[a].zones) {
            for (std::size_t w = 0; w < zones.weight_count; ++w) out.total(a, w) += zones.total(zone, w);
            for (std::size_t v = 0; v < values; ++v)
                out.covered[a * values + v] += zones.covered[zone * values + v];
        }
    }
    return out;
}

std::vector<LedgerLine> ledger(const Population& population, const ZoneTable& zones,
                               const Allocation& allocation) {
    std::vector<LedgerLine> lines;
    for (std::size_t w = 0; w < population.weight_names.size(); ++w) {
        LedgerLine line{population.weight_names[w]};
        for (std::size_t cell = 0; cell < population.cells.size(); ++cell) {
            const CellAmount amount = population.weights[w][cell];
            line.input += amount;
            if (allocation.is_outside[cell] == 1) line.outside += amount;
            if (allocation.is_outside[cell] == 2) line.unassigned += amount;
        }
        for (std::size_t e = 0; e < allocation.zone.size(); ++e) {
            (zones.zones[allocation.zone[e]].reported ? line.reported : line.other) +=
                allocation.amount[w][e];
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

}  // namespace amaneku::zonal
