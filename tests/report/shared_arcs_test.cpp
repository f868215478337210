#include "report/shared_arcs.hpp"

#include "catch.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <vector>

using namespace amaneku;
using namespace amaneku::report;

namespace {

void add(PolygonSet& to, const std::vector<std::vector<Point>>& rings) {
    for (const auto& ring : rings) {
        to.points.insert(to.points.end(), ring.begin(), ring.end());
        to.close_ring();
    }
    to.close_part();
}

std::vector<Point> square(double x, double y, double size) {
    return {{x, y}, {x + size, y}, {x + size, y + size}, {x, y + size}, {x, y}};
}

/// The points of a ring, as a reader of TopoJSON puts them together.
std::vector<GridPoint> ring_of(const SharedArcs& found, std::uint32_t ring) {
    std::vector<GridPoint> out;
    for (const std::int32_t a : found.rings[ring]) {
        auto arc = found.arcs[static_cast<std::size_t>(a < 0 ? ~a : a)];
        if (a < 0) std::reverse(arc.begin(), arc.end());
        if (!out.empty()) {
            REQUIRE(out.back() == arc.front());
            out.pop_back();
        }
        out.insert(out.end(), arc.begin(), arc.end());
    }
    REQUIRE(out.size() >= 4);
    REQUIRE(out.front() == out.back());
    return out;
}

double area_of(const SharedArcs& found, std::uint32_t ring) {
    const auto points = ring_of(found, ring);
    double sum = 0.0;
    for (std::size_t i = 0; i + 1 < points.size(); ++i)
        sum += static_cast<double>(points[i].x) * points[i + 1].y -
               static_cast<double>(points[i + 1].x) * points[i].y;
    return std::abs(sum) / 2 * found.scale * found.scale;
}

/// A wavy border from (1, 0) to (1, 1), `steps` points.
std::vector<Point> wave(int steps) {
    std::vector<Point> out;
    for (int i = 0; i <= steps; ++i) {
        const double t = static_cast<double>(i) / steps;
        out.push_back({1.0 + 0.05 * std::sin(40.0 * t) * t * (1.0 - t), t});
    }
    return out;
}

/// Two areas left and right of the wave.
PolygonSet neighbours(int steps) {
    PolygonSet out;
    std::vector<Point> left{{0, 0}};
    const auto border = wave(steps);
    left.insert(left.end(), border.begin(), border.end());
    left.push_back({0, 1});
    std::vector<Point> right{{2, 1}};
    right.insert(right.end(), border.rbegin(), border.rend());
    right.push_back({2, 0});
    add(out, {left});
    add(out, {right});
    return out;
}

}  // namespace

TEST_CASE("a border of two areas is one arc that both walk, each its way") {
    const SharedArcs found = shared_arcs(neighbours(1000), {0, 1}, 100'000);
    std::map<std::int32_t, int> uses;
    for (const auto& ring : found.rings) {
        for (const std::int32_t a : ring) ++uses[a < 0 ? ~a : a];
    }
    int shared = 0;
    for (const auto& [arc, count] : uses) shared += count == 2 ? 1 : 0;
    CHECK(shared == 1);
    CHECK(area_of(found, found.parts[0][0]) + area_of(found, found.parts[1][0]) == Approx(2.0).epsilon(1e-6));
}

TEST_CASE("neighbours fit however coarse they become") {
    for (const std::size_t most : {100'000U, 200U, 40U, 16U}) {
        CAPTURE(most);
        const SharedArcs found = shared_arcs(neighbours(4000), {0, 1}, most);
        std::size_t points = 0;
        for (const auto& arc : found.arcs) points += arc.size();
        CHECK(points <= std::max<std::size_t>(most, 16));
        // What one loses the other gains: nothing between them, nothing twice.
        CHECK(area_of(found, found.parts[0][0]) + area_of(found, found.parts[1][0]) ==
              Approx(2.0).epsilon(1e-4));
    }
}

TEST_CASE("an enclave is the arc of the hole around it") {
    PolygonSet polygons;
    auto hole = square(0.4, 0.4, 0.2);
    std::vector<Point> other_way{hole[2], hole[1], hole[0], hole[3], hole[2]};
    add(polygons, {square(0, 0, 1), hole});
    add(polygons, {other_way});
    const SharedArcs found = shared_arcs(polygons, {0, 1}, 1000);
    CHECK(found.arcs.size() == 2);
    CHECK(found.parts[0].size() == 2);
    CHECK(area_of(found, found.parts[1][0]) == Approx(0.04).epsilon(1e-4));
    CHECK(area_of(found, found.parts[0][1]) == Approx(0.04).epsilon(1e-4));
}

TEST_CASE("specks go, but never the largest part of an area") {
    PolygonSet polygons;
    add(polygons, {square(0, 0, 1)});
    add(polygons, {square(0.5, 1.5, 1e-7)});  // beside it, of the same area
    add(polygons, {square(1.5, 1.5, 3e-5)});  // all that another area has
    const SharedArcs found = shared_arcs(polygons, {0, 0, 1}, 1000);
    CHECK(found.parts[0].size() == 1);
    CHECK(found.parts[1].empty());
    REQUIRE(found.parts[2].size() == 1);
    CHECK(area_of(found, found.parts[2][0]) > 0.0);
}

TEST_CASE("shapes without a point are no shapes") {
    CHECK(shared_arcs({}, {}, 100).arcs.empty());
    PolygonSet line;
    add(line, {{{0, 0}, {1, 1}, {0, 0}}});
    const SharedArcs found = shared_arcs(line, {0}, 100);
    CHECK(found.parts[0].empty());
}
