#pragma once

#include <amaneku/geometry.hpp>

#include <span>
#include <vector>

namespace amaneku::footprint {

/// Appends points along a line in longitude and latitude: its beginning, then one every `spacing_m` metres of
/// its length on the ellipsoid. @param spacing_m  above 0
void append_line_points(std::span<const Point> line, double spacing_m, std::vector<Point>& out);

}  // namespace amaneku::footprint
