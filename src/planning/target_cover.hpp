#pragma once

#include "planning/cover.hpp"
#include "planning/exact_cover.hpp"
#include "planning/max_cover.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace amaneku::planning {

/// The cheapest choice found that meets all needs.
struct TargetPlan {
    std::vector<std::uint32_t> chosen;  ///< the most for its cost first
    std::vector<Amount> gain;           ///< [chosen] what each adds to those before it, of all elements
    Amount value = 0;
    std::int64_t cost = 0;
    std::int64_t bound = 0;  ///< no choice that meets the needs costs less
    bool is_optimal = false;
    /// Needs that all candidates together do not meet: places in `needs`. Nothing is chosen then.
    std::vector<std::uint32_t> unreachable;
    std::vector<Amount> reachable;  ///< [need] what all candidates reach
};

/// Meets every need as cheaply as greedy choice can, takes out what is not needed, and solves small instances
/// exactly. An element may be in several needs. The same answer every time.
[[nodiscard]] TargetPlan cheapest_cover(const CoverProblem& problem, std::span<const CoverNeed> needs,
                                        const CoverOptions& options = {});

}  // namespace amaneku::planning
