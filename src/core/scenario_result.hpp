#pragma once

#include "core/amount.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace amaneku {

/// An area whose coverage a scenario changes, by the service's own weight and rule.
struct ScenarioAreaChange {
    std::string level;  ///< as in coverage.csv
    std::string code;
    std::string name;
    std::uint32_t layer = 0;
    Amount counted = 0;
    Amount before = 0;
    Amount after = 0;
};

struct ScenarioCellChange {
    std::uint32_t cell = 0;
    std::uint32_t layer = 0;
    double fraction_before = 0.0;
    double fraction_after = 0.0;
    bool covered_before = false;
    bool covered_after = false;
};

/// People of reported zones whom a service begins or ceases to reach.
struct ScenarioServed {
    Amount newly_served = 0;
    Amount newly_lost = 0;
};

/// A zone that gets its first site of a service, or loses the last.
struct ScenarioStation {
    std::uint32_t service = 0;
    std::uint32_t zone = 0;
    bool has_site = false;
};

/// The difference that a scenario makes to a run.
struct ScenarioResult {
    std::string title;
    std::string file;
    std::size_t sites_added = 0, sites_changed = 0, sites_removed = 0;
    std::size_t polygons_added = 0, polygons_removed = 0;
    std::vector<ScenarioAreaChange> areas;
    std::vector<ScenarioCellChange> cells;
    std::vector<ScenarioServed> services;  ///< by service
    std::vector<ScenarioStation> stations;
};

}  // namespace amaneku
