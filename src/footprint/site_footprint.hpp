#pragma once

#include "core/site.hpp"
#include <amaneku/geometry.hpp>

#include <cstddef>

namespace amaneku::footprint {

/// Appends the area served by one site to `out`, in longitude and latitude.
///
/// A circle is `segments` vertices on the geodesic circle, clockwise from north, each within 1 µm of it. A
/// sector is the apex, then ceil(segments · beamwidth / 360) + 1 points from azimuth − beamwidth / 2 to
/// azimuth + beamwidth / 2. A blank azimuth (NaN) or a beamwidth of 360 or more is a circle. Neither shape
/// crosses itself. Across the antimeridian longitudes go on past ±180.
/// @param segments  at least 3
/// @throws Error (Errc::input) for what makes no shape: a radius that is not above 0 and at most 200 km, a
///         beamwidth that is not above 0, no position, a shape that reaches a pole. Readers reject such rows
///         one by one.
void append_footprint(const SiteTable& sites, std::size_t site, int segments, PolygonSet& out);

}  // namespace amaneku::footprint
