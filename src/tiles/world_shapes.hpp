#pragma once

#include "tiles/tile_source.hpp"
#include <amaneku/geometry.hpp>

#include <cstddef>
#include <span>
#include <vector>

namespace amaneku::tiles {

/// The lines or polygons of a layer in the square of web mercator (0 to 1, y from the north).
///
/// Rings are not closed; the shoelace sum of shells is positive, of holes negative. A line is a part of one
/// ring.
struct WorldShapes {
    bool closed = true;  ///< polygons
    PolygonSet shapes;
    std::vector<std::size_t> part_begin{0};  ///< by feature
    /// By point: how far from it the simplified border may be before the point is needed, in widths of the
    /// world; infinite where borders meet and at the ends of lines.
    std::vector<float> significance;
};

/// @throws Error (Errc::input) where the layer's CRS is unknown
[[nodiscard]] WorldShapes world_shapes(const FeatureLayer& layer);

/// Finds the significance of all points, of all layers together: borders are cut where others join them and
/// each piece is simplified alone and from the same end (Douglas and Peucker 1973), so it is the same for
/// both sides and for a prefecture and its municipalities.
/// @param shares_borders  by layer; borders of the others are their own
void find_significance(std::span<WorldShapes> layers, const std::vector<bool>& shares_borders, int threads);

}  // namespace amaneku::tiles
