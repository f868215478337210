#include "tiles/mercator.hpp"

#include "catch.hpp"
#include "tiles/tile_id.hpp"

#include <algorithm>
#include <vector>

using namespace amaneku;
using namespace amaneku::tiles;

TEST_CASE("a place is in the tile that every web map has it in") {
    const Point tower = world_of({139.7454329, 35.6585805});
    CHECK(tile_of(tower, 0) == TileAddress{0, 0, 0});
    CHECK(tile_of(tower, 10) == TileAddress{10, 909, 403});
    CHECK(tile_of(tower, 16) == TileAddress{16, 58207, 25811});
    const Point back = degrees_of(tower);
    CHECK(back.x == Approx(139.7454329).margin(1e-12));
    CHECK(back.y == Approx(35.6585805).margin(1e-12));
}

TEST_CASE("what lies beyond the antimeridian or the last parallel is on the edge of the world") {
    for (const Point p : {Point{200.0, 89.0}, Point{180.0, 90.0}}) {
        CHECK(world_of(p) == Point{1.0, 0.0});
        CHECK(tile_of(world_of(p), 5) == TileAddress{5, 31, 0});
    }
    CHECK(world_of({-180.0, -90.0}).y == Approx(1.0).margin(1e-12));
    CHECK(tile_of(world_of({-400.0, -90.0}), 3) == TileAddress{3, 0, 7});
}

TEST_CASE("tile numbers are those of PMTiles: zoom by zoom, along the Hilbert curve") {
    // From the specification.
    CHECK(tile_id({0, 0, 0}) == 0);
    CHECK(tile_id({1, 0, 0}) == 1);
    CHECK(tile_id({1, 0, 1}) == 2);
    CHECK(tile_id({1, 1, 1}) == 3);
    CHECK(tile_id({1, 1, 0}) == 4);
    CHECK(tile_id({2, 0, 0}) == 5);
    CHECK(tile_id({12, 3423, 1763}) == 19078479);
    // Every number once, and neighbours in number are neighbours on the map.
    std::vector<std::pair<std::uint64_t, TileAddress>> all;
    for (std::uint32_t x = 0; x < 32; ++x) {
        for (std::uint32_t y = 0; y < 32; ++y) all.emplace_back(tile_id({5, x, y}), TileAddress{5, x, y});
    }
    std::sort(all.begin(), all.end());
    for (std::size_t i = 0; i < all.size(); ++i) {
        REQUIRE(all[i].first == 341 + i);
        if (i == 0) continue;
        const auto dx = static_cast<int>(all[i].second.x) - static_cast<int>(all[i - 1].second.x);
        const auto dy = static_cast<int>(all[i].second.y) - static_cast<int>(all[i - 1].second.y);
        REQUIRE(dx * dx + dy * dy == 1);
    }
}

TEST_CASE("cells begin where they are some pixels wide, areas at low zooms, points in between") {
    const auto zooms = [](MeshLevel level) {
        const Grid grid = Grid::mesh(level);
        return LayerZooms::of(grid, *grid.cell_of({139.7, 35.7}));
    };
    CHECK(zooms(MeshLevel::third).mesh == 8);
    CHECK(zooms(MeshLevel::half).mesh == 9);
    CHECK(zooms(MeshLevel::quarter).mesh == 10);
    CHECK(zooms(MeshLevel::eighth).mesh == 11);
    CHECK(zooms(MeshLevel::tenth).mesh == 12);
    CHECK(zooms(MeshLevel::first).last == 12);
    CHECK(zooms(MeshLevel::tenth).last == 15);
    const Grid grid = Grid::mesh(MeshLevel::half);
    for (const Point p : {Point{127.7, 26.2}, Point{141.9, 45.4}}) {  // Naha, Wakkanai
        CHECK(LayerZooms::of(grid, *grid.cell_of(p)).mesh == 9);
    }
    const Grid metre = Grid::raster({0.0, 0.0}, 1.0, 1.0, 10, 10, "EPSG:6674", false);
    CHECK(LayerZooms::of(metre, {0, 0}).last == 16);
    CHECK(zooms(MeshLevel::half).first("prefecture", true) == 0);
    CHECK(zooms(MeshLevel::half).first("municipality", true) == 5);
    CHECK(zooms(MeshLevel::half).first("municipality", false) == 0);
    CHECK(zooms(MeshLevel::half).first("mesh", true) == 9);
    CHECK(zooms(MeshLevel::half).first("site", true) == 9);
}
