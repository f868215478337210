#pragma once

#include "tiles/mvt_layer.hpp"
#include "tiles/shape_level.hpp"

#include <cstddef>

namespace amaneku::tiles {

/// What of a polygon lies in a tile and its buffer, as rings of the tile: valid, right way round, with an
/// area.
///
/// Borders that two polygons share stay shared: where they leave the buffer is found from the same numbers.
/// @param part  of `level`
void clip_polygon(const ShapeLevel& level, std::size_t part, const TileAddress& tile, Commands& out);

/// What of a line lies in a tile and its buffer.
void clip_line(const ShapeLevel& level, std::size_t part, const TileAddress& tile, Commands& out);

}  // namespace amaneku::tiles
