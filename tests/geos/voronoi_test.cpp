#include "geos/voronoi.hpp"

#include "catch.hpp"
#include "overlay/overlay_case.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

using namespace amaneku;
using namespace amaneku::tests;

namespace {

PolygonSet rectangle(double x0, double y0, double x1, double y1) {
    return part_of({{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}}});
}

double area(const PolygonSet& polygons) {
    double sum = 0.0;
    for (std::size_t p = 0; p < polygons.part_count(); ++p) {
        for (std::size_t r = polygons.part_begin[p]; r < polygons.part_begin[p + 1]; ++r) {
            const auto points = polygons.ring(r);
            double twice = 0.0;
            for (std::size_t i = 0; i < points.size(); ++i) {
                const Point a = points[i];
                const Point b = points[i + 1 < points.size() ? i + 1 : 0];
                twice +=
                    (a.x - points[0].x) * (b.y - points[0].y) - (b.x - points[0].x) * (a.y - points[0].y);
            }
            sum += (r == polygons.part_begin[p] ? 0.5 : -0.5) * std::abs(twice);
        }
    }
    return sum;
}

double total(const std::vector<PolygonSet>& cells) {
    double sum = 0.0;
    for (const PolygonSet& cell : cells) sum += area(cell);
    return sum;
}

}  // namespace

TEST_CASE("cells of a 2 x 2 grid of points are its quarters") {
    const std::vector<Point> points{{0.5, 0.5}, {1.5, 0.5}, {0.5, 1.5}, {1.5, 1.5}};
    const auto cells = geos::voronoi_cells(points, rectangle(0, 0, 2, 2), 1.0);
    REQUIRE(cells.size() == 4);
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(area(cells[i]) == Approx(1.0).epsilon(1e-12));
        for (const Point& p : cells[i].points) {
            CHECK(std::abs(p.x - points[i].x) <= 0.5 + 1e-12);
            CHECK(std::abs(p.y - points[i].y) <= 0.5 + 1e-12);
        }
    }
}

TEST_CASE("cells are clipped to the area, which may be in pieces and have a hole") {
    PolygonSet islands =
        part_of({{{0, 0}, {2, 0}, {2, 2}, {0, 2}}, {{0.9, 0.9}, {1.1, 0.9}, {1.1, 1.1}, {0.9, 1.1}}});
    islands.append(rectangle(3, 0, 4, 1));
    const auto cells = geos::voronoi_cells(std::vector<Point>{{0.5, 1}, {1.5, 1}, {9, 9}}, islands, 1.0);
    CHECK(area(cells[0]) == Approx(2.0 - 0.02).epsilon(1e-12));
    CHECK(total(cells) == Approx(4.0 - 0.04 + 1.0).epsilon(1e-12));
    CHECK(cells[1].part_count() == 2);
    CHECK(cells[2].part_count() == 0);  // outside, and nearest to nothing
}

TEST_CASE("nearness is that of metres: a degree of longitude is shorter") {
    // At 60° half as long: the border between (0, 0) and (4, 1) is where 0.25 x² + y² is the same.
    const auto cells =
        geos::voronoi_cells(std::vector<Point>{{0, 60}, {4, 61}}, rectangle(0, 60, 4, 61), 0.5);
    // (x/2, y): from (0,0) and (2,1): 2·(x/2)·2 + 2y = 5, x = 2.5 - y.
    CHECK(area(cells[0]) == Approx(2.0).epsilon(1e-12));
}

TEST_CASE("one point has all, and cells that are not wanted stay empty") {
    CHECK(area(geos::voronoi_cells(std::vector<Point>{{7, 7}}, rectangle(0, 0, 2, 1), 1.0)[0]) ==
          Approx(2.0));
    const std::vector<std::uint8_t> wanted{0, 1};
    const auto cells =
        geos::voronoi_cells(std::vector<Point>{{0.5, 0.5}, {1.5, 0.5}}, rectangle(0, 0, 2, 1), 1.0, wanted);
    CHECK(cells[0].part_count() == 0);
    CHECK(area(cells[1]) == Approx(1.0));
}

TEST_CASE(
    "cells of random points fill the area, hold what is nearest to them, and do not hang on the order") {
    Dice dice{11};
    const PolygonSet land = part_of({{{135, 34}, {136, 34.1}, {135.4, 34.4}, {135.9, 35}, {135.1, 34.9}}});
    for (const std::size_t n : {2, 3, 17, 400}) {
        std::vector<Point> points;
        for (std::size_t i = 0; i < n; ++i)
            points.push_back({dice.between(134.9, 136.1), dice.between(33.9, 35.1)});
        if (n == 17) {
            for (std::size_t i = 0; i < n; ++i) points[i].y = 34.5;  // in a row
        }
        const double scale = 0.82;
        const auto cells = geos::voronoi_cells(points, land, scale);
        CHECK(total(cells) == Approx(area(land)).epsilon(1e-11));
        for (std::size_t i = 0; i < n; ++i) {
            for (const Point& p : cells[i].points) {
                const auto distance = [&](Point q) { return std::hypot((p.x - q.x) * scale, p.y - q.y); };
                const auto nearest = std::min_element(points.begin(), points.end(), [&](Point a, Point b) {
                    return distance(a) < distance(b);
                });
                CHECK(distance(points[i]) <= distance(*nearest) + 1e-9);
            }
        }
        std::vector<Point> turned(points.rbegin(), points.rend());
        const auto again = geos::voronoi_cells(turned, land, scale);
        for (std::size_t i = 0; i < n; ++i) CHECK(again[n - 1 - i].points == cells[i].points);
    }
}
