#pragma once

#include "core/amount.hpp"
#include "core/site.hpp"
#include <amaneku/geometry.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace amaneku {

/// Proposed sites: index-aligned columns.
struct Candidates {
    SiteTable sites;
    std::vector<std::string> name;
    std::vector<std::int64_t> cost;   ///< whole units of the user's currency; 0 where no cost is known
    std::vector<std::uint32_t> zone;  ///< that it stands in
    bool has_cost = false;

    [[nodiscard]] std::size_t size() const noexcept { return sites.size(); }
};

/// A site of the plan, in its order.
struct PlannedSite {
    std::uint32_t candidate = 0;
    Amount model_gain = 0;     ///< what the choice counted: of the plan's weights
    std::vector<Amount> gain;  ///< [weight] of the run: what the engine finds it adds to those before it
    Amount covered = 0;        ///< of the service's weight in all reported zones, with it
};

/// What a plan does to a reported zone, by the service's own weight and rule.
struct PlannedZone {
    std::uint32_t zone = 0;
    Amount counted = 0;
    Amount before = 0;
    Amount after = 0;
    std::uint32_t sites = 0;  ///< of the plan that stand in it
    std::int64_t cost = 0;
};

/// A cable of a fiber plan.
struct PlannedCable {
    std::uint32_t cell = 0;  ///< of the population, that it serves
    Point from, to;          ///< longitude and latitude
    std::string from_name;   ///< a cell's code, or the name of a node
    double metres = 0.0;     ///< of cable
    std::int64_t cost = 0;
    std::vector<Amount> gain;  ///< [weight]
    Amount covered = 0;
    std::uint32_t extension = 0;  ///< cables of one number were chosen together
};

/// Where to build next.
struct PlanResult {
    std::uint32_t service = 0;
    std::string provider;
    Candidates candidates;
    std::vector<Amount> alone;  ///< [candidate] what it would reach by itself, of the plan's weights
    std::vector<PlannedSite> sites;
    std::vector<PlannedCable> cables;
    std::vector<PlannedZone> zones;  ///< those that it changes, or whose floor it minds
    Amount counted = 0;              ///< of the service's weight in all reported zones
    Amount before = 0;
    Amount greedy_value = 0;  ///< of the plan's weights: before local search
    Amount model_value = 0;   ///< what the choice counted together
    Amount bound = 0;         ///< that no choice can exceed by the same count
    std::int64_t cost = 0;
    std::int64_t cost_bound = 0;  ///< with a target: no choice that meets it costs less (sites, or currency)
    bool counts_sites = true;     ///< budget and bound are a number of sites
    bool is_optimal = false;      ///< proven
};

}  // namespace amaneku
