#include "app/sensitivity_step.hpp"

#include "app/census_check.hpp"
#include "core/weight.hpp"
#include "io/zone_reader.hpp"
#include "parallel/loop.hpp"
#include "zonal/service_sums.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <map>
#include <numeric>
#include <string>
#include <utility>

namespace amaneku::app {

namespace {

using Allocations = std::map<ZoneAssign, zonal::Allocation>;

std::vector<std::uint8_t> reported_zones(const ZoneTable& zones) {
    std::vector<std::uint8_t> out;
    for (const Zone& zone : zones.zones) out.push_back(zone.reported ? 1 : 0);
    return out;
}

/// Runs pieces of work on all threads.
void run_all(const std::vector<std::function<void()>>& work, int threads) {
    std::vector<std::size_t> order(work.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    parallel::for_each(order, threads, [&](std::size_t, std::size_t i) { work[i](); });
}

/// The people of all cells by the other ways of sharing them that are asked for.
Allocations other_allocations(const RunResult& result, const zonal::CensusTotals& census, int threads) {
    const ZonesConfig& own = result.config.zones;
    Allocations out;
    for (const ZoneAssign assign : result.config.sensitivity->assigns) {
        if (assign == own.assign || (assign == ZoneAssign::list && own.list.empty())) continue;
        out[assign];
    }
    std::vector<std::function<void()>> work;
    for (auto& [assign, to] : out) {
        if (assign == ZoneAssign::list && !result.population.grid.level())
            throw Error{Errc::configuration, own.place, "zones.list needs cells of the JIS mesh"};
        work.emplace_back([&result, &census, assign = assign, &to = to] {
            ZonesConfig zones = result.config.zones;
            zones.assign = assign;
            const zonal::AllowedZones allowed = assign == ZoneAssign::list
                                                    ? io::read_allowed_zones(zones.list, result.zones)
                                                    : zonal::AllowedZones{};
            to = zonal::allocate(result.population, result.zones, result.measures, zones, allowed);
            if (zones.census && zones.calibrate) calibrate(result, census, to);
        });
    }
    run_all(work, threads);
    return out;
}

/// Makes the variants of one service after the other, and the work that fills them.
class Variants {
public:
    Variants(const RunResult& result, const zonal::Allocation& allocation, const Allocations& others)
        : m_result{result},
          m_config{*result.config.sensitivity},
          m_allocation{allocation},
          m_others{others},
          m_reported{reported_zones(result.zones)} {}

    [[nodiscard]] std::vector<SensitivityVariant> take(int threads) {
        for (std::uint32_t s = 0; s < m_result.config.services.size(); ++s) add_service(s);
        std::vector<std::function<void()>> work;
        for (std::size_t i = 0; i < m_out.size(); ++i) {
            if (m_recount[i]) work.emplace_back([this, i] { m_recount[i](m_out[i]); });
        }
        run_all(work, threads);
        return std::move(m_out);
    }

private:
    using Recount = std::function<void(SensitivityVariant&)>;

    [[nodiscard]] const ServiceConfig& service(std::uint32_t s) const { return m_result.config.services[s]; }

    void add_service(std::uint32_t s) {
        const RuleProfile& own = service(s).profile;
        add_known(s, "run", own.id, own.weight, own.rule);
        add_thresholds(s);
        add_areas(s);
        const auto& weights = m_config.weights ? *m_config.weights : m_result.population.weight_names;
        for (const std::string& weight : weights) add_known(s, "weight", weight, weight, own.rule);
        if (own.cells == CellSelection::list) {
            for (const CellSelection cells : m_config.cells) {
                RuleProfile profile = own;
                profile.cells = cells;
                add(s, "cells", std::string{cells_id(cells)}, profile);
            }
        }
        add_combinations(s);
        for (const Rule rule : m_config.rules)
            add_known(s, "rule", std::string{rule_id(rule)}, own.weight, rule);
        for (const ZoneAssign assign : m_config.assigns) {
            if (assign == ZoneAssign::list && m_result.config.zones.list.empty()) continue;
            add(s, "assign", std::string{assign_id(assign)}, own, assign);
        }
    }

    /// Of rules that ask for them.
    void add_thresholds(std::uint32_t s) {
        if (service(s).profile.rule != Rule::half_cell) return;
        for (const double threshold : m_config.thresholds) {
            RuleProfile profile = service(s).profile;
            profile.threshold = threshold;
            add(s, "threshold", fmt::format("{}", threshold), profile);
        }
        for (const bool strict : m_config.strict) {
            RuleProfile profile = service(s).profile;
            profile.strict = strict;
            add(s, "comparator", strict ? ">" : ">=", profile);
        }
    }

    void add_areas(std::uint32_t s) {
        for (const FractionArea area : m_config.areas) {
            RuleProfile profile = service(s).profile;
            profile.area = area;
            add(s, "area", area == FractionArea::land ? "land" : "cell", profile);
        }
    }

    /// Of services with several providers.
    void add_combinations(std::uint32_t s) {
        const RuleProfile& own = service(s).profile;
        if (service(s).providers.size() < 2) return;
        for (const Combine combine : m_config.combines) {
            const int k = own.combine == Combine::k_of_n ? own.k : m_config.k;
            if (combine == Combine::k_of_n && static_cast<std::size_t>(k) > service(s).providers.size())
                continue;
            RuleProfile profile = own;
            profile.combine = combine;
            add(s, "combine",
                combine == Combine::k_of_n ? fmt::format("k_of_n({})", k) : std::string{combine_id(combine)},
                profile);
        }
    }

    /// What the run has counted itself.
    void add_known(std::uint32_t s, const char* what, const std::string& value, const std::string& weight,
                   Rule rule) {
        const CoverageTable& table = m_result.zone_coverage;
        const std::uint32_t layer = m_result.measures.services[s].combined;
        const std::size_t w = weight_index(m_result.population, weight);
        SensitivityVariant out{s, what, value, {}, {}};
        for (std::size_t z = 0; z < table.area_count; ++z) {
            out.covered.push_back(table.at(z, w, layer, rule));
            out.counted.push_back(table.counted(z, w, layer));
        }
        m_out.push_back(std::move(out));
        m_recount.emplace_back();
    }

    void add(std::uint32_t s, const char* what, std::string value, const RuleProfile& profile) {
        add(s, what, std::move(value), profile, m_result.config.zones.assign);
    }
    void add(std::uint32_t s, const char* what, std::string value, const RuleProfile& profile,
             ZoneAssign assign) {
        m_out.push_back({s, what, std::move(value), {}, {}});
        m_recount.emplace_back([this, s, profile, assign](SensitivityVariant& to) {
            const ServiceLayers& layers = m_result.measures.services[s];
            const bool own_k = service(s).profile.combine == Combine::k_of_n;
            const bool wants_k = profile.combine == Combine::k_of_n;
            const std::uint32_t whole =
                layers.has_other && own_k != wants_k ? layers.other() : layers.combined;
            const auto& counted = m_result.cell_counted[s];
            const bool own_assign = assign == m_result.config.zones.assign;
            zonal::ServiceSums sums = zonal::service_sums(
                {m_result.measures, own_assign ? m_allocation : m_others.at(assign), assign, counted,
                 m_reported, m_result.zones.zones.size()},
                profile, layers, whole, weight_index(m_result.population, profile.weight));
            to.covered = std::move(sums.covered);
            to.counted = std::move(sums.counted);
        });
    }

    const RunResult& m_result;
    const SensitivityConfig& m_config;
    const zonal::Allocation& m_allocation;
    const Allocations& m_others;
    std::vector<std::uint8_t> m_reported;
    std::vector<SensitivityVariant> m_out;
    std::vector<Recount> m_recount;  ///< by variant; nothing: it is there
};

/// The layers of a service whose fractions decide, counted from its first.
std::vector<std::uint32_t> deciding_layers(const ServiceConfig& service) {
    const Combine combine = service.profile.combine;
    if (combine != Combine::rule_first && combine != Combine::max_single) return {0};
    std::vector<std::uint32_t> out(service.providers.size());
    std::iota(out.begin(), out.end(), 1U);
    return out;
}

/// People of a weight that are of reported zones, and the zone with most of them.
std::pair<Amount, std::uint32_t> reported_people(const RunResult& result, const zonal::Allocation& allocation,
                                                 std::size_t cell, std::size_t weight) {
    Amount sum = 0;
    CellAmount most = -1;
    std::uint32_t zone = no_zone;
    for (std::uint64_t e = allocation.begin[cell]; e < allocation.begin[cell + 1]; ++e) {
        if (!result.zones.zones[allocation.zone[e]].reported) continue;
        const CellAmount amount = allocation.amount[weight][e];
        sum += amount;
        if (amount > most) {
            most = amount;
            zone = allocation.zone[e];
        }
    }
    return {sum, zone};
}

void find_near_cells(const RunResult& result, const zonal::Allocation& allocation, std::uint32_t s,
                     std::vector<NearCell>& out) {
    const ServiceConfig& service = result.config.services[s];
    const RuleProfile& profile = service.profile;
    const Measures& measures = result.measures;
    const std::size_t weight = weight_index(result.population, profile.weight);
    const double reach = result.config.sensitivity->near + fraction_tolerance;
    const auto& counted = result.cell_counted[s];
    const auto layers = deciding_layers(service);
    for (std::uint32_t cell = 0; cell < result.population.cells.size(); ++cell) {
        if (!counted.empty() && counted[cell] == 0) continue;
        const bool land = profile.area == FractionArea::land && measures.land[cell] > 0.0;
        const auto& values = land ? measures.land_fraction : measures.fraction;
        for (const std::uint32_t layer : layers) {
            const double fraction =
                values[cell * measures.layer_count + measures.services[s].combined + layer];
            if (std::abs(fraction - profile.threshold) > reach) continue;
            if (fraction <= fraction_tolerance || fraction >= 1.0 - fraction_tolerance) continue;
            const auto [people, zone] = reported_people(result, allocation, cell, weight);
            if (people == 0) continue;
            const bool passes = profile.strict ? fraction > profile.threshold + fraction_tolerance
                                               : fraction >= profile.threshold - fraction_tolerance;
            out.push_back({s, layer, cell, zone, fraction, passes, people});
        }
    }
}

void count_border_cells(const RunResult& result, const zonal::Allocation& allocation,
                        SensitivityResult& out) {
    for (std::size_t cell = 0; cell < result.population.cells.size(); ++cell) {
        const Measures& measures = result.measures;
        if (measures.piece_begin[cell + 1] - measures.piece_begin[cell] < 2) continue;
        const Amount people = reported_people(result, allocation, cell, 0).first;
        if (people == 0) continue;
        ++out.border_cells;
        out.border_people += people;
    }
}

}  // namespace

void check_sensitivity(const RunResult& result) {
    if (!result.config.sensitivity || !result.config.sensitivity->weights) return;
    for (const std::string& name : *result.config.sensitivity->weights) {
        if (!weight_named(result.population, name))
            throw Error{
                Errc::configuration, result.config.sensitivity->place,
                fmt::format("[sensitivity] asks for '{}', which the population does not have; it has {}",
                            name, fmt::join(result.population.weight_names, ", "))};
    }
}

void find_sensitivity(RunResult& result, const zonal::Allocation& allocation,
                      const zonal::CensusTotals& census, int threads) {
    if (!result.config.sensitivity) return;
    SensitivityResult out;
    const Allocations others = other_allocations(result, census, threads);
    out.variants = Variants{result, allocation, others}.take(threads);
    for (std::uint32_t s = 0; s < result.config.services.size(); ++s)
        find_near_cells(result, allocation, s, out.near_cells);
    count_border_cells(result, allocation, out);
    result.sensitivity = std::move(out);
}

}  // namespace amaneku::app
