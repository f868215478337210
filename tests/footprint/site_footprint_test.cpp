#include "footprint/site_footprint.hpp"

#include "catch.hpp"
#include "footprint/geodesic_series.hpp"
#include "overlay/overlay_case.hpp"
#include <amaneku/error.hpp>

#include <geodesic.h>

#include <array>
#include <cmath>
#include <limits>

using namespace amaneku;
using namespace amaneku::tests;

namespace {

constexpr double micrometre = 1e-6;
constexpr double all_round = std::numeric_limits<double>::quiet_NaN();

SiteTable site_at(double lon, double lat, double radius_m, double azimuth = all_round,
                  double beamwidth = 65) {
    return {{"a"}, {lon}, {lat}, {radius_m}, {azimuth}, {beamwidth}};
}

std::vector<Point> shape(const SiteTable& sites, int segments) {
    PolygonSet out;
    footprint::append_footprint(sites, 0, footprint::Directions{segments}, out);
    REQUIRE(out.part_count() == 1);
    REQUIRE(out.ring_count() == 1);
    return out.points;
}

struct Ray {
    double distance_m;
    double azimuth;  ///< [0, 360)
};

/// PROJ's inverse geodesic on GRS80, which the library does not use to make footprints.
Ray ray(Point from, Point to) {
    geod_geodesic grs80{};
    geod_init(&grs80, 6378137.0, 1.0 / 298.257222101);
    Ray out{};
    double back = 0.0;
    geod_inverse(&grs80, from.y, from.x, to.y, to.x, &out.distance_m, &out.azimuth, &back);
    if (out.azimuth < 0.0) out.azimuth += 360.0;
    return out;
}

/// The angle between two azimuths, in degrees.
double turn(double a, double b) {
    return std::abs(std::remainder(a - b, 360.0));
}

/// Whether a point lies within 1 µm of where the circle has it: in distance and across.
bool on_circle(Point centre, Point vertex, double radius_m, double azimuth) {
    const Ray r = ray(centre, vertex);
    const double across = turn(r.azimuth, azimuth) * 0.017453292519943295 * radius_m;
    return std::abs(r.distance_m - radius_m) < micrometre && across < micrometre;
}

double signed_area(const std::vector<Point>& ring) {
    double sum = 0.0;
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
        // Relative to the first point: areas of small rings would drown in the rounding of products.
        const Point a{ring[i].x - ring[0].x, ring[i].y - ring[0].y};
        const Point b{ring[i + 1].x - ring[0].x, ring[i + 1].y - ring[0].y};
        sum += 0.5 * (a.x * b.y - b.x * a.y);
    }
    return sum;
}

double cross(Point o, Point a, Point b) {
    return (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x);
}

bool crosses_itself(const std::vector<Point>& ring) {
    const std::size_t edges = ring.size() - 1;
    for (std::size_t i = 0; i < edges; ++i) {
        for (std::size_t j = i + 2; j < edges; ++j) {
            if (i == 0 && j + 1 == edges) continue;  // neighbours at the closing point
            const Point a = ring[i], b = ring[i + 1], c = ring[j], d = ring[j + 1];
            if (cross(a, b, c) * cross(a, b, d) < 0.0 && cross(c, d, a) * cross(c, d, b) < 0.0) return true;
        }
    }
    return false;
}

std::string refusal(const SiteTable& sites) {
    PolygonSet out;
    try {
        footprint::append_footprint(sites, 0, footprint::Directions{64}, out);
    } catch (const Error& error) {
        CHECK(error.code() == Errc::input);
        CHECK(out.points.empty());
        return error.where() + ": " + error.what();
    }
    return {};
}

}  // namespace

TEST_CASE("a circle's vertices are on the geodesic circle, clockwise from north, within a micrometre") {
    const auto segments = GENERATE(8, 64, 90, 360);
    const auto radius = GENERATE(0.01, 1.0, 300.0, 1000.0, 20'000.0, 200'000.0);
    for (const Point centre : {Point{139.745433, 35.658581}, Point{123.0, 24.05}, Point{148.75, 45.55},
                               Point{0.0, 0.0}, Point{-70.0, -33.4}, Point{25.0, 71.0}}) {
        const auto ring = shape(site_at(centre.x, centre.y, radius), segments);
        REQUIRE(ring.size() == static_cast<std::size_t>(segments) + 1);
        REQUIRE(ring.front() == ring.back());
        for (int i = 0; i < segments; ++i)
            REQUIRE(on_circle(centre, ring[static_cast<std::size_t>(i)], radius, 360.0 * i / segments));
        CHECK(ring.front().y > centre.y);                                  // north first
        CHECK(ring[static_cast<std::size_t>(segments) / 4].x > centre.x);  // then east
        CHECK(signed_area(ring) < 0.0);
    }
}

