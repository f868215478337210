#include "zonal/nearest_zone.hpp"

#include "catch.hpp"
#include "proj/geodesic.hpp"
#include "zonal/zonal_case.hpp"

using namespace amaneku;
using namespace amaneku::tests;

namespace {

bool any(std::uint32_t) {
    return true;
}

std::optional<zonal::NearestZone> nearest(const ZoneTable& zones, Cell cell, double reach_m,
                                          const Grid& grid = metre_grid()) {
    return zonal::NearestZoneFinder{grid, zones}.find(cell, reach_m, any);
}

constexpr Cell middle{10, 10};  // x and y 5000 … 5500

}  // namespace

TEST_CASE("the distance is from the cell's edge to the polygon's edge, not between centres or corners") {
    ZoneTable zones;
    SECTION("beside: an edge whose ends are far away") {
        add_zone(zones, "10", {box(5800, -90'000, 5900, 90'000)});
        const auto found = nearest(zones, middle, 1000);
        REQUIRE(found);
        CHECK(found->distance_m == Approx(300.0).epsilon(1e-12));
    }
    SECTION("across a corner") {
        add_zone(zones, "10", {box(5800, 5900, 9000, 9000)});
        CHECK(nearest(zones, middle, 1000)->distance_m == Approx(500.0).epsilon(1e-12));
    }
    SECTION("a slanting edge against the cell's corner") {
        add_zone(zones, "10", {{{5500, 6500}, {6500, 5500}, {9000, 9000}}});
        CHECK(nearest(zones, middle, 1000)->distance_m == Approx(1000.0 * std::sqrt(0.5)).epsilon(1e-12));
    }
    SECTION("a point towards the cell's edge") {
        add_zone(zones, "10", {{{5250, 5600}, {5200, 7000}, {5300, 7000}}});
        CHECK(nearest(zones, middle, 1000)->distance_m == Approx(100.0).epsilon(1e-12));
    }
    SECTION("the edge of a hole, for a cell on an island in it") {
        zones.zones.push_back({"10", "", "", "", "", "", true});
        zones.polygons = part_of({box(0, 0, 10'000, 10'000), box(4900, 4700, 6000, 6000)});
        zones.part_zone = {0};
        CHECK(nearest(zones, middle, 1000)->distance_m == Approx(100.0).epsilon(1e-12));
    }
}

TEST_CASE("a polygon that passes through the cell is at distance 0") {
    ZoneTable zones;
    add_zone(zones, "10", {box(5600, 5000, 5700, 5500)});
    SECTION("a strip without a corner inside") {
        add_zone(zones, "11", {box(5200, 0, 5300, 10'000)});
    }
    SECTION("a slanting needle") {
        add_zone(zones, "11", {{{4000, 3950}, {7000, 7000}, {4000, 4000}}});
    }
    const auto found = nearest(zones, middle, 1000);
    REQUIRE(found);
    CHECK(found->zone == 1);
    CHECK(found->distance_m == 0.0);
}

TEST_CASE("reach is a limit that still counts") {
    ZoneTable zones;
    add_zone(zones, "10", {box(6000, 5000, 6500, 5500)});
    CHECK(nearest(zones, middle, 500));
    CHECK_FALSE(nearest(zones, middle, 499.9));
    CHECK_FALSE(
        zonal::NearestZoneFinder{metre_grid(), zones}.find(middle, 500, [](std::uint32_t) { return false; }));
}

TEST_CASE("equal distances go to the smallest code, whatever the order of the parts") {
    const std::vector<std::vector<Point>> around{box(5800, 5000, 5900, 5500), box(4600, 5000, 4700, 5500),
                                                 box(5000, 5800, 5500, 5900), box(5000, 4600, 5500, 4700),
                                                 box(5680, 5740, 5900, 5900)};
    std::vector<std::size_t> order{0, 1, 2, 3, 4};
    do {
        ZoneTable zones;
        for (std::size_t z = 0; z < around.size(); ++z) add_zone(zones, std::to_string(10 + z), {});
        for (const std::size_t z : order) {
            zones.polygons.append(part_of({around[z]}));
            zones.part_zone.push_back(static_cast<std::uint32_t>(z));
        }
        const auto found = nearest(zones, middle, 1000);
        REQUIRE(found);
        REQUIRE(found->zone == 0);
        REQUIRE(found->distance_m == Approx(300.0).epsilon(1e-12));
    } while (std::next_permutation(order.begin(), order.end()));
}

TEST_CASE("distances that are equal but for the rounding of degrees are equal") {
    const Grid grid = Grid::mesh(MeshLevel::half);
    Dice dice{12};
    for (int i = 0; i < 300; ++i) {
        const Cell cell{static_cast<std::int32_t>(3000 + dice.below(3000)),
                        static_cast<std::int32_t>(2000 + dice.below(3000))};
        const auto c = grid.polygon(cell);
        const double gap = dice.between(0.0005, 0.01);
        const std::vector<Point> west = box(c[0].x - gap - 0.01, c[0].y, c[0].x - gap, c[2].y);
        const std::vector<Point> east = box(c[2].x + gap, c[0].y, c[2].x + gap + 0.01, c[2].y);
        for (const bool west_first : {true, false}) {
            ZoneTable zones;
            add_zone(zones, "10", {west_first ? west : east});
            add_zone(zones, "11", {west_first ? east : west});
            const auto found = nearest(zones, cell, 2000, grid);
            REQUIRE(found);
            REQUIRE(found->zone == 0);
        }
    }
}

TEST_CASE("of many parts the nearest is found, as by looking at every one") {
    Dice dice{13};
    for (int i = 0; i < 200; ++i) {
        ZoneTable zones;
        double best = 1e18;
        std::uint32_t zone = 0;
        for (std::uint32_t z = 0; z < 12; ++z) {
            const double x = dice.between(0, 9000);
            const double y = dice.between(0, 9000);
            const auto b = box(x, y, x + dice.between(10, 900), y + dice.between(10, 900));
            add_zone(zones, std::to_string(10 + z), {b});
            const double dx = std::max({0.0, b[0].x - 5500, 5000 - b[2].x});
            const double dy = std::max({0.0, b[0].y - 5500, 5000 - b[2].y});
            if (const double d = std::hypot(dx, dy); d < best) {
                best = d;
                zone = z;
            }
        }
        const auto found = nearest(zones, middle, 2000);
        REQUIRE(found.has_value() == (best <= 2000));
        if (!found || best == 0.0) continue;
        REQUIRE(found->zone == zone);
        REQUIRE(found->distance_m == Approx(best).epsilon(1e-9));  // sums of metres in doubles
    }
}

TEST_CASE("distances in degrees agree with geodesics") {
    const Grid grid = Grid::mesh(MeshLevel::half);
    for (const char* code : {"392725001", "533935992", "644142771"}) {
        const auto cell = grid.cell_from_code(code);
        if (!cell) continue;
        const auto c = grid.polygon(*cell);
        const Point corner = c[2];
        for (const auto& [dx, dy] : {std::pair{0.01, 0.0}, {0.0, 0.01}, {0.008, 0.006}}) {
            ZoneTable zones;
            add_zone(zones, "10", {box(corner.x + dx, corner.y + dy, corner.x + 0.1, corner.y + 0.1)});
            const auto found = nearest(zones, *cell, 5000, grid);
            REQUIRE(found);
            const double geodesic = proj::geodesic_distance(corner, {corner.x + dx, corner.y + dy});
            CHECK(found->distance_m == Approx(geodesic).epsilon(2e-4));  // the tangent plane's own error
        }
    }
}
