#pragma once

#include <amaneku/geometry.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace amaneku::geos {

/// By point: the part of an area that is nearer to it than to any other point (Voronoi's cells).
///
/// The same for any order of the points but for the order of what is returned.
/// @param points   each another position, at least one; they may lie outside the area
/// @param area     its parts may overlap and need not be valid
/// @param x_scale  what a unit of x is long, in units of y, so that nearness is that of metres: the cosine of
///                 the latitude for degrees, 1 for a plane
/// @param wanted   by point: 0: its cell is not asked for and stays empty; empty: all are
/// @throws Error (Errc::internal) with GEOS's text, also where the cells are not as many as the points
[[nodiscard]] std::vector<PolygonSet> voronoi_cells(std::span<const Point> points, const PolygonSet& area,
                                                    double x_scale,
                                                    std::span<const std::uint8_t> wanted = {});

}  // namespace amaneku::geos
