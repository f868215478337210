#include "planning/area_index.hpp"

#include "catch.hpp"
#include "proj/geodesic.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

using namespace amaneku;
using planning::AreaIndex;
using planning::InsideSpan;

namespace {

using Rings = std::vector<std::vector<Point>>;

planning::TargetPolygons area(std::uint32_t target, const Rings& rings) {
    planning::TargetPolygons out{target, {}};
    for (const auto& ring : rings) {
        out.polygons.points.insert(out.polygons.points.end(), ring.begin(), ring.end());
        out.polygons.close_ring();
    }
    out.polygons.close_part();
    return out;
}

std::vector<Point> square(double x, double y, double size) {
    return {{x, y}, {x + size, y}, {x + size, y + size}, {x, y + size}};
}

/// A star with `corners` corners, whose radius goes up and down, so that it is neither convex nor simple to
/// band.
std::vector<Point> star(Point at, double size, int corners, std::mt19937& random) {
    std::uniform_real_distribution<double> part{0.3, 1.0};
    std::vector<Point> out;
    for (int i = 0; i < corners; ++i) {
        const double a = 2.0 * std::numbers::pi * i / corners;
        const double r = size * part(random);
        out.push_back({at.x + r * std::cos(a), at.y + r * std::sin(a)});
    }
    return out;
}

/// Even-odd, which a star's ring agrees with.
bool holds(const std::vector<Point>& ring, Point p) {
    bool in = false;
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
        if ((ring[i].y > p.y) != (ring[j].y > p.y) &&
            p.x < (ring[j].x - ring[i].x) * (p.y - ring[i].y) / (ring[j].y - ring[i].y) + ring[i].x)
            in = !in;
    }
    return in;
}

}  // namespace

TEST_CASE("a position on an edge or a corner is inside, one in a hole is not") {
    const AreaIndex index{{area(0, {square(135.0, 34.0, 1.0), square(135.25, 34.25, 0.5)})}};
    const auto in = [&](double x, double y) { return !index.targets_at({x, y}).empty(); };
    CHECK(in(135.0, 34.0));
    CHECK(in(136.0, 35.0));
    CHECK(in(135.5, 34.0));
    CHECK(in(136.0, 34.7));
    CHECK(in(135.1, 34.1));
    CHECK(in(135.25, 34.5));  // the hole's edge
    CHECK_FALSE(in(135.5, 34.5));
    CHECK_FALSE(in(134.9999999, 34.5));
    CHECK_FALSE(in(135.5, 35.0000001));
}

TEST_CASE("a ring that crosses itself holds what it winds around, whichever way") {
    // A bow-tie and a square that winds twice.
    const AreaIndex bow{{area(3, {{{135.0, 34.0}, {136.0, 35.0}, {136.0, 34.0}, {135.0, 35.0}}})}};
    CHECK(bow.targets_at({135.1, 34.5}) == std::vector<std::uint32_t>{3});
    CHECK(bow.targets_at({135.9, 34.5}) == std::vector<std::uint32_t>{3});
    CHECK(bow.targets_at({135.5, 34.1}).empty());
    auto twice = square(135.0, 34.0, 1.0);
    twice.insert(twice.end(), twice.begin(), twice.begin() + 4);
    const AreaIndex index{{area(0, {twice})}};
    CHECK(index.targets_at({135.5, 34.5}).size() == 1);
}

TEST_CASE("targets come ascending, each once") {
    const AreaIndex index{{area(5, {square(135.0, 34.0, 1.0)}), area(2, {square(135.2, 34.2, 1.0)}),
                           area(5, {square(135.1, 34.1, 1.0)})}};
    CHECK(index.targets_at({135.5, 34.5}) == std::vector<std::uint32_t>{2, 5});
    CHECK(AreaIndex{{}}.targets_at({135.5, 34.5}).empty());
}

TEST_CASE("many edges in bands give what all edges give") {
    std::mt19937 random{7};
    std::vector<planning::TargetPolygons> areas;
    std::vector<std::vector<Point>> rings;
    std::uniform_real_distribution<double> x{135.0, 136.0};
    for (std::uint32_t i = 0; i < 40; ++i) {
        rings.push_back(star({x(random), x(random) - 101.0}, 0.2, i % 2 == 0 ? 64 : 700, random));
        areas.push_back(area(i, {rings.back()}));
    }
    const AreaIndex index{std::move(areas)};
    for (int i = 0; i < 3000; ++i) {
        const Point at{x(random), x(random) - 101.0};
        std::vector<std::uint32_t> expected;
        for (std::uint32_t r = 0; r < rings.size(); ++r) {
            if (holds(rings[r], at)) expected.push_back(r);
        }
        REQUIRE(index.targets_at(at) == expected);
    }
}

