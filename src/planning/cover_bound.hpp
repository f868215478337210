#pragma once

#include "planning/cover.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace amaneku::planning {

/// What no set of candidates within a budget can exceed, by prices of the elements.
///
/// Whatever is chosen reaches of element e at most price[e] and, for each candidate, what of its amounts is
/// above the prices: sum of prices + the best candidates by that, the last of them in part (Cornuejols,
/// Fisher & Nemhauser 1977). With prices = what a greedy choice reaches this is the usual bound of the greedy
/// algorithm; `best_bound` improves the prices from there.
/// @param price  [element] >= 0
/// @param budget  candidates that cost more are left out
[[nodiscard]] Amount priced_bound(const CoverProblem& problem, std::span<const CellAmount> price,
                                  std::int64_t budget);

/// The smallest of the bounds by `starts` and of prices improved from the best of them by subgradients.
/// In whole amounts: no rounding can make it too small.
/// @param starts  [start][element] prices
/// @param known  what some choice does reach: where the bound comes down to it the search ends
[[nodiscard]] Amount best_bound(const CoverProblem& problem,
                                const std::vector<std::vector<CellAmount>>& starts, std::int64_t budget,
                                Amount known);

/// The prices that `best_bound` comes to.
[[nodiscard]] std::vector<CellAmount> best_prices(const CoverProblem& problem,
                                                  const std::vector<std::vector<CellAmount>>& starts,
                                                  std::int64_t budget, Amount known);

}  // namespace amaneku::planning
