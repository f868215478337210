#pragma once

#include "planning/cover.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace amaneku::planning {

/// What branch and cut found.
struct ExactCover {
    std::vector<std::uint32_t> chosen;  ///< ascending; empty where nothing was found
    bool is_optimal = false;            ///< proven, to the solver's tolerance
};

/// The candidates that reach most within a budget. For small instances.
[[nodiscard]] ExactCover exact_most_cover(const CoverProblem& problem, std::int64_t budget, int most_nodes);

/// What is to be reached of some elements together.
struct CoverNeed {
    std::vector<std::uint32_t> elements;
    Amount amount = 0;
};

/// The cheapest candidates that meet all needs. For small instances.
[[nodiscard]] ExactCover exact_cheapest_cover(const CoverProblem& problem, std::span<const CoverNeed> needs,
                                              int most_nodes);

}  // namespace amaneku::planning
