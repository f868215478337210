#pragma once

#include <amaneku/geometry.hpp>

#include <span>
#include <string>

namespace amaneku::proj {

/// The point `distance_m` from (lon, lat) towards an azimuth in degrees clockwise from true north, on GRS80.
/// Karney's algorithm: good to some nanometres at any distance.
[[nodiscard]] Point geodesic_direct(Point from, double azimuth_degrees, double distance_m);

/// How to get from one position to another: metres, and degrees clockwise from true north at the first.
struct GeodesicWay {
    double distance_m = 0.0;
    double azimuth = 0.0;
};

/// The shortest way between two positions in degrees, on GRS80.
[[nodiscard]] GeodesicWay geodesic_inverse(Point from, Point to);

/// Distance in metres between two positions in degrees, on GRS80.
[[nodiscard]] double geodesic_distance(Point a, Point b);

/// Area in km² of a ring on GRS80, edges as geodesics; positive whatever the orientation.
[[nodiscard]] double geodesic_area_km2(std::span<const Point> ring);

/// `9.1.1`.
[[nodiscard]] std::string version();

}  // namespace amaneku::proj
