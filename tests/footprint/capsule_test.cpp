#include "footprint/capsule.hpp"

#include "catch.hpp"
#include "footprint/cable.hpp"
#include "footprint/local_metric.hpp"
#include "geos/dissolve.hpp"
#include "proj/geodesic.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

using namespace amaneku;

namespace {

PolygonSet buffer(const std::vector<Point>& line, double distance_m, int segments) {
    PolygonSet out;
    footprint::append_buffer(line, distance_m, footprint::Directions{segments}, out);
    return out;
}

double area_m2(const PolygonSet& polygons) {
    double sum = 0.0;
    for (std::size_t r = 0; r < polygons.ring_count(); ++r)
        sum += proj::geodesic_area_km2(polygons.ring(r)) * 1e6;
    return sum;
}

Point between(Point a, Point b, double t) {
    return {a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
}

/// The geodesic distance from a position to a piece that is straight in longitude and latitude.
double distance_m(Point from, Point a, Point b) {
    double low = 0.0;
    double high = 1.0;
    for (int i = 0; i < 200; ++i) {  // it has one minimum
        const double one = low + (high - low) / 3.0;
        const double two = high - (high - low) / 3.0;
        if (proj::geodesic_distance(from, between(a, b, one)) <
            proj::geodesic_distance(from, between(a, b, two))) {
            high = two;
        } else {
            low = one;
        }
    }
    return proj::geodesic_distance(from, between(a, b, low));
}

}  // namespace

TEST_CASE("lengths of short pieces are those of the geodesic") {
    const Point from{135.5, 34.7};
    for (const double azimuth : {0.0, 17.0, 90.0, 133.0, 181.0, 300.0}) {
        for (const auto& [metres, tolerance] : {std::pair{5'000.0, 1e-7}, std::pair{20'000.0, 2e-6}}) {
            const Point to = proj::geodesic_direct(from, azimuth, metres);
            CHECK(std::abs(footprint::short_distance_m(from, to) / metres - 1.0) < tolerance);
        }
    }
}

TEST_CASE("the area within a distance of a straight piece is a rectangle and two half polygons") {
    for (const int segments : {8, 64, 65}) {
        for (const double azimuth : {0.0, 33.0, 90.0, 200.0}) {
            const Point a{135.8, 34.5};
            const double length = 1'000.0;
            const double distance = 300.0;
            const PolygonSet capsule =
                buffer({a, proj::geodesic_direct(a, azimuth, length)}, distance, segments);
            const int half = (segments + 1) / 2;
            const double round = half * distance * distance * std::sin(std::numbers::pi / half);
            // The plane's formula: curvature makes 1e-8 of it, the series' metric of the ends 1e-6.
            CHECK(area_m2(capsule) == Approx(2.0 * distance * length + round).epsilon(3e-6));
            CHECK(capsule.part_count() == 1);
            CHECK(capsule.ring(0).size() == static_cast<std::size_t>(2 * half + 3));
        }
    }
}

TEST_CASE("the border of a cable's area is at its distance within 1e-5") {
    const auto [from, azimuth, length, distance] =
        GENERATE(table<Point, double, double, double>({{{135.8, 34.5}, 45.0, 800.0, 500.0},
                                                       {{141.3, 45.4}, 80.0, 19'000.0, 500.0},
                                                       {{124.0, 24.3}, 10.0, 19'000.0, 2'000.0},
                                                       {{135.8, 34.5}, 271.0, 5'000.0, 20'000.0}}));
    const Point to = proj::geodesic_direct(from, azimuth, length);
    const PolygonSet capsule = buffer({from, to}, distance, 64);
    const auto ring = capsule.ring(0);
    for (std::size_t i = 0; i + 1 < ring.size(); ++i)
        CHECK(std::abs(distance_m(ring[i], from, to) / distance - 1.0) < 1e-5);
    // The sides are the edges between the two round ends: the 33rd and the last.
    for (const std::size_t side : {std::size_t{32}, ring.size() - 2}) {
        for (const double t : {0.25, 0.5, 0.75})
            CHECK(std::abs(distance_m(between(ring[side], ring[side + 1], t), from, to) / distance - 1.0) <
                  1e-5);
    }
}

TEST_CASE("pieces of a line join without a gap, and what is given twice adds nothing") {
    const std::vector<Point> corner{{135.8, 34.5}, {135.81, 34.5}, {135.81, 34.5}, {135.81, 34.51}};
    const PolygonSet pieces = buffer(corner, 200.0, 64);
    CHECK(pieces.part_count() == 3);  // two pieces and the corner's outer side
    const PolygonSet whole = geos::dissolve(pieces);
    CHECK(whole.part_count() == 1);
    CHECK(whole.ring_count() == 1);
    const double a = footprint::short_distance_m(corner[0], corner[1]);
    const double b = footprint::short_distance_m(corner[2], corner[3]);
    // Two strips, half a circle at either end, outside the corner a quarter of one more, inside it a square
    // that both strips have.
    const double polygon = 32.0 * std::sin(2.0 * std::numbers::pi / 64.0);
    const double expected = 2.0 * 200.0 * (a + b) + 200.0 * 200.0 * (polygon * 1.25 - 1.0);
    CHECK(area_m2(whole) == Approx(expected).epsilon(1e-5));
    CHECK(buffer({corner[0], corner[0]}, 200.0, 64).ring(0).size() == 65);  // a circle
    CHECK(buffer({}, 200.0, 64).part_count() == 0);
}

TEST_CASE("a long piece is cut, and lies across its cuts as it would whole") {
    const PolygonSet pieces = buffer({{130.0, 40.0}, {130.5, 40.2}}, 500.0, 64);  // 48 km
    CHECK(pieces.part_count() == 3);
    CHECK(geos::dissolve(pieces).ring_count() == 1);
}

TEST_CASE("a line is simplified by no more than its tolerance") {
    std::vector<Point> wave;
    for (int i = 0; i <= 1000; ++i) wave.push_back({135.0 + i * 1e-5, 34.0 + 2e-5 * std::sin(i * 0.02)});
    const auto coarse = footprint::simplified(wave, 0.5);
    CHECK(coarse.size() < wave.size() / 5);
    CHECK(coarse.front() == wave.front());
    CHECK(coarse.back() == wave.back());
    for (const Point p : wave) {
        double nearest = 1e9;
        for (std::size_t i = 1; i < coarse.size(); ++i)
            nearest = std::min(nearest, distance_m(p, coarse[i - 1], coarse[i]));
        CHECK(nearest <= 0.5001);
    }
    CHECK(footprint::simplified({{1, 1}, {1, 1}}, 0.5).size() == 1);
}
