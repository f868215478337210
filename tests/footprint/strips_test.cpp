#include "footprint/strips.hpp"

#include "catch.hpp"
#include "geos/dissolve.hpp"
#include "overlay/overlay_case.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

using namespace amaneku;
using namespace amaneku::tests;

namespace {

PolygonSet ring(const std::vector<Point>& points) {
    PolygonSet out;
    out.points = points;
    out.close_ring();
    out.close_part();
    return out;
}

PolygonSet strips(const Grid& grid, const PolygonSet& area, double share) {
    PolygonSet out;
    for (std::size_t part = 0; part < area.part_count(); ++part)
        footprint::Strips{grid, share}.append(area, part, out);
    return out;
}

/// Covered fractions of cells under one provider.
std::vector<double> covered_fractions(const Grid& grid, const std::vector<Cell>& cells,
                                      const PolygonSet& footprint) {
    overlay::OverlayConfig config;
    config.services = {{1, Combine::union_area_first, 1}};
    overlay::TileBins bins{grid, cells, overlay::bin_options(config, 32)};
    for (std::size_t part = 0; part < footprint.part_count(); ++part) bins.add(footprint, part, 0);
    const Measures m = overlay::measure(bins, grid, cells, config);
    std::vector<double> out;
    for (std::size_t c = 0; c < cells.size(); ++c)
        out.push_back(m.fraction[c * m.layer_count + m.services[0].combined]);
    return out;
}

/// The part of a cell that bands cover.
double covered(const Grid& grid, std::int64_t row, double share) {
    const footprint::Strips strips{grid, share};
    Tick sum = 0;
    for (std::int64_t i = 0; i <= footprint::strips_per_cell; ++i) {
        const auto band = strips.band(row * footprint::strips_per_cell + i);
        const auto tick = [&](double y) {
            const double x = grid.position_of({grid.x_of(0), grid.y_of(row)}).x;
            return std::clamp(grid.ticks_of({x, y})->y, grid.y_of(row), grid.y_of(row + 1));
        };
        sum += tick(band.high) - tick(band.low);
    }
    return static_cast<double>(sum) / static_cast<double>(grid.cell_height());
}

double plane_area(const PolygonSet& polygons) {
    double sum = 0.0;
    for (std::size_t p = 0; p < polygons.part_count(); ++p) {
        double part = 0.0;
        for (std::size_t r = polygons.part_begin[p]; r < polygons.part_begin[p + 1]; ++r) {
            const auto points = polygons.ring(r);
            double twice = 0.0;
            for (std::size_t i = 0; i < points.size(); ++i) {
                const Point a = points[i];
                const Point b = points[i + 1 < points.size() ? i + 1 : 0];
                twice +=
                    (a.x - points[0].x) * (b.y - points[0].y) - (b.x - points[0].x) * (a.y - points[0].y);
            }
            part += (r == polygons.part_begin[p] ? 0.5 : -0.5) * std::abs(twice);
        }
        sum += part;
    }
    return sum;
}

}  // namespace

TEST_CASE("strips cover of every whole cell exactly the share") {
    const Grid grid = Grid::mesh(MeshLevel::half);
    for (const double share : {0.01, 0.25, 1.0 / 3.0, 0.5, 0.5000001, 0.77, 0.999}) {
        for (const std::int64_t row : {5760, 8280, 8281, 8347, 10900})  // 24°, 34.5° to 34.8°, 45.4°
            CHECK(std::abs(covered(grid, row, share) - share) < 1e-12);
    }
    const Grid raster = Grid::raster({-5000.0, 120000.0}, 250.0, 250.0, 40, 40, "EPSG:6674", false);
    CHECK(std::abs(covered(raster, 17, 0.3) - 0.3) < 1e-12);
}

