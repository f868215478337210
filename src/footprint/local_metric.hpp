#pragma once

#include <amaneku/geometry.hpp>

namespace amaneku::footprint {

/// Metres that a degree of longitude and of latitude have at a latitude, on GRS80: for lengths and directions
/// of short pieces.
struct LocalMetric {
    double metres_x = 0.0;  ///< a degree of longitude
    double metres_y = 0.0;  ///< a degree of latitude

    /// @param latitude  degrees
    [[nodiscard]] static LocalMetric at(double latitude) noexcept;
};

/// Metres between two positions in degrees by the metric of their mean latitude: of short pieces within 1e-7
/// of the geodesic up to 5 km, 2e-6 up to 20 km (below 60°). Longitudes are not taken around ±180.
[[nodiscard]] double short_distance_m(Point a, Point b) noexcept;

}  // namespace amaneku::footprint
