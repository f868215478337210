#pragma once

#include <amaneku/geometry.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace amaneku::report {

/// A position in whole steps of the quantised plane.
struct GridPoint {
    std::int32_t x = 0;
    std::int32_t y = 0;

    friend auto operator<=>(const GridPoint&, const GridPoint&) = default;
};

/// Polygons whose common borders are stored once, as TopoJSON has them.
struct SharedArcs {
    double scale = 1.0;  ///< degrees a step
    Point origin;        ///< of step (0, 0)
    std::vector<std::vector<GridPoint>> arcs;
    /// By ring of `rings`: its arcs in turn; ~a is arc a from its end.
    std::vector<std::vector<std::int32_t>> rings;
    /// By part of the input: its rings, the shell first; empty where nothing of it is left.
    std::vector<std::vector<std::uint32_t>> parts;
};

/// Cuts rings where borders meet, keeps each piece once and simplifies it (Douglas-Peucker), so that
/// neighbours fit as they did before. Coarser until at most `most_points` are left; rings smaller than what
/// is simplified go, but for the largest part of every owner.
/// @param polygons  longitudes and latitudes in degrees
/// @param owner  by part: the area it belongs to
/// @param most_points  of all arcs together
[[nodiscard]] SharedArcs shared_arcs(const PolygonSet& polygons, const std::vector<std::uint32_t>& owner,
                                     std::size_t most_points);

}  // namespace amaneku::report