TEST_CASE("the distance is the geodesic's to the nearest edge of a wanted target") {
    const AreaIndex index{{area(0, {square(135.0, 34.0, 0.01)}), area(1, {square(136.0, 34.0, 0.01)})}};
    const std::vector<std::uint8_t> both{1, 1};
    const std::vector<std::uint8_t> second{0, 1};
    const Point from{135.02, 34.005};
    CHECK(*index.distance_m(from, both) ==
          Approx(proj::geodesic_distance(from, {135.01, 34.005})).margin(1e-3));
    CHECK(*index.distance_m(from, second) ==
          Approx(proj::geodesic_distance(from, {136.0, 34.01})).margin(1.0));  // the geodesic bends north
    CHECK_FALSE(index.distance_m(from, std::vector<std::uint8_t>{0, 0}));
    CHECK(*index.distance_m({135.005, 34.012}, both) == Approx(221.86).margin(0.05));
    CHECK(*index.distance_m({135.005, 34.005}, both) > 400.0);  // from inside, to the edge

    std::mt19937 random{11};
    std::uniform_real_distribution<double> x{135.0, 135.3};
    std::vector<planning::TargetPolygons> areas;
    std::vector<Point> corners;
    for (std::uint32_t i = 0; i < 30; ++i) {
        const auto ring = star({x(random), x(random) - 101.0}, 0.02, 40, random);
        for (std::size_t e = 0; e < ring.size(); ++e) {
            const Point& a = ring[e];
            const Point& b = ring[(e + 1) % ring.size()];
            for (int k = 0; k < 50; ++k)
                corners.push_back({a.x + (b.x - a.x) * k / 50.0, a.y + (b.y - a.y) * k / 50.0});
        }
        areas.push_back(area(0, {ring}));
    }
    const AreaIndex many{std::move(areas)};
    for (int i = 0; i < 30; ++i) {
        const Point at{x(random), x(random) - 101.0};
        double nearest = 1e9;
        for (const Point& c : corners) nearest = std::min(nearest, proj::geodesic_distance(at, c));
        const double found = *many.distance_m(at, std::vector<std::uint8_t>{1});
        CHECK(found <= nearest + 1e-3);
        CHECK(found >= nearest - 40.0);  // the corners tried stand up to 80 m apart
    }
}

TEST_CASE("a way's spans inside are where it crosses edges") {
    const AreaIndex index{{area(0, {square(135.25, 34.0, 0.25)}), area(1, {square(135.375, 34.0, 0.2)}),
                           area(0, {square(135.5, 34.0, 0.125)})}};
    const auto spans = index.along({135.0, 34.1}, {136.0, 34.1});
    REQUIRE(spans.size() == 2);
    CHECK(spans[0].target == 0);
    CHECK(spans[0].begin == Approx(0.25).margin(1e-12));
    CHECK(spans[0].end == Approx(0.625).margin(1e-12));  // the two areas touch: one span
    CHECK(spans[1].target == 1);
    CHECK(spans[1].begin == Approx(0.375).margin(1e-12));
    CHECK(index.along({135.0, 34.1}, {135.0, 34.1}).empty());
    // Along an edge, which is inside.
    const auto edge = index.along({135.25, 34.0}, {135.375, 34.0});
    REQUIRE(edge.size() == 1);
    CHECK(edge[0].begin == 0.0);
    CHECK(edge[0].end == 1.0);
}

TEST_CASE("a way's spans agree with positions along it") {
    std::mt19937 random{23};
    std::uniform_real_distribution<double> x{135.0, 135.4};
    std::vector<planning::TargetPolygons> areas;
    for (std::uint32_t i = 0; i < 20; ++i)
        areas.push_back(
            area(i % 3, {star({x(random), x(random) - 101.0}, 0.1, i % 2 == 0 ? 30 : 300, random)}));
    const AreaIndex index{std::move(areas)};
    for (int i = 0; i < 200; ++i) {
        const Point a{x(random), x(random) - 101.0};
        const Point b{x(random), x(random) - 101.0};
        const auto spans = index.along(a, b);
        for (int k = 0; k < 50; ++k) {
            const double t = (k + 0.5) / 50.0;
            std::vector<std::uint32_t> expected;
            for (const InsideSpan& s : spans) {
                if (t >= s.begin && t <= s.end) expected.push_back(s.target);
            }
            CHECK(index.targets_at({a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)}) == expected);
        }
    }
}