TEST_CASE("seeded circles and sectors keep to the geodesic circle") {
    Dice dice{7};
    for (int i = 0; i < 3000; ++i) {
        const Point centre{dice.between(122, 154), dice.between(20, 46)};
        const double radius = std::pow(10.0, dice.between(0, 5));
        const double azimuth = dice.between(-360, 720);
        const double beamwidth = dice.between(0.1, 359.9);
        const auto segments = static_cast<int>(8 + dice.below(100));
        const auto ring = shape(site_at(centre.x, centre.y, radius, azimuth, beamwidth), segments);
        const auto steps = static_cast<std::size_t>(std::ceil(segments * beamwidth / 360.0));
        REQUIRE(ring.size() == steps + 3);
        REQUIRE(ring.front() == centre);
        REQUIRE(ring.back() == centre);
        for (std::size_t k = 0; k <= steps; ++k) {
            const double at =
                azimuth - beamwidth / 2 + beamwidth * static_cast<double>(k) / static_cast<double>(steps);
            REQUIRE(on_circle(centre, ring[k + 1], radius, at));
        }
        REQUIRE(signed_area(ring) < 0.0);
        REQUIRE_FALSE(crosses_itself(ring));
    }
}

TEST_CASE("a sector is the apex and ceil(segments * beamwidth / 360) + 1 points from edge to edge") {
    struct Case {
        double azimuth, beamwidth;
        int segments;
        std::size_t points;
    };
    const auto c = GENERATE(Case{0, 90, 64, 17}, Case{0, 65, 64, 13}, Case{90, 120, 36, 13},
                            Case{350, 60, 36, 7}, Case{10, 5, 64, 2}, Case{10, 0.001, 8, 2},
                            Case{180, 359.9, 64, 65}, Case{200, 180, 7, 5}, Case{45, 10.8, 100, 4});
    const Point centre{135.8, 34.7};
    const auto ring = shape(site_at(centre.x, centre.y, 1000, c.azimuth, c.beamwidth), c.segments);
    REQUIRE(ring.size() == c.points + 2);
    CHECK(ring.front() == centre);
    CHECK(ring.back() == centre);
    CHECK(on_circle(centre, ring[1], 1000, c.azimuth - c.beamwidth / 2));
    CHECK(on_circle(centre, ring[ring.size() - 2], 1000, c.azimuth + c.beamwidth / 2));
    CHECK_FALSE(crosses_itself(ring));
}

TEST_CASE("the number of points does not depend on the rounding of the beamwidth") {
    // All beamwidths in tenths of a degree: the exact count is of whole numbers.
    for (const int segments : {8, 12, 16, 36, 50, 60, 64, 72, 90, 100, 128, 180, 250, 360}) {
        for (int tenths = 1; tenths < 3600; ++tenths) {
            const auto ring = shape(site_at(135, 35, 1000, 0, tenths / 10.0), segments);
            const int exact = (segments * tenths + 3599) / 3600;
            if (ring.size() != static_cast<std::size_t>(exact) + 3) {
                CAPTURE(segments, tenths);
                REQUIRE(ring.size() == static_cast<std::size_t>(exact) + 3);
            }
        }
    }
}

TEST_CASE("azimuths count modulo 360") {
    const auto plain = shape(site_at(135, 35, 1000, 30, 65), 64);
    for (const double azimuth : {-330.0, 390.0}) {
        const auto other = shape(site_at(135, 35, 1000, azimuth, 65), 64);
        REQUIRE(other.size() == plain.size());
        for (std::size_t i = 0; i < plain.size(); ++i) CHECK(ray(plain[i], other[i]).distance_m < micrometre);
    }
}

TEST_CASE("a blank azimuth or a beamwidth of 360 and more is the circle") {
    const auto circle = shape(site_at(135, 35, 1000), 64);
    CHECK(shape(site_at(135, 35, 1000, all_round, 65), 64) == circle);
    CHECK(shape(site_at(135, 35, 1000, all_round, -1), 64) == circle);  // of no account there
    CHECK(shape(site_at(135, 35, 1000, all_round, all_round), 64) == circle);
    CHECK(shape(site_at(135, 35, 1000, 77, 360), 64) == circle);
    CHECK(shape(site_at(135, 35, 1000, 77, 400), 64) == circle);
    CHECK(shape(site_at(135, 35, 1000, 77, 359.999), 64).size() == circle.size() + 2);
}

