#include "footprint/site_footprint.hpp"

#include "proj/geodesic.hpp"

#include <cmath>

namespace amaneku::footprint {

namespace {

/// Towards an azimuth; longitudes go on past ±180 so that a shape across the antimeridian stays in one piece.
Point towards(Point centre, double azimuth, double radius) {
    Point to = proj::geodesic_direct(centre, azimuth, radius);
    if (to.x - centre.x > 180.0) to.x -= 360.0;
    if (to.x - centre.x < -180.0) to.x += 360.0;
    return to;
}

}  // namespace

void append_footprint(const SiteTable& sites, std::size_t site, int segments, PolygonSet& out) {
    const Point centre{sites.lon[site], sites.lat[site]};
    const double radius = sites.radius_m[site];
    const double azimuth = sites.azimuth[site];
    const double beamwidth = sites.beamwidth[site];
    if (std::isnan(azimuth) || beamwidth >= 360.0) {
        for (int i = 0; i < segments; ++i) {
            out.points.push_back(towards(centre, 360.0 * i / segments, radius));
        }
        const std::size_t first = out.points.size() - static_cast<std::size_t>(segments);
        out.points.push_back(Point{out.points[first]});
    } else {
        const int steps = static_cast<int>(std::ceil(segments * beamwidth / 360.0));
        out.points.push_back(centre);
        for (int i = 0; i <= steps; ++i) {
            out.points.push_back(towards(centre, azimuth - 0.5 * beamwidth + beamwidth * i / steps, radius));
        }
        out.points.push_back(centre);
    }
    out.close_ring();
    out.close_part();
}

}  // namespace amaneku::footprint
