#pragma once

#include "core/population.hpp"
#include "core/rule_profile.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace amaneku::zonal {

/// The cells that a profile counts: [cell] 1; empty where it counts all. Populated is a cell with people of
/// the population's first weight.
///
/// @param list  with CellSelection::list: sorted codes of the population's level or coarser
/// @pre with CellSelection::list the population is on a JIS mesh
[[nodiscard]] std::vector<std::uint8_t> counted_cells(const Population& population,
                                                      const RuleProfile& profile,
                                                      std::span<const MeshCode> list);

}  // namespace amaneku::zonal
