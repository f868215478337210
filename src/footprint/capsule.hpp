#pragma once

#include "footprint/site_footprint.hpp"
#include <amaneku/geometry.hpp>

#include <vector>

namespace amaneku::footprint {

/// A line as it is measured and buffered: without positions that repeat, and without those that are nearer
/// than `tolerance_m` to the line without them (Douglas and Peucker). Ends stay.
[[nodiscard]] std::vector<Point> simplified(const std::vector<Point>& line, double tolerance_m);

/// Appends what lies within `distance_m` of a line, in longitude and latitude: a part a piece and one a
/// corner, which overlap. Edges are straight in longitude and latitude, as everywhere.
///
/// The sides of a piece are straight and at the distance within 1e-5 of it. At the line's ends it has half a
/// circle, at corners a wedge fills the outer side; their vertices lie on the geodesic circle within 1 µm,
/// from normal to normal in steps of 360° / segments or a little less. So between them a chord falls short by
/// at most 1 − cos(180° / segments), 0.12 % with 64, as a circle's does. Pieces are cut to 20 km. A line of
/// one position alone is a circle.
/// @param distance_m  above 0, at most longest_drop_m
/// @throws Error (Errc::input) within 85° of no pole only
void append_buffer(const std::vector<Point>& line, double distance_m, const Directions& directions,
                   PolygonSet& out);

}  // namespace amaneku::footprint