TEST_CASE("footprints are appended as parts, each site by its own row") {
    const SiteTable sites{{"a", "b"}, {135, 136}, {35, 36}, {1000, 500}, {all_round, 90}, {0, 45}};
    PolygonSet out;
    footprint::append_footprint(sites, 1, footprint::Directions{64}, out);
    footprint::append_footprint(sites, 0, footprint::Directions{64}, out);
    REQUIRE(out.part_count() == 2);
    REQUIRE(out.ring_count() == 2);
    CHECK(out.ring(0).size() == 8 + 3);
    CHECK(out.ring(0).front() == Point{136, 36});
    CHECK(out.ring(1).size() == 65);
    CHECK(std::abs(ray({135, 35}, out.ring(1).front()).distance_m - 1000) < micrometre);
}

TEST_CASE("across the antimeridian longitudes go on, so that a shape stays in one piece") {
    for (const double lon : {179.999, -179.999, 180.0, -180.0, 180.001, 359.999, 360.0, -200.0}) {
        const Point centre{lon, 45.0};
        const auto circle = shape(site_at(lon, 45.0, 5000), 64);
        const auto sector = shape(site_at(lon, 45.0, 5000, 90, 120), 64);
        for (const auto& ring : {circle, sector}) {
            for (const Point& p : ring) {
                REQUIRE(std::abs(p.x - lon) < 0.07);
                REQUIRE(ray(centre, p).distance_m < 5000 + micrometre);
            }
            CHECK_FALSE(crosses_itself(ring));
        }
        for (std::size_t i = 0; i < 64; ++i)
            REQUIRE(on_circle(centre, circle[i], 5000, 360.0 * static_cast<double>(i) / 64));
    }
}

