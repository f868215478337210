#include "footprint/site_footprint.hpp"

#include "proj/geodesic.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace amaneku::footprint {

namespace {

/// Towards an azimuth; longitudes go on past ±180 so that a shape across the antimeridian stays in one piece.
Point towards(Point centre, double azimuth, double radius) {
    Point to = proj::geodesic_direct(centre, azimuth, radius);
    if (to.x - centre.x > 180.0) to.x -= 360.0;
    if (to.x - centre.x < -180.0) to.x += 360.0;
    return to;
}

/// Why a site has no shape, in a sentence; empty where it has one.
std::string problem_of(Point centre, double radius, double azimuth, double beamwidth, int segments) {
    if (!(std::abs(centre.x) <= 360.0 && std::abs(centre.y) <= 90.0))
        return fmt::format("({}, {}) is no longitude and latitude", centre.x, centre.y);
    if (!(radius > 0.0 && radius <= longest_radius_m))
        return fmt::format("radius {} m: must be above 0 and at most {:.0f}", radius, longest_radius_m);
    if (segments < 3) return fmt::format("segments {}: must be at least 3", segments);
    if (std::isinf(azimuth)) return fmt::format("azimuth {}: must be degrees from north", azimuth);
    if (!std::isnan(azimuth) && !(beamwidth > 0.0))
        return fmt::format("beamwidth {}: must be above 0", beamwidth);
    constexpr double near_pole =
        88.0;  // no nearer pole is within the longest radius: spares a geodesic a site
    if (std::abs(centre.y) > near_pole &&
        proj::geodesic_distance(centre, {centre.x, std::copysign(90.0, centre.y)}) <= radius) {
        return fmt::format("radius {} m at latitude {} reaches a pole, where longitudes end", radius,
                           centre.y);
    }
    return {};
}

/// The number of steps of a sector's arc: a beamwidth that is a whole number of steps but for its rounding,
/// as 21.6 degrees of 100 segments, gets no step more.
int steps_of(double beamwidth, int segments) {
    constexpr double rounding = 1e-9;
    return std::max(1, static_cast<int>(std::ceil(segments * beamwidth / 360.0 - rounding)));
}

}  // namespace

void append_footprint(const SiteTable& sites, std::size_t site, int segments, PolygonSet& out) {
    const Point centre{sites.lon[site], sites.lat[site]};
    const double radius = sites.radius_m[site];
    const double azimuth = sites.azimuth[site];
    const double beamwidth = sites.beamwidth[site];
    if (const std::string problem = problem_of(centre, radius, azimuth, beamwidth, segments);
        !problem.empty()) {
        const bool named = site < sites.id.size() && !sites.id[site].empty();
        throw Error{Errc::input,
                    named ? fmt::format("site '{}'", sites.id[site]) : fmt::format("site {}", site + 1),
                    problem};
    }
    if (std::isnan(azimuth) || beamwidth >= 360.0) {
        for (int i = 0; i < segments; ++i) {
            out.points.push_back(towards(centre, 360.0 * i / segments, radius));
        }
        const std::size_t first = out.points.size() - static_cast<std::size_t>(segments);
        out.points.push_back(Point{out.points[first]});
    } else {
        const int steps = steps_of(beamwidth, segments);
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
