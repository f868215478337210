#pragma once

#include "core/amount.hpp"
#include "core/calibration_result.hpp"

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace amaneku::app {

/// A rate as a fraction of integers.
struct CoveredPeople {
    Amount covered = 0;
    Amount counted = 0;  ///< > 0

    /// Percent in 1e-9, half up.
    [[nodiscard]] Amount rate() const noexcept;
};

/// A rate to be met.
struct RateTarget {
    Amount published = 0;  ///< percent in 1e-9
    int decimals = 1;      ///< it is met within half a unit of the last of them
};

/// Between what a factor is looked for. Rates must not fall where factors rise.
struct FactorBounds {
    double neutral = 1.0;  ///< changes nothing
    double lowest = 0.2;
    double highest = 5.0;
    double per_unit = 1e6;  ///< factors found are so many parts of 1: what is printed is what was applied
    double close = 1e-5;    ///< the search ends where two factors on either side of a jump are as close
};

/// The rate of target `target` where each target has its factor.
using RateOf = std::function<CoveredPeople(std::size_t target, std::span<const double> factors)>;

struct FoundFactor {
    double factor = 1.0;
    Amount rate_before = 0;  ///< with every factor neutral, percent in 1e-9
    Amount rate_after = 0;   ///< with every factor as found
    CalibrationStatus status = CalibrationStatus::met;
};

/// Finds the factor of each target at which its rate is the published one.
///
/// Stations across a border cover too, so that rates depend on the factors of others: sweep by sweep the
/// factor of every target that is not met is found by bisection while the others stay as they were, and then
/// all are changed at once. It ends when every target is met, when a sweep changes no factor (one that has
/// reached a bound, or the nearer side of a jump, stays), or after 20 sweeps. The same for any number of
/// threads: everything that decides is an integer or an IEEE sum of two.
[[nodiscard]] std::vector<FoundFactor> find_factors(std::span<const RateTarget> targets,
                                                    const FactorBounds& bounds, const RateOf& rate_of);

}  // namespace amaneku::app
