#include "footprint/cell_offsets.hpp"

#include "catch.hpp"
#include "proj/geodesic.hpp"
#include "proj/transform.hpp"
#include <amaneku/error.hpp>

#include <cmath>
#include <numbers>
#include <vector>

using namespace amaneku;
using footprint::CellOffsets;
using footprint::SubGrid;

namespace {

/// The greatest distance between where the offsets have a cell's centre and where the geodesic does, over a
/// lattice of the window's cells.
double worst_error_m(Point at, double reach_m, const SubGrid& cells, const footprint::GridPlane& plane) {
    const CellOffsets offsets{at, reach_m, cells, plane};
    const auto& w = offsets.window();
    std::vector<float> north(static_cast<std::size_t>(w.columns));
    std::vector<float> east(north.size());
    double worst = 0.0;
    for (std::int32_t r = 0; r < w.rows; r += std::max(1, w.rows / 23)) {
        offsets.row(r, 0, north, east);
        for (std::int32_t c = 0; c < w.columns; c += std::max(1, w.columns / 23)) {
            const Point p = cells.centre({w.first.row + r, w.first.column + c});
            const proj::GeodesicWay ray = proj::geodesic_inverse(at, plane.to_degrees ? plane.to_degrees(p) : p);
            const double azimuth = ray.azimuth * std::numbers::pi / 180.0;
            worst = std::max(
                worst, std::hypot(ray.distance_m * std::cos(azimuth) - north[static_cast<std::size_t>(c)],
                                  ray.distance_m * std::sin(azimuth) - east[static_cast<std::size_t>(c)]));
        }
    }
    return worst;
}

}  // namespace

TEST_CASE("cells lie where the geodesic has them") {
    // Single precision alone: half a unit in the last place of 5, 20 and 100 km, in both directions.
    struct Case {
        double reach_m;
        double side_m;
        double tolerance_m;
    };
    const auto c =
        GENERATE(Case{5'000.0, 50.0, 0.0005}, Case{20'000.0, 200.0, 0.0025}, Case{100'000.0, 1000.0, 0.15});
    for (const Point at : {Point{135.8, 34.7}, Point{123.0, 24.1}, Point{145.6, 45.5}})
        CHECK(worst_error_m(at, c.reach_m, SubGrid::of_mesh(c.side_m, 35.0), {}) < c.tolerance_m);
}

TEST_CASE("cells of a projected grid lie where the geodesic has them") {
    const proj::Transform from{"EPSG:6668", "EPSG:3100"};
    const proj::Transform to{"EPSG:3100", "EPSG:6668"};
    const footprint::GridPlane plane{[&](Point p) { return from(p); }, [&](Point p) { return to(p); }};
    const Grid grid = Grid::raster({600'000.0, 3'900'000.0}, 500.0, 500.0, 100, 100, "EPSG:3100", false);
    CHECK(worst_error_m({136.5, 34.8}, 5'000.0, SubGrid{grid, 10}, plane) < 0.0005);
}

TEST_CASE("the window holds every cell within reach and little more") {
    const SubGrid cells = SubGrid::of_mesh(50.0, 35.0);
    const Point at{135.8, 34.7};
    const double reach = 2'000.0;
    const CellOffsets offsets{at, reach, cells, {}};
    const auto& w = offsets.window();
    for (int azimuth = 0; azimuth < 360; ++azimuth) {
        const Cell cell = cells.cell_of(proj::geodesic_direct(at, azimuth, reach));
        CHECK(cell.row > w.first.row);
        CHECK(cell.column > w.first.column);
        CHECK(cell.row < w.first.row + w.rows - 1);
        CHECK(cell.column < w.first.column + w.columns - 1);
    }
    CHECK(w.rows * offsets.shorter_side_m() < 2.0 * reach * 1.03 + 6.0 * 50.0);
    CHECK(offsets.shorter_side_m() == Approx(40.2).margin(0.2));  // 30" / 23 of a meridian
}

TEST_CASE("cells around a site near a pole or the antimeridian are refused") {
    const SubGrid cells = SubGrid::of_mesh(1000.0, 35.0);
    CHECK_THROWS_AS(CellOffsets({179.99, 35.0}, 5'000.0, cells, {}), Error);
    CHECK_THROWS_AS(CellOffsets({139.0, 85.0}, 5'000.0, cells, {}), Error);
    CHECK_THROWS_AS(CellOffsets({139.0, std::nan("")}, 5'000.0, cells, {}), Error);
}
