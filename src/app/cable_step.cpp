#include "app/cable_step.hpp"

#include "core/weight.hpp"
#include "io/point_table.hpp"
#include "planning/cable_plan.hpp"
#include "planning/gaps.hpp"
#include "planning/nearest_point.hpp"
#include "proj/geodesic.hpp"
#include "zonal/judge.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace amaneku::app {

namespace {

/// What a cable may start from.
struct Sources {
    std::vector<Point> at;
    std::vector<std::string> name;
};

Sources sources_of(RunResult& result, const planning::CellGround& ground, std::uint32_t service) {
    Sources out;
    for (std::size_t cell = 0; cell < result.population.cells.size(); ++cell) {
        if (result.cell_covered[service][cell] == 0) continue;
        out.at.push_back(ground.centre(result.population.cells[cell]));
        out.name.push_back(result.population.grid.code(result.population.cells[cell]));
    }
    const std::string& nodes = result.config.plan->cable->nodes;
    if (!nodes.empty()) {
        const io::NamedPoints points = io::read_backbone(nodes, result.issues);
        out.at.insert(out.at.end(), points.at.begin(), points.at.end());
        out.name.insert(out.name.end(), points.name.begin(), points.name.end());
    }
    if (out.at.empty())
        throw Error{Errc::input, result.config.plan->place,
                    "the service covers no cell, and plan.cable.nodes names no points: there is nothing that "
                    "a cable could start from"};
    return out;
}

/// What each cell would gain, served whole: [cell of the list][weight].
std::vector<std::vector<Amount>> gains_of(const RunResult& result, const zonal::Allocation& allocation,
                                          std::uint32_t service, const std::vector<std::uint32_t>& cells) {
    const std::size_t weights = result.population.weight_names.size();
    const std::size_t layers = result.measures.layer_count;
    const std::size_t layer = result.measures.services[service].combined;
    const auto rule = static_cast<std::size_t>(result.config.services[service].profile.rule);
    zonal::CellJudge judge{result.population,   result.measures,        allocation,
                           result.config.zones, result.config.services, result.cell_counted};
    std::vector<std::vector<Amount>> out;
    std::vector<CellAmount> now;
    for (const std::uint32_t cell : cells) {
        std::vector<Amount>& gain = out.emplace_back(weights, 0);
        now.clear();
        judge.append_covered(cell, now);
        std::size_t at = 0;
        for (std::uint64_t e = allocation.begin[cell]; e < allocation.begin[cell + 1]; ++e) {
            for (std::size_t w = 0; w < weights; ++w, at += layers * rule_count) {
                if (!result.zones.zones[allocation.zone[e]].reported) continue;
                gain[w] += allocation.amount[w][e] - now[at + layer * rule_count + rule];
            }
        }
    }
    return out;
}

/// Cells of the list that share an edge or a corner.
std::vector<std::vector<std::uint32_t>> neighbours(const std::vector<Cell>& all,
                                                   const std::vector<std::uint32_t>& cells) {
    std::map<Cell, std::uint32_t> place;
    for (std::uint32_t i = 0; i < cells.size(); ++i) place.emplace(all[cells[i]], i);
    std::vector<std::vector<std::uint32_t>> out(cells.size());
    for (const auto& [cell, i] : place) {
        for (int row = -1; row <= 1; ++row) {
            for (int column = -1; column <= 1; ++column) {
                const auto found = place.find(Cell{cell.row + row, cell.column + column});
                if (found != place.end() && found->second != i) out[i].push_back(found->second);
            }
        }
    }
    return out;
}

/// Two cells that are not neighbours have a cell between them: their centres are further apart than this.
double shortest_m(const RunResult& result, const planning::CellGround& ground,
                  const std::vector<std::uint32_t>& cells) {
    double out = 1e9;
    for (const std::uint32_t c : cells) {
        const Cell cell = result.population.cells[c];
        const Point at = ground.centre(cell);
        out = std::min({out, proj::geodesic_distance(at, ground.centre({cell.row, cell.column + 1})),
                        proj::geodesic_distance(at, ground.centre({cell.row + 1, cell.column}))});
    }
    return 1.9 * out;
}

void change_zones(const RunResult& result, const zonal::Allocation& allocation, PlanResult& plan,
                  std::size_t own) {
    const RuleProfile& profile = result.config.services[plan.service].profile;
    const std::size_t layers = result.measures.layer_count;
    const std::uint32_t layer = result.measures.services[plan.service].combined;
    zonal::CellJudge judge{result.population,   result.measures,        allocation,
                           result.config.zones, result.config.services, result.cell_counted};
    const std::size_t width = result.population.weight_names.size() * layers * rule_count;
    std::map<std::uint32_t, PlannedZone> zones;
    std::vector<CellAmount> now;
    for (const PlannedCable& cable : plan.cables) {
        now.clear();
        judge.append_covered(cable.cell, now);
        std::size_t at = (own * layers + layer) * rule_count + static_cast<std::size_t>(profile.rule);
        for (std::uint64_t e = allocation.begin[cable.cell]; e < allocation.begin[cable.cell + 1];
             ++e, at += width) {
            const std::uint32_t z = allocation.zone[e];
            if (!result.zones.zones[z].reported) continue;
            PlannedZone& zone = zones[z];
            if (zone.counted == 0) {
                zone.zone = z;
                zone.counted = result.zone_coverage.counted(z, own, layer);
                zone.before = zone.after = result.zone_coverage.at(z, own, layer, profile.rule);
            }
            zone.after += allocation.amount[own][e] - now[at];
            if (z != result.cell_zone[cable.cell]) continue;
            ++zone.sites;
            zone.cost += cable.cost;
        }
    }
    for (const auto& [z, zone] : zones) plan.zones.push_back(zone);
}

}  // namespace

