#pragma once

#include "core/accuracy_level.hpp"
#include "core/round_bounds.hpp"
#include "core/site.hpp"
#include <amaneku/geometry.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

namespace amaneku::footprint {

/// The directions in which the vertices of a circle lie from its centre, clockwise from north.
struct Directions {
    /// @param segments  at least 3
    explicit Directions(int segments);

    std::vector<double> azimuth;  ///< degrees
    std::vector<double> cosine;
    std::vector<double> sine;

    [[nodiscard]] int segments() const noexcept { return static_cast<int>(azimuth.size()); }
};

/// Appends the area served by one site to `out`, in longitude and latitude.
///
/// A circle is a vertex a direction, on the geodesic circle, clockwise from north, each within 1 µm of it. A
/// sector is the apex, then ceil(segments · beamwidth / 360) + 1 points from azimuth − beamwidth / 2 to
/// azimuth + beamwidth / 2. A blank azimuth (NaN) or a beamwidth of 360 or more is a circle. Neither shape
/// crosses itself. Across the antimeridian longitudes go on past ±180.
/// @throws Error (Errc::input) for what makes no shape: a radius that is not above 0 and at most 200 km, a
///         beamwidth that is not above 0, no position, a shape that reaches a pole. Readers reject such rows
///         one by one.
void append_footprint(const SiteTable& sites, std::size_t site, const Directions& directions,
                      PolygonSet& out);

/// Whether `append_footprint` makes a circle or a sector.
[[nodiscard]] AccuracyLevel shape_level(const SiteTable& sites, std::size_t site);

/// Lower left and upper right corner, in longitude and latitude, of a box that surely holds what
/// `append_footprint` makes of a site that it does not refuse; nothing near the poles, where no box is small.
[[nodiscard]] std::optional<std::array<Point, 2>> extent(const SiteTable& sites, std::size_t site);

/// Ellipses in longitude and latitude inside and around the circle that `append_footprint` makes of a site;
/// nothing for a sector, a wide circle, or one far north or south, where they would tell little.
[[nodiscard]] std::optional<RoundBounds> round_bounds(const SiteTable& sites, std::size_t site,
                                                      const Directions& directions);

}  // namespace amaneku::footprint
