#include "footprint/cell_outline.hpp"

#include "catch.hpp"
#include "geos/whole_polygons.hpp"
#include "overlay/overlay_case.hpp"

#include <cmath>
#include <string>
#include <vector>

using namespace amaneku;
using footprint::SubGrid;

namespace {

/// Unit cells; row 0 at y 0.
SubGrid unit_cells() {
    return {Grid::raster({0.0, 512.0}, 1.0, 1.0, 512, 512, "EPSG:6674", false), 1};
}

/// `#` is set; the last line is row 0.
std::vector<std::uint8_t> mask_of(const std::vector<std::string>& lines) {
    std::vector<std::uint8_t> out;
    for (auto line = lines.rbegin(); line != lines.rend(); ++line)
        for (const char c : *line) out.push_back(c == '#' ? 1 : 0);
    return out;
}

PolygonSet outline_of(const SubGrid& cells, std::int32_t columns, const std::vector<std::uint8_t>& mask,
                      Cell first = {0, 0}) {
    PolygonSet out;
    footprint::append_outline(cells, first, columns, mask, out);
    return out;
}

double signed_area(std::span<const Point> ring) {
    double sum = 0.0;
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
        sum += (ring[i].x - ring[0].x) * (ring[i + 1].y - ring[0].y) -
               (ring[i + 1].x - ring[0].x) * (ring[i].y - ring[0].y);
    }
    return 0.5 * sum;
}

double area_of(const PolygonSet& polygons) {
    double sum = 0.0;
    for (std::size_t r = 0; r < polygons.ring_count(); ++r) sum += signed_area(polygons.ring(r));
    return sum;
}

/// Whether a point is inside by the rule of PolygonSet, of rings that do not cross themselves.
bool is_inside(const PolygonSet& polygons, Point p) {
    int crossings = 0;
    for (std::size_t r = 0; r < polygons.ring_count(); ++r) {
        const auto ring = polygons.ring(r);
        for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
            const Point a = ring[i], b = ring[i + 1];
            if ((a.y > p.y) != (b.y > p.y) && p.x < a.x) ++crossings;
        }
    }
    return crossings % 2 == 1;
}

}  // namespace

TEST_CASE("one cell is a square, counter-clockwise from its lower left corner") {
    const auto out = outline_of(unit_cells(), 1, {1}, {3, 5});
    REQUIRE(out.part_count() == 1);
    CHECK(out.points == std::vector<Point>{{5, 3}, {6, 3}, {6, 4}, {5, 4}, {5, 3}});
}

TEST_CASE("vertices on straight runs are left out") {
    const auto out = outline_of(unit_cells(), 4, mask_of({"####", "####"}));
    CHECK(out.points == std::vector<Point>{{0, 0}, {4, 0}, {4, 2}, {0, 2}, {0, 0}});
}

TEST_CASE("a hole is a ring of the part around it, an island in it a part of its own") {
    const auto out = outline_of(unit_cells(), 5, mask_of({"#####", "#...#", "#.#.#", "#...#", "#####"}));
    REQUIRE(out.part_count() == 2);
    CHECK(out.part_begin == std::vector<std::size_t>{0, 2, 3});
    CHECK(signed_area(out.ring(0)) == 25.0);
    CHECK(signed_area(out.ring(1)) == -9.0);
    CHECK(signed_area(out.ring(2)) == 1.0);
}

TEST_CASE("cells that share a corner only are parts of their own") {
    const auto out = outline_of(unit_cells(), 2, mask_of({"#.", ".#"}));
    CHECK(out.part_count() == 2);
    CHECK(geos::is_valid(out));
}

TEST_CASE("holes that share a corner only are rings of their own") {
    const auto out = outline_of(unit_cells(), 4, mask_of({"####", "#.##", "##.#", "####"}));
    REQUIRE(out.part_count() == 1);
    CHECK(out.ring_count() == 3);
    CHECK(geos::is_valid(out));
}

TEST_CASE("a shell that touches itself in a corner encloses a hole") {
    const auto out = outline_of(unit_cells(), 3, mask_of({".##", "#.#", "###"}));
    REQUIRE(out.part_count() == 1);
    REQUIRE(out.ring_count() == 2);
    CHECK(area_of(out) == 7.0);
    CHECK(geos::is_valid(out));
}

