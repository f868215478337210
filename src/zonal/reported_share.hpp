#pragma once

#include "zonal/allocation.hpp"

#include <vector>

namespace amaneku::zonal {

/// The part of every cell's people, by the first weight, that belongs to reported zones; of its shares where
/// it has nobody.
/// @returns [cell] in [0, 1]
[[nodiscard]] std::vector<double> reported_shares(const Population& population, const ZoneTable& zones,
                                                  const Allocation& allocation);

}  // namespace amaneku::zonal