TEST_CASE("round bounds lie inside and around the circle, wherever it is") {
    Dice dice{41};
    for (int i = 0; i < 2000; ++i) {
        const double radius = std::pow(10.0, dice.between(1.0, 4.3));
        const SiteTable sites =
            site_at(dice.between(-179, 179), dice.between(-70, 70), std::min(radius, 20'000.0));
        const int segments = 8 + static_cast<int>(dice.below(120));
        const auto bounds = footprint::round_bounds(sites, 0, footprint::Directions{segments});
        INFO(sites.lat[0] << " " << sites.radius_m[0] << " m " << segments);
        REQUIRE(bounds);
        const auto ring = shape(sites, segments);
        // How far out a position is: 1 on the ellipse.
        const auto out = [&](Point p, Point axes) {
            return std::hypot((p.x - bounds->heart.x) / axes.x, (p.y - bounds->heart.y) / axes.y);
        };
        for (std::size_t k = 0; k < ring.size(); ++k) {
            const Point a = ring[k];
            const Point b = ring[(k + 1) % ring.size()];
            CHECK(out(a, bounds->outer) < 1.0);
            for (const double t : {0.25, 0.5, 0.75})
                CHECK(out({a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)}, bounds->inner) > 1.0);
        }
        CHECK(bounds->inner.y > 0.5 * bounds->outer.y);
    }
    const footprint::Directions directions{64};
    CHECK_FALSE(footprint::round_bounds(site_at(135, 35, 1000, 90, 65), 0, directions));
    CHECK_FALSE(footprint::round_bounds(site_at(135, 35, 50'000), 0, directions));
    CHECK_FALSE(footprint::round_bounds(site_at(20, 78, 1000), 0, directions));
}

TEST_CASE("near a pole a shape is wide in longitude but whole, as long as the pole is not inside") {
    for (const double sign : {1.0, -1.0}) {
        const Point centre{140.0, sign * 89.9};  // 11.2 km from the pole
        const auto ring = shape(site_at(centre.x, centre.y, 10'000), 64);
        for (std::size_t i = 0; i < 64; ++i)
            REQUIRE(on_circle(centre, ring[i], 10'000, 360.0 * static_cast<double>(i) / 64));
        CHECK_FALSE(crosses_itself(ring));
        CHECK(signed_area(ring) < 0.0);
        for (const Point& p : ring) CHECK(std::abs(p.x - centre.x) < 90.0);
    }
}

TEST_CASE("a shape that reaches a pole is refused: longitude and latitude cannot hold it") {
    CHECK(refusal(site_at(140, 89.9, 12'000)).find("reaches a pole") != std::string::npos);
    CHECK(refusal(site_at(140, -89.9, 12'000)).find("reaches a pole") != std::string::npos);
    CHECK(refusal(site_at(140, 90, 1)).find("reaches a pole") != std::string::npos);
    CHECK(refusal(site_at(140, 89.9, 12'000, 180, 65)).find("reaches a pole") != std::string::npos);
    CHECK(refusal(site_at(140, 89.9, 11'000)).empty());
}

TEST_CASE("what makes no shape is refused with its value and the rule") {
    CHECK(refusal(site_at(140, 35, 0)) == "site 'a': radius 0 m: must be above 0 and at most 200000");
    CHECK(refusal(site_at(140, 35, -5)) == "site 'a': radius -5 m: must be above 0 and at most 200000");
    CHECK(refusal(site_at(140, 35, 1e9)) ==
          "site 'a': radius 1000000000 m: must be above 0 and at most 200000");
    CHECK(refusal(site_at(140, 35, all_round)).find("radius nan m") != std::string::npos);
    CHECK(refusal(site_at(140, 35, 200'000)).empty());
    CHECK(refusal(site_at(140, 35, 1000, 10, 0)) == "site 'a': beamwidth 0: must be above 0");
    CHECK(refusal(site_at(140, 35, 1000, 10, -60)) == "site 'a': beamwidth -60: must be above 0");
    CHECK(refusal(site_at(140, 35, 1000, 10, all_round)) == "site 'a': beamwidth nan: must be above 0");
    const double infinite = std::numeric_limits<double>::infinity();
    CHECK(refusal(site_at(140, 35, 1000, infinite, 65)) ==
          "site 'a': azimuth inf: must be degrees from north");
    CHECK(refusal(site_at(140, 90.5, 1000)) == "site 'a': (140, 90.5) is no longitude and latitude");
    CHECK(refusal(site_at(infinite, 35, 1000)).find("is no longitude and latitude") != std::string::npos);
    CHECK(refusal(site_at(140, all_round, 1000)).find("is no longitude and latitude") != std::string::npos);
    CHECK_THROWS_AS(footprint::Directions{2}, Error);
    SiteTable nameless = site_at(140, 35, 0);
    nameless.id.clear();
    CHECK(refusal(nameless).find("site 1: ") == 0);
}

TEST_CASE("the series is the geodesic to 0.1 µm where it says it is good") {
    Dice dice{11};
    geod_geodesic grs80;
    geod_init(&grs80, 6378137.0, 1.0 / 298.257222101);
    for (int i = 0; i < 20'000; ++i) {
        const Point from{dice.between(-180, 180), dice.between(-65, 65)};
        const double distance = dice.between(0, 20'000);
        REQUIRE(footprint::GeodesicSeries::is_good_for(from, distance));
        const double azimuth = dice.between(0, 360) * 0.017453292519943295;
        const Point to =
            footprint::GeodesicSeries{from}.at(distance * std::cos(azimuth), distance * std::sin(azimuth));
        double lat = 0, lon = 0, apart = 0;
        geod_direct(&grs80, from.y, from.x, azimuth / 0.017453292519943295, distance, &lat, &lon, nullptr);
        geod_inverse(&grs80, to.y, to.x, lat, lon, &apart, nullptr, nullptr);
        REQUIRE(apart < 1e-7);
    }
    CHECK_FALSE(footprint::GeodesicSeries::is_good_for({0, 65.1}, 1000));
    CHECK_FALSE(footprint::GeodesicSeries::is_good_for({0, -35}, 20'001));
}

TEST_CASE("a site's extent holds its footprint and is not much larger") {
    Dice dice{13};
    for (int i = 0; i < 3000; ++i) {
        const double radius = std::pow(10.0, dice.between(-2, 5.3));
        const auto site = site_at(dice.between(-180, 180), dice.between(-75, 75), radius);
        const auto box = footprint::extent(site, 0);
        REQUIRE(box);
        double north = 0.0;
        double east = 0.0;
        for (const Point& p : shape(site, 90)) {
            REQUIRE((p.x >= (*box)[0].x && p.x <= (*box)[1].x && p.y >= (*box)[0].y && p.y <= (*box)[1].y));
            north = std::max(north, p.y - site.lat[0]);
            east = std::max(east, p.x - site.lon[0]);
        }
        CHECK((*box)[1].y - site.lat[0] < 1.02 * north + 1e-8);
        CHECK((*box)[1].x - site.lon[0] < 1.2 * east + 1e-8);
    }
    CHECK_FALSE(footprint::extent(site_at(0, 80.5, 10), 0));
    CHECK_FALSE(footprint::extent(site_at(0, -79.0, 150'000), 0));
}
