#pragma once

#include "core/amount.hpp"

#include <cstddef>
#include <string>

namespace amaneku {

/// A line of ranking.csv: an area's rate among those of a set.
struct RankingRow {
    std::string level, code, name, service;
    std::string among;              ///< `all`, `peers`, `kind`, `prefecture`, `group`
    std::string among_code;         ///< of the prefecture or group, or the kind of groups
    std::size_t count = 0;          ///< areas with a rate in the set, this one too
    std::size_t rank = 0;           ///< 1: the highest; equal printed rates share a rank, the next is skipped
    Amount total = 0, covered = 0;  ///< of the area
    Amount set_total = 0, set_covered = 0;  ///< of the set: of all its people together
    int decimals = 1;
};

}  // namespace amaneku
