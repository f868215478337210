#pragma once

#include "planning/cover.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace amaneku::planning {

struct CoverOptions {
    int most_swaps = 2000;  ///< of the local search; 0: none
    /// Instances up to this many candidates and entries are also given to the exact solver.
    std::size_t exact_candidates = 400;
    std::size_t exact_entries = 20'000;
    int exact_nodes = 2000;
};

/// Chosen candidates, and how far from the best choice they may be.
struct CoverPlan {
    std::vector<std::uint32_t> chosen;  ///< the most for its cost first
    std::vector<Amount> gain;           ///< [chosen] what each adds to those before it
    Amount value = 0;                   ///< what they reach
    Amount bound = 0;                   ///< what no choice can exceed
    std::int64_t cost = 0;
    Amount greedy_value = 0;  ///< before local search
    bool is_optimal = false;  ///< proven by the exact solver or by the bound
};

/// The candidates that reach most within a budget; with costs of 1 the budget is their number.
///
/// Lazy greedy by gain for cost and by gain alone, the better of both, then swaps of one for one as long as
/// they help; then, where the instance is small, branch and cut. The same answer every time; ties go to the
/// smaller index.
[[nodiscard]] CoverPlan most_cover(const CoverProblem& problem, std::int64_t budget,
                                   const CoverOptions& options = {});

}  // namespace amaneku::planning
