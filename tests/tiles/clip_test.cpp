#include "tiles/clip.hpp"

#include "catch.hpp"
#include "tiles/mvt_reader.hpp"
#include "tiles/world_shapes.hpp"

#include <ogr_geometry.h>

#include <cmath>
#include <memory>
#include <numbers>
#include <random>

using namespace amaneku;
using namespace amaneku::tiles;

namespace {

/// A layer of one polygon whose rings are given in units of a zoom.
WorldShapes in_units(const std::vector<std::vector<MvtPoint>>& rings, int z) {
    WorldShapes out;
    for (std::size_t r = 0; r < rings.size(); ++r) {
        std::vector<MvtPoint> ring = rings[r];
        if ((twice_area(ring) < 0) == (r == 0)) std::reverse(ring.begin(), ring.end());
        for (const MvtPoint& p : ring)
            out.shapes.points.push_back({p.x / units_across(z), p.y / units_across(z)});
        out.shapes.close_ring();
    }
    out.shapes.close_part();
    out.part_begin.push_back(1);
    out.significance.assign(out.shapes.points.size(), 1.0F);
    return out;
}

std::vector<std::vector<MvtPoint>> clipped(const ShapeLevel& level, const TileAddress& tile) {
    Commands commands;
    clip_polygon(level, 0, tile, commands);
    return decoded({commands.words().begin(), commands.words().end()});
}

std::unique_ptr<OGRPolygon> polygon_of(const std::vector<std::vector<MvtPoint>>& rings, double dx,
                                       double dy) {
    auto polygon = std::make_unique<OGRPolygon>();
    for (const auto& ring : rings) {
        OGRLinearRing line;
        for (const MvtPoint& p : ring) line.addPoint(p.x - dx, p.y - dy);
        line.closeRings();
        polygon->addRing(&line);
    }
    return polygon;
}

/// Shells with the holes behind them: valid each, right way round.
double checked_area(const std::vector<std::vector<MvtPoint>>& rings) {
    double area = 0.0;
    std::vector<std::vector<MvtPoint>> one;
    const auto check = [&] {
        if (!one.empty()) REQUIRE(polygon_of(one, 0, 0)->IsValid());
    };
    for (const auto& ring : rings) {
        REQUIRE(ring.size() >= 3);
        REQUIRE(twice_area(ring) != 0);
        for (const MvtPoint& p : ring) {
            REQUIRE((p.x >= -buffer && p.x <= extent + buffer));
            REQUIRE((p.y >= -buffer && p.y <= extent + buffer));
        }
        if (twice_area(ring) > 0) {
            check();
            one.clear();
        }
        one.push_back(ring);
        area += static_cast<double>(twice_area(ring)) / 2.0;
    }
    check();
    if (!rings.empty()) REQUIRE(twice_area(rings.front()) > 0);
    return area;
}

OGRPolygon box() {
    OGRPolygon out;
    OGRLinearRing ring;
    constexpr double a = -buffer - 0.5;
    constexpr double b = extent + buffer + 0.5;
    for (const auto& [x, y] : {std::pair{a, a}, {b, a}, {b, b}, {a, b}, {a, a}}) ring.addPoint(x, y);
    out.addRing(&ring);
    return out;
}

/// A jagged star around a centre, which goes in and out of tiles.
std::vector<MvtPoint> star(std::mt19937& random, int x, int y, double radius, int points) {
    std::uniform_real_distribution<double> part{0.15, 1.0};
    std::vector<MvtPoint> out;
    for (int i = 0; i < points; ++i) {
        const double angle = 2.0 * std::numbers::pi * i / points;
        const double r = radius * part(random);
        out.push_back({x + static_cast<int>(std::lround(r * std::cos(angle))),
                       y + static_cast<int>(std::lround(r * std::sin(angle)))});
    }
    return out;
}

}  // namespace

