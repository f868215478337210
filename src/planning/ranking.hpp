#pragma once

#include "core/ranking.hpp"
#include "core/result.hpp"

#include <vector>

namespace amaneku::planning {

/// Areas of similar size: those with half to twice as many people, itself too.
[[nodiscard]] bool are_peers(Amount people, Amount others) noexcept;

/// Every municipality among all, among peers of similar size, in its prefecture and in each of its groups;
/// every prefecture among all; every group among those of its kind and among its peers of that kind. By
/// service and by its profile's rule and printed rate; areas where nobody lives have no rank.
[[nodiscard]] std::vector<RankingRow> ranking(const RunResult& result);

}  // namespace amaneku::planning
