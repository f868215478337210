#pragma once

#include "zonal/allocation.hpp"

#include <cstddef>

namespace amaneku::zonal {

/// The part of a cell's people, by the first weight, that belongs to reported zones; of its shares where it
/// has nobody.
/// @returns a number in [0, 1]
[[nodiscard]] double reported_share(const Population& population, const ZoneTable& zones,
                                    const Allocation& allocation, std::size_t cell);

}  // namespace amaneku::zonal
