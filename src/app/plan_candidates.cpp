#include "app/plan_candidates.hpp"

#include "core/weight.hpp"
#include "io/candidate_reader.hpp"
#include "planning/gaps.hpp"
#include "proj/transform.hpp"
#include "zonal/station_zones.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <numeric>
#include <optional>
#include <utility>

namespace amaneku::app {

namespace fs = std::filesystem;

namespace {

/// The cells with most people left out, in the order of cells.
std::vector<std::uint32_t> most_left_out(const std::vector<double>& unreached, std::size_t limit,
                                         std::size_t& all) {
    std::vector<std::uint32_t> cells;
    for (std::uint32_t cell = 0; cell < unreached.size(); ++cell) {
        if (unreached[cell] > 0.0) cells.push_back(cell);
    }
    all = cells.size();
    if (cells.size() <= limit) return cells;
    std::stable_sort(cells.begin(), cells.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return unreached[a] > unreached[b]; });
    cells.resize(limit);
    std::sort(cells.begin(), cells.end());
    return cells;
}

Candidates cell_candidates(RunResult& result, const std::vector<double>& unreached) {
    const PlanConfig& plan = *result.config.plan;
    const planning::CellGround ground{result.population.grid};
    Candidates out;
    out.has_cost = plan.cost_per_site > 0.0;
    std::size_t all = 0;
    for (const std::uint32_t cell : most_left_out(unreached, static_cast<std::size_t>(plan.limit), all)) {
        const Point at = ground.centre(result.population.cells[cell]);
        out.sites.id.push_back(result.population.grid.code(result.population.cells[cell]));
        out.sites.lon.push_back(at.x);
        out.sites.lat.push_back(at.y);
        out.sites.radius_m.push_back(plan.radius_m.value_or(0.0));
        out.sites.azimuth.push_back(std::numeric_limits<double>::quiet_NaN());
        out.sites.beamwidth.push_back(plan.beamwidth);
        out.name.emplace_back();
        out.cost.push_back(std::llround(plan.cost_per_site));
        out.zone.push_back(result.cell_zone[cell]);
    }
    if (all > out.size()) {
        result.notes.push_back(fmt::format(
            "plan: of {} cells that are left out the {} with most people are candidates (plan.limit)", all,
            out.size()));
    }
    return out;
}

void keep(Candidates& to, const std::vector<std::size_t>& rows) {
    const auto pick = [&](auto& column) {
        auto all = std::move(column);
        column.clear();
        for (const std::size_t r : rows) column.push_back(std::move(all[r]));
    };
    pick(to.sites.id);
    pick(to.sites.lon);
    pick(to.sites.lat);
    pick(to.sites.radius_m);
    pick(to.sites.azimuth);
    pick(to.sites.beamwidth);
    pick(to.name);
    pick(to.cost);
}

/// Finds the zone of each candidate; what stands in none (the sea, another country) is left out.
void place_in_zones(RunResult& result, Candidates& candidates) {
    const ZonesConfig& config = result.config.zones;
    const zonal::StationZones stations{result.population.grid, result.zones, config.nearest_m};
    std::optional<proj::Transform> transform;
    if (!result.population.grid.is_geographic()) transform.emplace("EPSG:6668", result.population.grid.crs());
    std::vector<std::size_t> kept;
    for (std::size_t c = 0; c < candidates.size(); ++c) {
        Point at{candidates.sites.lon[c], candidates.sites.lat[c]};
        if (transform) at = (*transform)(at);
        const auto zones = stations.zones_of(at);
        if (zones.empty()) {
            result.issues.push_back(
                {IssueKind::rejected, result.config.plan->candidates, candidates.sites.id[c],
                 fmt::format("the candidate at {:.6f}, {:.6f} stands in no zone (in the sea?) and none is "
                             "within {} m: left out",
                             candidates.sites.lon[c], candidates.sites.lat[c], config.nearest_m),
                 std::nullopt});
            continue;
        }
        kept.push_back(c);
        candidates.zone.push_back(zones.front());
    }
    const std::size_t left_out = candidates.size() - kept.size();
    if (left_out == 0) return;
    if (kept.empty())
        throw Error{Errc::input, result.config.plan->candidates,
                    fmt::format("none of {} candidates stands in a zone or within {} m of one: are lon and "
                                "lat swapped, or are they of another area?",
                                candidates.size(), config.nearest_m)};
    keep(candidates, kept);
    result.warnings.push_back(
        fmt::format("plan: {} candidate{} in no zone (in the sea?) left out: issues.csv", left_out,
                    left_out == 1 ? " stands" : "s stand"));
}

}  // namespace

