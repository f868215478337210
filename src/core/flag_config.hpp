#pragma once

#include <optional>

namespace amaneku {

/// Limits of a service from which an area gets a word in `S_flag`. What is not given flags nothing.
struct FlagRule {
    std::optional<double> target;                ///< percent: a lower rate is `below-target`
    bool below_prefecture = false;               ///< a rate lower than its prefecture's
    bool below_nation = false;                   ///< lower than that of all reported zones
    std::optional<double> uncovered_people;      ///< more people than this left out, by the service's rule
    std::optional<double> uncovered_households;  ///< more households
    bool single_operator = false;                ///< of several providers only one reaches anybody there
    std::optional<double> fell_points;           ///< lower by more than this than in the earlier run
};

}  // namespace amaneku
