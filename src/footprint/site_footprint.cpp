#include "footprint/site_footprint.hpp"

#include "footprint/geodesic_series.hpp"
#include "proj/geodesic.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

namespace amaneku::footprint {

namespace {

/// Positions around a site: by series where it is as good as the geodesic, else by the geodesic.
class Surroundings {
public:
    Surroundings(Point centre, double radius) noexcept
        : m_centre{centre},
          m_radius{radius},
          m_near{GeodesicSeries::is_good_for(centre, radius)},
          m_series{m_near ? centre : Point{}} {}

    /// Longitudes go on past ±180 so that a shape across the antimeridian stays in one piece.
    [[nodiscard]] Point at(double azimuth, double cosine, double sine) const {
        if (m_near) return m_series.at(m_radius * cosine, m_radius * sine);
        Point to = proj::geodesic_direct(m_centre, azimuth, m_radius);
        if (to.x - m_centre.x > 180.0) to.x -= 360.0;
        if (to.x - m_centre.x < -180.0) to.x += 360.0;
        return to;
    }
    [[nodiscard]] Point at(double azimuth) const {
        return at(azimuth, std::cos(radians(azimuth)), std::sin(radians(azimuth)));
    }
    static double radians(double degrees) noexcept { return degrees * (std::numbers::pi / 180.0); }

private:
    Point m_centre;
    double m_radius;
    bool m_near;
    GeodesicSeries m_series;
};

/// Why a site has no shape, in a sentence; empty where it has one.
std::string problem_of(Point centre, double radius, double azimuth, double beamwidth) {
    if (!(std::abs(centre.x) <= 360.0 && std::abs(centre.y) <= 90.0))
        return fmt::format("({}, {}) is no longitude and latitude", centre.x, centre.y);
    if (!(radius > 0.0 && radius <= longest_radius_m))
        return fmt::format("radius {} m: must be above 0 and at most {:.0f}", radius, longest_radius_m);
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

Directions::Directions(int segments) {
    if (segments < 3) {
        throw Error{Errc::configuration, "segments",
                    fmt::format("is {}: a circle needs at least 3", segments)};
    }
    for (int i = 0; i < segments; ++i) {
        azimuth.push_back(360.0 * i / segments);
        cosine.push_back(std::cos(Surroundings::radians(azimuth.back())));
        sine.push_back(std::sin(Surroundings::radians(azimuth.back())));
    }
}

void append_footprint(const SiteTable& sites, std::size_t site, const Directions& directions,
                      PolygonSet& out) {
    const Point centre{sites.lon[site], sites.lat[site]};
    const double radius = sites.radius_m[site];
    const double azimuth = sites.azimuth[site];
    const double beamwidth = sites.beamwidth[site];
    if (const std::string problem = problem_of(centre, radius, azimuth, beamwidth); !problem.empty()) {
        const bool named = site < sites.id.size() && !sites.id[site].empty();
        throw Error{Errc::input,
                    named ? fmt::format("site '{}'", sites.id[site]) : fmt::format("site {}", site + 1),
                    problem};
    }
    const Surroundings around{centre, radius};
    const std::size_t first = out.points.size();
    if (shape_level(sites, site) == AccuracyLevel::circle) {
        for (std::size_t i = 0; i < directions.azimuth.size(); ++i)
            out.points.push_back(around.at(directions.azimuth[i], directions.cosine[i], directions.sine[i]));
    } else {
        const int steps = steps_of(beamwidth, directions.segments());
        out.points.push_back(centre);
        for (int i = 0; i <= steps; ++i)
            out.points.push_back(around.at(azimuth - 0.5 * beamwidth + beamwidth * i / steps));
    }
    out.points.push_back(Point{out.points[first]});
    out.close_ring();
    out.close_part();
}

AccuracyLevel shape_level(const SiteTable& sites, std::size_t site) {
    const bool is_circle = std::isnan(sites.azimuth[site]) || sites.beamwidth[site] >= 360.0;
    return is_circle ? AccuracyLevel::circle : AccuracyLevel::sector;
}

std::optional<std::array<Point, 2>> extent(const SiteTable& sites, std::size_t site) {
    constexpr double shortest_meridian_radius_m = 6'335'439.0;  // at the equator, rounded down
    constexpr double semi_major_m = 6'378'137.0;
    constexpr double greatest_latitude = 80.0;
    constexpr double rounding = 1e-9;  // degrees: more than the vertices' rounding
    constexpr double degrees = 180.0 / std::numbers::pi;
    const Point at{sites.lon[site], sites.lat[site]};
    const double radius = sites.radius_m[site];
    const double north = radius / shortest_meridian_radius_m * degrees + rounding;
    const double furthest = std::abs(at.y) + north;
    if (!(furthest <= greatest_latitude)) return std::nullopt;
    // No circle of latitude that is reached is shorter than that of the furthest one on a sphere of the
    // equator's radius.
    const double east = radius / (semi_major_m * std::cos(furthest / degrees)) * degrees + rounding;
    return std::array<Point, 2>{Point{at.x - east, at.y - north}, Point{at.x + east, at.y + north}};
}

std::optional<RoundBounds> round_bounds(const SiteTable& sites, std::size_t site,
                                        const Directions& directions) {
    constexpr double widest_m = 20'000.0;
    constexpr double greatest_latitude = 70.0;
    constexpr double least_earth_radius_m = 6'335'439.0;  // of curvature
    constexpr double semi_major_m = 6'378'137.0;
    constexpr double eccentricity_squared = 0.006694380022903416;
    constexpr double degrees = 180.0 / std::numbers::pi;
    const Point at{sites.lon[site], sites.lat[site]};
    const double radius = sites.radius_m[site];
    if (shape_level(sites, site) != AccuracyLevel::circle || !(radius > 0.0 && radius <= widest_m) ||
        !(std::abs(at.y) <= greatest_latitude))
        return std::nullopt;
    const double s = std::sin(at.y / degrees);
    const double c = std::cos(at.y / degrees);
    const double w2 = 1.0 - eccentricity_squared * s * s;
    const double metres_y = semi_major_m * (1.0 - eccentricity_squared) / (w2 * std::sqrt(w2)) / degrees;
    const double metres_x = semi_major_m / std::sqrt(w2) * c / degrees;
    // Off the heart a degree of longitude is shorter or longer by tan(latitude) · distance / earth's radius;
    // all else is of higher order. Twice that is room enough.
    const double margin = 2.0 * radius / least_earth_radius_m * (1.0 + std::abs(s) / c);
    const double inner = radius * (std::cos(std::numbers::pi / directions.segments()) - margin);
    const double outer = radius * (1.0 + margin);
    return RoundBounds{at, {inner / metres_x, inner / metres_y}, {outer / metres_x, outer / metres_y}};
}

}  // namespace amaneku::footprint