std::vector<PlanFactor> plan_factors(const RunResult& result, std::uint32_t service) {
    const PlanConfig& plan = *result.config.plan;
    std::vector<PlanWeight> weights = plan.weights;
    if (weights.empty()) weights = {{result.config.services[service].profile.weight, 1.0}};
    std::vector<PlanFactor> out;
    for (const PlanWeight& w : weights) {
        const auto found = weight_named(result.population, w.weight);
        if (!found)
            throw Error{Errc::configuration, plan.place,
                        fmt::format("plan.weights has '{}', which the population has not: it has {}",
                                    w.weight, fmt::join(result.population.weight_names, ", "))};
        out.push_back({*found, w.factor});
    }
    return out;
}

std::vector<double> unreached(const RunResult& result, const zonal::Allocation& allocation,
                              std::uint32_t service, const std::vector<PlanFactor>& factors) {
    const bool in_part = result.config.services[service].profile.rule == Rule::area_share;
    const auto& counted = result.cell_counted[service];
    const auto& covered = result.cell_covered[service];
    const std::size_t layers = result.measures.layer_count;
    const std::uint32_t layer = result.measures.services[service].combined;
    std::vector<double> out(result.population.cells.size(), 0.0);
    for (std::size_t cell = 0; cell < out.size(); ++cell) {
        if (!counted.empty() && counted[cell] == 0) continue;
        double left = 1.0;
        if (in_part) {
            left -= result.measures.fraction[cell * layers + layer];
            if (left <= fraction_tolerance) continue;
        } else if (covered[cell] != 0) {
            continue;
        }
        for (std::uint64_t e = allocation.begin[cell]; e < allocation.begin[cell + 1]; ++e) {
            if (!result.zones.zones[allocation.zone[e]].reported) continue;
            for (const PlanFactor& f : factors)
                out[cell] += f.factor * left * static_cast<double>(allocation.amount[f.weight][e]);
        }
    }
    return out;
}

Candidates plan_candidates(RunResult& result, const std::vector<double>& unreached) {
    if (result.config.plan->candidates.empty()) return cell_candidates(result, unreached);
    const std::size_t before = result.issues.size();
    const std::string& file = result.config.plan->candidates;
    Candidates out = io::read_candidates(*result.config.plan, result.issues);
    if (result.issues.size() > before)
        result.warnings.push_back(fmt::format(
            "plan: {} row{} of {} cannot be candidates: issues.csv", result.issues.size() - before,
            result.issues.size() == before + 1 ? "" : "s", fs::path{file}.filename().string()));
    place_in_zones(result, out);
    // The run's own issues name files from the configuration's folder already.
    const fs::path folder = fs::absolute(result.config.path).lexically_normal().parent_path();
    for (std::size_t i = before; i < result.issues.size(); ++i)
        result.issues[i].file = fs::path{file}.lexically_relative(folder).string();
    return out;
}

void refuse_budget(const RunResult& result, const Candidates& candidates, std::int64_t budget) {
    const auto cheapest = std::min_element(candidates.cost.begin(), candidates.cost.end());
    if (cheapest == candidates.cost.end() || *cheapest <= budget) return;
    const auto c = static_cast<std::size_t>(cheapest - candidates.cost.begin());
    throw Error{
        Errc::configuration, result.config.plan->place,
        fmt::format("plan.budget is {}, below the cost of the cheapest candidate, '{}' at {}: not one "
                    "site can be built",
                    budget, candidates.sites.id[c], *cheapest)};
}

}  // namespace amaneku::app