TEST_CASE("polygons with holes are cut as GEOS cuts them, into valid rings that are the right way round") {
    std::mt19937 random{20260331};
    std::uniform_int_distribution<int> place{3000, 13000};
    std::uniform_int_distribution<int> corners{5, 120};
    constexpr int z = 2;  // 16384 units across
    std::size_t cut = 0;
    for (int round = 0; round < 60; ++round) {
        const int x = place(random);
        const int y = place(random);
        std::vector<std::vector<MvtPoint>> rings{star(random, x, y, 3000.0, corners(random))};
        // Everything within 0.15 of the radius is inside.
        if (round % 2 == 0) rings.push_back(star(random, x, y, 440.0, 30));
        const WorldShapes shapes = in_units(rings, z);
        const ShapeLevel level = shape_level(shapes, z, 0.0);
        REQUIRE(level.part_count() == 1);
        for (std::uint32_t tx = 0; tx < 4; ++tx) {
            for (std::uint32_t ty = 0; ty < 4; ++ty) {
                const TileAddress tile{z, tx, ty};
                const auto out = clipped(level, tile);
                const double area = checked_area(out);
                const auto whole = polygon_of(rings, tx * 4096.0, ty * 4096.0);
                REQUIRE(whole->IsValid());
                const OGRPolygon frame = box();
                const std::unique_ptr<OGRGeometry> expected{whole->Intersection(&frame)};
                const auto* surface = dynamic_cast<OGRSurface*>(expected.get());
                const auto* surfaces = dynamic_cast<OGRGeometryCollection*>(expected.get());
                const double right = surface != nullptr    ? surface->get_Area()
                                     : surfaces != nullptr ? surfaces->get_Area()
                                                           : 0.0;
                // The tile's own edge is half a unit within the box, along four sides of 4224.
                REQUIRE(std::abs(area - right) <= 4 * 4225.0 * 0.5);
                if (out.size() > 1) ++cut;
            }
        }
    }
    CHECK(cut > 50);  // so that tiles with several rings were among them
}

TEST_CASE("a tile within a polygon is a square, one within its hole is empty, one around it has it whole") {
    const std::vector<std::vector<MvtPoint>> rings{
        {{100, 100}, {65000, 100}, {65000, 65000}, {100, 65000}},
        {{20000, 20000}, {40000, 20000}, {40000, 40000}, {20000, 40000}}};
    const ShapeLevel level = shape_level(in_units(rings, 4), 4, 0.0);
    CHECK(clipped(level, {4, 2, 2}) ==
          std::vector<std::vector<MvtPoint>>{{{-64, -64}, {4160, -64}, {4160, 4160}, {-64, 4160}}});
    CHECK(clipped(level, {4, 6, 6}).empty());
    const ShapeLevel small = shape_level(in_units(rings, 4), 0, 0.0);
    const auto whole = clipped(small, {0, 0, 0});
    REQUIRE(whole.size() == 2);
    CHECK(checked_area(whole) == Approx(4056.0 * 4056.0 - 1250.0 * 1250.0).epsilon(0.001));
}

TEST_CASE("a ring that crosses itself comes out as valid rings") {
    const ShapeLevel bow_tie =
        shape_level(in_units({{{1000, 1000}, {3000, 3100}, {3000, 1000}, {1000, 3000}}}, 1), 1, 0.0);
    const auto out = clipped(bow_tie, {1, 0, 0});
    // Two triangles that meet near (1975.6, 2024.4), their bases 2000 and 2100 high.
    CHECK(checked_area(out) == Approx(0.5 * 2000.0 * 975.6 + 0.5 * 2100.0 * 1024.4).epsilon(0.001));
    CHECK(out.size() == 2);
    // One that crosses itself on the edge of the tile must not flood it.
    const ShapeLevel edge = shape_level(
        in_units({{{3000, 2000}, {4300, 2001}, {3000, 2002}, {4300, 1998}, {4301, 2003}}}, 1), 1, 0.0);
    CHECK(checked_area(clipped(edge, {1, 0, 0})) < 10000.0);
}

TEST_CASE("both neighbours of a border find the same place where it leaves a tile") {
    const std::vector<MvtPoint> border{{1000, 1000}, {5000, 2717}, {1000, 3001}, {4999, 4700}};
    std::vector<MvtPoint> west = border;
    west.push_back({500, 4700});
    west.push_back({500, 1000});
    std::vector<MvtPoint> east{border.rbegin(), border.rend()};
    east.push_back({6000, 1000});
    east.push_back({6000, 4700});
    const auto a = clipped(shape_level(in_units({west}, 1), 1, 0.0), {1, 0, 0});
    const auto b = clipped(shape_level(in_units({east}, 1), 1, 0.0), {1, 0, 0});
    double area = 0.0;
    std::size_t shared = 0;
    for (const auto& ring : a) {
        for (const MvtPoint& p : ring) {
            for (const auto& other : b) shared += std::count(other.begin(), other.end(), p);
        }
    }
    area = checked_area(a) + checked_area(b);
    CHECK(area == 3660.0 * 3160.0);  // x 500 to 4160, y 1000 to 4160: nothing lost, nothing twice
    CHECK(shared >= 5);
}
