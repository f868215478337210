#include "proj/geodesic.hpp"

#include <geodesic.h>
#include <proj.h>

#include <cmath>

namespace amaneku::proj {

namespace {

const geod_geodesic& grs80() {
    static const geod_geodesic ellipsoid = [] {
        geod_geodesic g{};
        geod_init(&g, 6378137.0, 1.0 / 298.257222101);
        return g;
    }();
    return ellipsoid;
}

}  // namespace

Point geodesic_direct(Point from, double azimuth_degrees, double distance_m) {
    Point to;
    geod_direct(&grs80(), from.y, from.x, azimuth_degrees, distance_m, &to.y, &to.x, nullptr);
    return to;
}

GeodesicWay geodesic_inverse(Point from, Point to) {
    GeodesicWay way;
    geod_inverse(&grs80(), from.y, from.x, to.y, to.x, &way.distance_m, &way.azimuth, nullptr);
    return way;
}

double geodesic_distance(Point a, Point b) {
    double distance = 0.0;
    geod_inverse(&grs80(), a.y, a.x, b.y, b.x, &distance, nullptr, nullptr);
    return distance;
}

double geodesic_area_km2(std::span<const Point> ring) {
    geod_polygon polygon{};
    geod_polygon_init(&polygon, 0);
    const std::size_t closed = ring.size() > 1 && ring.front() == ring.back() ? 1 : 0;
    for (const Point& p : ring.first(ring.size() - closed))
        geod_polygon_addpoint(&grs80(), &polygon, p.y, p.x);
    double area = 0.0;
    geod_polygon_compute(&grs80(), &polygon, 0, 1, &area, nullptr);
    return std::abs(area) * 1e-6;
}

std::string version() {
    return proj_info().version;
}

}  // namespace amaneku::proj
