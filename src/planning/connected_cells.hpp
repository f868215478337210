#pragma once

#include "core/grid.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace amaneku::planning {

/// Groups of cells that hang together, each ascending by cell, in the order of their first cells.
///
/// @param cells       each once, in any order
/// @param neighbours  4: cells that share an edge are neighbours; 8: a corner is enough
/// @returns indices into `cells`; the same groups whatever the order of `cells`
[[nodiscard]] std::vector<std::vector<std::uint32_t>> connected_cells(std::span<const Cell> cells,
                                                                      int neighbours);

}  // namespace amaneku::planning