TEST_CASE("outlines of random cells are valid polygons with the cells' area that hold the cells alone") {
    tests::Dice dice{20261121};
    const SubGrid cells = unit_cells();
    for (int run = 0; run < 300; ++run) {
        const auto columns = static_cast<std::int32_t>(1 + dice.below(14));
        const auto rows = static_cast<std::int32_t>(1 + dice.below(14));
        const double share = dice.unit();
        std::vector<std::uint8_t> mask(static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns));
        double count = 0.0;
        for (auto& m : mask) {
            m = dice.unit() < share ? 1 : 0;
            count += m;
        }
        const auto out = outline_of(cells, columns, mask);
        REQUIRE(area_of(out) == count);
        REQUIRE(geos::is_valid(out));
        for (std::int32_t r = 0; r < rows; ++r) {
            for (std::int32_t c = 0; c < columns; ++c) {
                const bool is_set = mask[static_cast<std::size_t>(r) * static_cast<std::size_t>(columns) +
                                         static_cast<std::size_t>(c)] != 0;
                REQUIRE(is_inside(out, {c + 0.5, r + 0.5}) == is_set);
            }
        }
        for (std::size_t p = 0; p < out.part_count(); ++p) {
            for (std::size_t r = out.part_begin[p]; r < out.part_begin[p + 1]; ++r)
                REQUIRE((signed_area(out.ring(r)) > 0.0) == (r == out.part_begin[p]));
        }
    }
}

TEST_CASE("the area of a mesh's cells comes out to 1e-12, with the cells' own edges") {
    const SubGrid cells = SubGrid::of_mesh(50.0, 35.0);
    const Cell first = cells.cell_of({135.8, 34.7});
    tests::Dice dice{7};
    std::vector<std::uint8_t> mask(64 * 64);
    long double sum = 0.0L;
    for (std::size_t i = 0; i < mask.size(); ++i) {
        mask[i] = dice.below(3) != 0 ? 1 : 0;
        if (mask[i] == 0) continue;
        const auto r = first.row + static_cast<std::int64_t>(i / 64);
        const auto c = first.column + static_cast<std::int64_t>(i % 64);
        sum += (static_cast<long double>(cells.x_edge(c + 1)) - cells.x_edge(c)) *
               (static_cast<long double>(cells.y_edge(r + 1)) - cells.y_edge(r));
    }
    const auto out = outline_of(cells, 64, mask, first);
    long double area = 0.0L;  // of coordinates near 100 the shoelace formula itself loses four digits
    for (std::size_t r = 0; r < out.ring_count(); ++r) {
        const auto ring = out.ring(r);
        for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
            area += static_cast<long double>(ring[i].x - ring[0].x) * (ring[i + 1].y - ring[0].y) -
                    static_cast<long double>(ring[i + 1].x - ring[0].x) * (ring[i].y - ring[0].y);
        }
    }
    CHECK(static_cast<double>(std::abs(0.5L * area / sum - 1.0L)) < 1e-12);
}

TEST_CASE("the served area is that of the cells at or above the threshold, across tiles") {
    const SubGrid cells = unit_cells();
    footprint::SignalGrid signal{cells, -110.0};
    footprint::SignalPatch patch{{{250, 250}, 12, 12}, std::vector<float>(144, -120.0F)};
    for (std::size_t i = 0; i < 144; ++i) {
        if (i % 3 == 0) patch.dbm[i] = -110.0F;  // the threshold itself counts
        if (i % 3 == 1) patch.dbm[i] = footprint::no_signal_dbm;
    }
    signal.add(0, patch);
    REQUIRE(signal.tiles().size() == 4);  // and as many blocks
    const auto out = footprint::served_area(signal, -110.0);
    CHECK(area_of(out) == 48.0);
    CHECK(geos::is_valid(out));
    for (std::int32_t r = 0; r < 12; ++r) {
        for (std::int32_t c = 0; c < 12; ++c)
            CHECK(is_inside(out, {250.5 + c, 250.5 + r}) == ((r * 12 + c) % 3 == 0));
    }
    CHECK(area_of(footprint::served_area(signal, -130.0)) == 96.0);
    CHECK(footprint::served_area(signal, -100.0).part_count() == 0);
}

TEST_CASE("tiles of one block leave no border in the served area, on negative rows too") {
    const Cell first = GENERATE(Cell{30, 100}, Cell{-200, -250});
    footprint::SignalGrid signal{unit_cells(), -110.0};
    signal.add(0, {{first, 70, 140}, std::vector<float>(70 * 140, -90.0F)});
    REQUIRE(signal.tiles().size() == 6);
    const auto out = footprint::served_area(signal, -110.0);
    const double west = first.column;
    const double south = first.row;
    CHECK(out.points == std::vector<Point>{{west, south},
                                           {west + 140.0, south},
                                           {west + 140.0, south + 70.0},
                                           {west, south + 70.0},
                                           {west, south}});
}
