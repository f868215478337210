#include "footprint/sub_grid.hpp"

#include "catch.hpp"
#include <amaneku/error.hpp>

using namespace amaneku;
using footprint::SubGrid;

TEST_CASE("a mesh is cut into the fewest sub-cells with no side longer than asked for") {
    // 45" at 35 degrees are 1141 m, 30" 928 m on the equator's sphere.
    CHECK(SubGrid::of_mesh(50.0, 35.0).parts() == 23);
    CHECK(SubGrid::of_mesh(1200.0, 35.0).parts() == 1);
    CHECK(SubGrid::of_mesh(50.0, 20.0).parts() == 27);
    const Grid plane = Grid::raster({0.0, 1000.0}, 250.0, 250.0, 4, 4, "EPSG:6674", false);
    CHECK(SubGrid::within(plane, 50.0, 35.0).parts() == 5);
    CHECK(SubGrid::within(plane, 49.0, 35.0).parts() == 6);
}

TEST_CASE("sub-cells nest in the cells of their grid and have its edges to the bit") {
    const auto level = GENERATE(MeshLevel::third, MeshLevel::half, MeshLevel::eighth, MeshLevel::tenth);
    const Grid mesh = Grid::mesh(level);
    const SubGrid cells{mesh, 7};
    const auto at = mesh.cell_of({135.80, 34.68});
    REQUIRE(at);
    const auto corners = mesh.polygon(*at);
    CHECK(cells.x_edge(7 * std::int64_t{at->column}) == corners[0].x);
    CHECK(cells.y_edge(7 * std::int64_t{at->row}) == corners[0].y);
    CHECK(cells.x_edge(7 * std::int64_t{at->column} + 7) == corners[2].x);
    CHECK(cells.y_edge(7 * std::int64_t{at->row} + 7) == corners[2].y);
    for (std::int32_t i = 0; i < 7; ++i) CHECK(cells.parent({7 * at->row + i, 7 * at->column + i}) == *at);
}

TEST_CASE("a sub-cell's centre lies in it, before the grid's first cell too") {
    const Grid plane = Grid::raster({-500.0, 300.0}, 100.0, 50.0, 10, 10, "EPSG:6674", false);
    const SubGrid cells{plane, 3};
    for (std::int32_t i = -40; i < 40; ++i) {
        const Cell cell{i, 3 * i};
        CHECK(cells.cell_of(cells.centre(cell)) == cell);
        CHECK(cells.x_edge(i) < cells.x_edge(i + 1));
    }
    CHECK(cells.parent({-1, -4}) == Cell{-1, -2});
}

TEST_CASE("a size that cuts no cells is refused") {
    for (const double side : {0.0, -1.0, 0.1, std::numeric_limits<double>::quiet_NaN()})
        CHECK_THROWS_AS(SubGrid::of_mesh(side, 35.0), Error);
}

TEST_CASE("grids that differ in any edge have different keys") {
    const Grid a = Grid::raster({0.0, 1000.0}, 250.0, 250.0, 4, 4, "EPSG:6674", false);
    const Grid b = Grid::raster({0.0, 1000.0}, 250.0, 250.5, 4, 4, "EPSG:6674", false);
    CHECK(SubGrid{a, 2}.key() != SubGrid{b, 2}.key());
    CHECK(SubGrid{a, 2}.key() != SubGrid{a, 3}.key());
    CHECK(SubGrid{a, 2}.key() != SubGrid::of_mesh(50.0, 35.0).key());
}