void plan_cables(RunResult& result, const zonal::Allocation& allocation, const std::vector<double>& unreached,
                 PlanResult& plan) {
    const PlanConfig& config = *result.config.plan;
    const PlanCable& cable = *config.cable;
    const planning::CellGround ground{result.population.grid};
    const Sources sources = sources_of(result, ground, plan.service);
    std::vector<std::uint32_t> cells;
    for (std::uint32_t cell = 0; cell < unreached.size(); ++cell) {
        if (unreached[cell] > 0.0 && result.cell_covered[plan.service][cell] == 0) cells.push_back(cell);
    }
    const auto gains = gains_of(result, allocation, plan.service, cells);
    const planning::NearestPoint nearest{sources.at};
    const auto households = weight_named(result.population, "households");
    if (cable.per_household > 0.0 && !households)
        throw Error{Errc::configuration, config.place,
                    "plan.cable.per_household needs the weight households, which the population has not"};
    std::vector<PlanWeight> weights = config.weights;
    if (weights.empty()) weights = {{result.config.services[plan.service].profile.weight, 1.0}};
    planning::CableProblem problem;
    std::vector<std::uint32_t> source;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        problem.at.push_back(ground.centre(result.population.cells[cells[i]]));
        Amount gain = 0;
        for (const PlanWeight& w : weights) {
            const Amount of = gains[i][weight_index(result.population, w.weight)];
            gain +=
                w.factor == 1.0
                    ? of
                    : Amount{std::llround(w.factor * to_double(of) * static_cast<double>(amount_per_unit))};
        }
        problem.gain.push_back(gain);
        const double drops = households ? cable.per_household * to_double(gains[i][*households]) : 0.0;
        problem.drop_cost.push_back(std::llround(drops));
        const auto near = nearest.find(problem.at.back());
        problem.network_m.push_back(near->distance_m);
        source.push_back(near->index);
    }
    problem.beside = neighbours(result.population.cells, cells);
    problem.shortest_m = shortest_m(result, ground, cells);
    problem.detour = cable.detour;
    // Without costs the budget is kilometres, counted in metres.
    problem.cost_per_m = cable.per_km > 0.0 ? cable.per_km / 1000.0 : 1.0;
    const std::int64_t budget = std::llround(cable.per_km > 0.0 ? *config.budget : *config.budget * 1000.0);
    const planning::CablePlan found = planning::extend_network(problem, budget);
    if (found.cables.empty() && !cells.empty()) {
        const auto cheapest = std::min_element(problem.network_m.begin(), problem.network_m.end());
        throw Error{Errc::configuration, config.place,
                    fmt::format("plan.budget is {}: no cell that is left out can be reached with it; the "
                                "nearest is {:.0f} m of cable away, before drop lines",
                                *config.budget, *cheapest * cable.detour)};
    }
    const std::size_t own =
        weight_index(result.population, result.config.services[plan.service].profile.weight);
    Amount covered = plan.before;
    for (const planning::Cable& c : found.cables) {
        PlannedCable to;
        to.cell = cells[c.cell];
        to.to = problem.at[c.cell];
        if (c.parent >= 0) {
            const auto parent = static_cast<std::size_t>(c.parent);
            to.from = problem.at[parent];
            to.from_name = result.population.grid.code(result.population.cells[cells[parent]]);
        } else {
            to.from = sources.at[source[c.cell]];
            to.from_name = sources.name[source[c.cell]];
        }
        to.metres = c.metres;
        to.cost = c.cost;
        to.gain = gains[c.cell];
        covered += to.gain[own];
        to.covered = covered;
        to.extension = c.extension;
        plan.cables.push_back(std::move(to));
    }
    plan.model_value = plan.greedy_value = found.value;
    plan.bound = found.bound;
    plan.cost = found.cost;
    plan.counts_sites = false;
    plan.is_optimal = found.value == found.bound;
    plan.candidates.has_cost = cable.per_km > 0.0;
    change_zones(result, allocation, plan, own);
}

}  // namespace amaneku::app