TEST_CASE("cells inside an area have its share of them covered, whatever shape the area has") {
    const Grid grid = Grid::mesh(MeshLevel::half);
    const Cell corner = *grid.cell_of({135.8, 34.5});
    std::vector<Cell> cells;
    for (int row = 0; row < 3; ++row) {
        for (int column = 0; column < 3; ++column)
            cells.push_back({corner.row + row, corner.column + column});
    }
    const Point centre = grid.centre(cells[4]);
    std::vector<Point> star;  // concave, holds the middle cell as a whole
    for (int i = 0; i < 14; ++i) {
        const double angle = std::numbers::pi * i / 7.0;
        const double reach = i % 2 == 0 ? 0.012 : 0.0052;
        star.push_back({centre.x + reach * std::cos(angle), centre.y + reach * std::sin(angle)});
    }
    const double share = GENERATE(0.2, 0.5, 0.9);
    const PolygonSet area = ring(star);
    const PolygonSet some = strips(grid, area, share);
    const auto fraction = covered_fractions(grid, cells, some);
    CHECK(std::abs(fraction[4] - share) < 1e-12);
    // Of cells that the area cuts the share is about right.
    const auto whole = covered_fractions(grid, cells, area);
    for (std::size_t c = 0; c < cells.size(); ++c) CHECK(std::abs(fraction[c] - share * whole[c]) < 0.02);
}

TEST_CASE("of two shares in one place the greater holds the smaller") {
    const Grid grid = Grid::mesh(MeshLevel::half);
    const PolygonSet area = ring({{135.801, 34.501}, {135.832, 34.505}, {135.82, 34.53}});
    PolygonSet both = strips(grid, area, 0.3);
    const PolygonSet more = strips(grid, area, 0.7);
    both.append(more);
    CHECK(plane_area(geos::dissolve(both)) == Approx(plane_area(geos::dissolve(more))).epsilon(1e-9));
}

TEST_CASE("a cell's middle is covered where the share is above a half") {
    const Grid grid = Grid::mesh(MeshLevel::half);
    const Cell cell = *grid.cell_of({135.8, 34.5});
    const double middle = grid.centre(cell).y;
    const auto band = [&](double share) {
        return footprint::Strips{grid, share}.band(static_cast<std::int64_t>(cell.row) *
                                                       footprint::strips_per_cell +
                                                   footprint::strips_per_cell / 2);
    };
    CHECK(band(0.4).high < middle);
    CHECK(band(0.6).low < middle);
    CHECK(band(0.6).high > middle);
}

TEST_CASE("strips of random polygons with holes are what GEOS cuts out of them") {
    const Grid grid = Grid::mesh(MeshLevel::half);
    Dice dice{7};
    for (int round = 0; round < 20; ++round) {
        PolygonSet area;
        for (const double size : {1.0, 0.08}) {  // the second is a hole
            for (int i = 0; i < 24; ++i) {
                const double angle = std::numbers::pi * i / 12.0;
                const double r = size * dice.between(0.002, 0.02);
                area.points.push_back({135.8 + r * std::cos(angle), 34.5 + r * std::sin(angle)});
            }
            area.close_ring();
        }
        area.close_part();
        const double share = 0.15 + 0.04 * round;
        const PolygonSet some = strips(grid, area, share);
        // What is left out of it is in no strip, and both together are the whole: by GEOS, which makes them
        // valid first.
        PolygonSet both = some;
        both.append(area);
        CHECK(plane_area(geos::dissolve(both)) == Approx(plane_area(area)).epsilon(1e-9));
        double sum = 0.0;
        for (std::size_t p = 0; p < some.part_count(); ++p) {
            PolygonSet one;
            for (std::size_t r = some.part_begin[p]; r < some.part_begin[p + 1]; ++r) {
                const auto points = some.ring(r);
                one.points.insert(one.points.end(), points.begin(), points.end());
                one.close_ring();
            }
            one.close_part();
            sum += plane_area(geos::dissolve(one));
        }
        CHECK(sum == Approx(plane_area(geos::dissolve(some))).epsilon(1e-9));
        CHECK(sum == Approx(share * plane_area(area)).epsilon(0.05));
    }
}
