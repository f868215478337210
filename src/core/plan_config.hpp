#pragma once

#include "core/source.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace amaneku {

/// Columns of a candidate table; empty where the table has none.
struct CandidateColumns {
    std::string id = "id", name = "name", lon = "lon", lat = "lat", cost = "cost", radius_m = "radius_m",
                azimuth = "azimuth", beamwidth = "beamwidth";
    /// Names a configuration gave itself: a missing one is an error, a missing default is not.
    std::vector<std::string> given;
};

/// What counts as much as how much of it: 1 for a person, 0.5 for a household, say.
struct PlanWeight {
    std::string weight;
    double factor = 1.0;
};

/// A rate to reach, in percent.
struct PlanTarget {
    double rate = 0.0;   ///< of all reported zones together
    double floor = 0.0;  ///< of every reported zone
};

/// Fiber by cable: from the network to the cells that it does not reach.
struct PlanCable {
    double per_km = 0.0;         ///< of cable, in the user's currency; 0: the budget is kilometres
    double per_household = 0.0;  ///< of a drop line
    double detour = 1.3;         ///< cable length for a straight line of 1
    std::string nodes;           ///< csv of points with a class that a cable may also start from; empty: none
};

/// `[plan]`: where to build next.
struct PlanConfig {
    std::string service;
    std::string
        provider;  ///< whose site a candidate becomes; empty: the first that has sites, else the first
    std::string candidates;  ///< path of a table; empty: the centres of cells that are left out
    CandidateColumns columns;
    std::optional<double> radius_m;
    double beamwidth = 65.0;     ///< where a candidate has an azimuth alone
    double cost_per_site = 0.0;  ///< where the table has no cost; 0: not given
    std::optional<int> sites;    ///< one of these three
    std::optional<double> budget;
    std::optional<PlanTarget> target;
    std::vector<PlanWeight> weights;  ///< empty: the profile's
    int limit = 20'000;               ///< of candidate cells: those with most people left out
    std::optional<PlanCable> cable;
    Sources sources;  ///< of `candidates` and `nodes`
    std::string place;
};

}  // namespace amaneku
