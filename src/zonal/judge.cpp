#include "zonal/judge.hpp"

#include "zonal/verdict.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <utility>

namespace amaneku::zonal {

CellJudge::CellJudge(const Population& population, const Measures& measures, const Allocation& allocation,
                     const ZonesConfig& zones, const std::vector<ServiceConfig>& services,
                     const CountedCells& counted)
    : m_population{population},
      m_measures{measures},
      m_allocation{allocation},
      m_zones{zones},
      m_services{services},
      m_counted{counted},
      m_verdicts(measures.layer_count),
      m_fraction(measures.layer_count),
      m_left_out(measures.layer_count),
      m_is_whole(measures.layer_count),
      m_held_whole(measures.layer_count),
      m_held(population.weight_names.size()) {
    assert(counted.empty() || counted.size() == services.size());
}

std::span<const std::uint8_t> CellJudge::counted_by(std::size_t service) const {
    return m_counted.empty() ? std::span<const std::uint8_t>{} : m_counted[service];
}

void CellJudge::load(std::size_t cell) {
    for (std::size_t s = 0; s < m_services.size(); ++s) {
        const ServiceLayers& at = m_measures.services[s];
        const RuleProfile& profile = m_services[s].profile;
        const double* from = fractions_of(m_measures, cell, profile);
        const bool left = leaves_out(m_services[s], counted_by(s), cell);
        for (std::uint32_t l = at.combined; l <= at.combined + at.provider_count; ++l) {
            m_left_out[l] = left ? 1 : 0;
            m_fraction[l] = from[l];
            m_verdicts[l] =
                verdict(from[l], m_measures.centre[cell * m_measures.layer_count + l] != 0, profile);
        }
        if (profile.combine == Combine::rule_first) {
            Verdict any{};
            for (std::uint32_t p = 0; p < at.provider_count; ++p) {
                for (std::size_t r = 0; r < rule_count; ++r)
                    any[r] = any[r] || m_verdicts[at.first_provider + p][r];
            }
            m_verdicts[at.combined] = any;
        }
    }
}

const double* CellJudge::fractions_of_entry(std::uint64_t entry) const {
    return has_own_piece(m_allocation, entry, m_zones.assign)
               ? m_measures.piece_fraction.data() + m_allocation.piece[entry] * m_measures.layer_count
               : m_fraction.data();
}

void CellJudge::add(std::size_t cell, CoverageTable& zones) {
    const std::uint64_t begin = m_allocation.begin[cell];
    const std::uint64_t end = m_allocation.begin[cell + 1];
    if (begin == end) return;
    if (end == begin + 1 && is_uniform(cell)) {
        hold_back(cell, zones);
        return;
    }
    load(cell);
    for (std::uint64_t e = begin; e < end; ++e) {
        const std::uint32_t zone = m_allocation.zone[e];
        const double* part = fractions_of_entry(e);
        for (std::size_t w = 0; w < m_population.weight_names.size(); ++w) {
            const CellAmount amount = m_allocation.amount[w][e];
            if (amount == 0) continue;
            zones.total(zone, w) += amount;
            Amount* covered = &zones.at(zone, w, 0, rules.front());
            for (std::size_t l = 0; l < m_measures.layer_count; ++l, covered += rule_count) {
                if (m_left_out[l] != 0) {
                    zones.left(zone, w, l) += amount;
                    continue;
                }
                for (std::size_t r = 0; r < rule_count; ++r) {
                    if (m_verdicts[l][r]) covered[r] += amount;
                }
                covered[static_cast<std::size_t>(Rule::area_share)] +=
                    share_of(amount, part[l], m_verdicts[l]);
            }
        }
    }
}

/// Whether every layer covers all of the cell or nothing of it, by every rule, and every service counts it.
bool CellJudge::is_uniform(std::size_t cell) {
    for (std::size_t s = 0; s < m_services.size(); ++s) {
        if (leaves_out(m_services[s], counted_by(s), cell)) return false;
        const ServiceLayers& at = m_measures.services[s];
        const double* fraction = fractions_of(m_measures, cell, m_services[s].profile);
        for (std::uint32_t l = at.combined; l <= at.combined + at.provider_count; ++l) {
            if (fraction[l] != 0.0 && fraction[l] != 1.0) return false;
            m_is_whole[l] = fraction[l] != 0.0 ? 1 : 0;
        }
    }
    return true;
}

void CellJudge::hold_back(std::size_t cell, CoverageTable& zones) {
    const std::uint64_t entry = m_allocation.begin[cell];
    if (m_allocation.zone[entry] != m_held_zone || m_is_whole != m_held_whole) {
        flush(zones);
        m_held_zone = m_allocation.zone[entry];
        m_held_whole = m_is_whole;
    }
    for (std::size_t w = 0; w < m_held.size(); ++w) m_held[w] += m_allocation.amount[w][entry];
}

void CellJudge::flush(CoverageTable& zones) {
    if (m_held_zone == no_zone) return;
    for (std::size_t w = 0; w < m_held.size(); ++w) {
        const Amount amount = std::exchange(m_held[w], 0);
        zones.total(m_held_zone, w) += amount;
        for (std::size_t l = 0; l < m_measures.layer_count; ++l) {
            if (m_held_whole[l] == 0) continue;
            for (const Rule rule : rules) zones.at(m_held_zone, w, l, rule) += amount;
        }
    }
    m_held_zone = no_zone;
}

void CellJudge::append_covered(std::size_t cell, std::vector<CellAmount>& out) {
    const std::uint64_t begin = m_allocation.begin[cell];
    const std::uint64_t end = m_allocation.begin[cell + 1];
    if (begin == end) return;
    load(cell);
    for (std::uint64_t e = begin; e < end; ++e) {
        const double* part = fractions_of_entry(e);
        for (std::size_t w = 0; w < m_population.weight_names.size(); ++w) {
            const CellAmount amount = m_allocation.amount[w][e];
            for (std::size_t l = 0; l < m_measures.layer_count; ++l) {
                for (const Rule rule : rules) {
                    const auto r = static_cast<std::size_t>(rule);
                    out.push_back(m_left_out[l] != 0 ? 0
                                  : rule == Rule::area_share
                                      ? static_cast<CellAmount>(share_of(amount, part[l], m_verdicts[l]))
                                  : m_verdicts[l][r] ? amount
                                                     : 0);
                }
            }
        }
    }
}

Judgement judge(const Population& population, std::size_t zone_count, const Measures& measures,
                const Allocation& allocation, const ZonesConfig& zones,
                const std::vector<ServiceConfig>& services, const CountedCells& counted) {
    const std::size_t cells = population.cells.size();
    Judgement out{CoverageTable{zone_count, population.weight_names.size(), measures.layer_count},
                  {},
                  std::vector<std::uint32_t>(cells, no_zone)};
    CellJudge cell_judge{population, measures, allocation, zones, services, counted};
    for (std::size_t cell = 0; cell < cells; ++cell) {
        cell_judge.add(cell, out.zones);
        out.cell_zone[cell] = zone_of_largest_share(allocation, cell);
    }
    cell_judge.flush(out.zones);
    for (std::size_t s = 0; s < services.size(); ++s)
        out.cell_covered.push_back(
            covered_cells(measures, allocation, services[s].profile, measures.services[s], std::nullopt,
                          counted.empty() ? std::span<const std::uint8_t>{} : counted[s]));
    return out;
}

bool is_cell_covered(std::size_t cell, const Measures& measures, const Allocation& allocation,
                     const RuleProfile& profile, const ServiceLayers& layers,
                     std::optional<std::uint32_t> single, std::span<const std::uint8_t> counted) {
    if (allocation.begin[cell] == allocation.begin[cell + 1]) return false;
    if (!counted.empty() && counted[cell] == 0) return false;
    // With rule_first the providers decide, but for area_share, which is the union's.
    const bool any = profile.combine == Combine::rule_first && profile.rule != Rule::area_share;
    const std::uint32_t first = single ? layers.first_provider + *single
                                : any  ? layers.first_provider
                                       : layers.combined;
    const std::uint32_t count = single || !any ? 1 : layers.provider_count;
    const double* fraction = fractions_of(measures, cell, profile);
    for (std::uint32_t l = first; l < first + count; ++l) {
        if (counts_cell(fraction[l], measures.centre[cell * measures.layer_count + l] != 0, profile))
            return true;
    }
    return false;
}

std::vector<std::uint8_t> covered_cells(const Measures& measures, const Allocation& allocation,
                                        const RuleProfile& profile, const ServiceLayers& layers,
                                        std::optional<std::uint32_t> single,
                                        std::span<const std::uint8_t> counted) {
    std::vector<std::uint8_t> out(allocation.begin.size() - 1, 0);
    for (std::size_t cell = 0; cell < out.size(); ++cell)
        out[cell] = is_cell_covered(cell, measures, allocation, profile, layers, single, counted) ? 1 : 0;
    return out;
}

std::uint32_t zone_of_largest_share(const Allocation& allocation, std::size_t cell) {
    const std::uint64_t end = allocation.begin[cell + 1];
    std::uint64_t entry = allocation.begin[cell];
    if (entry == end) return no_zone;
    const double most = *std::max_element(allocation.share.begin() + static_cast<std::ptrdiff_t>(entry),
                                          allocation.share.begin() + static_cast<std::ptrdiff_t>(end));
    while (allocation.share[entry] < most - fraction_tolerance) ++entry;
    return allocation.zone[entry];
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
    const std::size_t denominators = zones.weight_count * zones.layer_count;
    const std::size_t values = denominators * rule_count;
    for (std::size_t a = 0; a < areas.size(); ++a) {
        for (const std::uint32_t zone : areas[a].zones) {
            for (std::size_t w = 0; w < zones.weight_count; ++w) out.total(a, w) += zones.total(zone, w);
            for (std::size_t d = 0; d < denominators; ++d)
                out.left_out[a * denominators + d] += zones.left_out[zone * denominators + d];
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
