#pragma once

#include "footprint/signal_grid.hpp"
#include "footprint/sub_grid.hpp"
#include <amaneku/geometry.hpp>

#include <cstdint>
#include <span>

namespace amaneku::footprint {

/// Outline of the set cells of a block, in the grid's CRS, appended to `out`: a part for each set of cells
/// that hang together by sides, its shell first and counter-clockwise, then its holes; closed rings.
///
/// Every ring is simple and every part a valid polygon; parts and rings of one part may touch in single
/// points (cells that share no more than a corner). Coordinates are the cells' edges to the bit, and vertices
/// on straight runs are left out, so that the parts of neighbouring blocks abut exactly.
/// @param first  south-west cell of the block
/// @param set    not 0: in; row by row from the south-west, `columns` a row
void append_outline(const SubGrid& cells, Cell first, std::int32_t columns, std::span<const std::uint8_t> set,
                    PolygonSet& out);

/// The cells whose strongest power is at or above the threshold, as rectilinear polygons in the CRS of the
/// grid. Parts end at the borders of blocks of 256 by 256 cells, where they abut exactly; their area is the
/// sum of the cells'.
[[nodiscard]] PolygonSet served_area(const SignalGrid& signal, double threshold_dbm);

}  // namespace amaneku::footprint
