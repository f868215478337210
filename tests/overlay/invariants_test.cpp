#include "catch.hpp"
#include "overlay/overlay_case.hpp"

#include <cmath>
#include <limits>

using namespace amaneku;
using namespace amaneku::tests;

namespace {

constexpr double rounding = 1e-12;  // of a sum of a few fractions

overlay::OverlayConfig providers(std::uint32_t count, Combine combine = Combine::union_area_first,
                                 int k = 1) {
    overlay::OverlayConfig config;
    config.services = {{count, combine, k}};
    config.threads = 1;
    return config;
}

std::vector<Point> star(Dice& dice, Point centre, double radius, std::size_t corners) {
    std::vector<Point> ring;
    for (std::size_t i = 0; i < corners; ++i) {
        const double angle = 6.283185307179586 * static_cast<double>(i) / static_cast<double>(corners);
        const double r = radius * dice.between(0.4, 1.0);
        ring.push_back({centre.x + r * std::cos(angle), centre.y + r * std::sin(angle)});
    }
    return ring;
}

double shoelace(const std::vector<Point>& ring) {
    double sum = 0.0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Point& a = ring[i];
        const Point& b = ring[(i + 1) % ring.size()];
        sum += 0.5 * (a.x * b.y - b.x * a.y);
    }
    return sum;
}

}  // namespace

TEST_CASE("the fractions of a simple polygon add up to its area") {
    Dice dice{5};
    const Grid grid = unit_grid();
    const auto cells = block(12);
    for (int i = 0; i < 300; ++i) {
        const auto ring =
            star(dice, {dice.between(4, 8), dice.between(4, 8)}, dice.between(0.1, 4.0), 3 + dice.below(40));
        const Measures m =
            measured(grid, cells, {{0, part_of({ring})}}, providers(1), std::vector{1, 5, 32}[dice.below(3)]);
        double sum = 0.0;
        for (std::size_t c = 0; c < cells.size(); ++c) sum += m.fraction[c * 2];
        CHECK(std::abs(sum - shoelace(ring)) < 144 * rounding);  // one rounding a cell
    }
}

TEST_CASE("the union is never below its largest part, and two providers obey inclusion and exclusion") {
    Dice dice{6};
    const Grid grid = unit_grid();
    const auto cells = block(6);
    for (int i = 0; i < 300; ++i) {
        const auto parts = troublesome_parts(dice, 2, -1.0, 7.0);
        const Measures either = measured(grid, cells, parts, providers(2));
        const Measures both = measured(grid, cells, parts, providers(2, Combine::k_of_n, 2));
        for (std::size_t c = 0; c < cells.size(); ++c) {
            const double a = either.fraction[c * 3 + 1];
            const double b = either.fraction[c * 3 + 2];
            CHECK(either.fraction[c * 3] >= std::max(a, b) - rounding);
            CHECK(both.fraction[c * 3] <= std::min(a, b) + rounding);
            CHECK(std::abs(a + b - either.fraction[c * 3] - both.fraction[c * 3]) < rounding);
        }
    }
}

TEST_CASE("pieces of zones that do not overlap add up to the land, and their covered parts to the land's") {
    Dice dice{8};
    const Grid grid = unit_grid();
    constexpr std::int32_t n = 8;
    const auto cells = block(n);
    for (int i = 0; i < 60; ++i) {
        // Three zones side by side, from west to east, that share crooked borders; the sea is beyond the
        // last.
        std::vector<std::vector<Point>> borders{{{-1, -1}, {-1, n + 1}}};
        for (int z = 0; z < 3; ++z) {
            std::vector<Point> border;
            for (int y = -1; y <= n + 1; ++y)
                border.push_back({z * 2.5 + dice.between(0.5, 2.5), static_cast<double>(y)});
            borders.push_back(border);
        }
        std::vector<TargetPart> parts;
        for (std::uint32_t z = 0; z < 3; ++z) {
            auto ring = borders[z];
            ring.insert(ring.end(), borders[z + 1].rbegin(), borders[z + 1].rend());
            parts.push_back({z, part_of({ring})});
        }
        for (auto& p : troublesome_parts(dice, 2, -0.5, n + 0.5))
            parts.push_back({p.target + 3, std::move(p.polygon)});
        overlay::OverlayConfig config = providers(2);
        config.zone_count = 3;
        config.land_fraction = true;
        const Measures m = measured(grid, cells, parts, config, 3);
        for (std::size_t c = 0; c < cells.size(); ++c) {
            double land = 0.0;
            double covered = 0.0;
            for (std::uint64_t p = m.piece_begin[c]; p < m.piece_begin[c + 1]; ++p) {
                land += m.piece_area[p];
                covered += m.piece_area[p] * m.piece_fraction[p * 3];
            }
            CHECK(std::abs(land - m.land[c]) < rounding);
            CHECK(std::abs(covered - m.land[c] * m.land_fraction[c * 3]) < 2 * rounding);
            CHECK(covered <= m.fraction[c * 3] + rounding);
        }
    }
}

TEST_CASE("a shift by whole cells gives the same bits on a raster") {
    Dice dice{9};
    const Grid grid = unit_grid();
    for (int i = 0; i < 100; ++i) {
        auto parts = troublesome_parts(dice, 4, -0.5, 5.5);
        for (TargetPart& p : parts) {
            for (Point& q : p.polygon.points)
                q = {std::round(q.x * 0x1p30) * 0x1p-30, std::round(q.y * 0x1p30) * 0x1p-30};
        }
        overlay::OverlayConfig config = providers(3);
        config.zone_count = 1;
        const Measures here = measured(grid, block(5), parts, config, 4);
        const auto columns = static_cast<std::int32_t>(dice.below(150)) - 80;
        const auto rows = static_cast<std::int32_t>(dice.below(150)) - 80;
        for (TargetPart& p : parts) {
            for (Point& q : p.polygon.points) q = {q.x + columns, q.y + rows};
        }
        const Measures there = measured(grid, block(5, 100 + rows, 100 + columns), parts, config, 4);
        CHECK(here.fraction == there.fraction);
        CHECK(here.centre == there.centre);
        CHECK(here.land == there.land);
        CHECK(here.piece_area == there.piece_area);
        CHECK(here.piece_fraction == there.piece_fraction);
    }
}

TEST_CASE("splitting, repeating or turning a polygon does not change its fractions") {
    Dice dice{10};
    const Grid grid = unit_grid();
    const auto cells = block(6);
    for (int i = 0; i < 200; ++i) {
        const Point centre{dice.between(1, 5), dice.between(1, 5)};
        const auto ring = star(dice, centre, 3.0, 6 + dice.below(12));
        const std::size_t cut = 2 + dice.below(ring.size() - 3);
        // Both halves of a star go through its centre.
        std::vector<Point> first(ring.begin(), ring.begin() + static_cast<std::ptrdiff_t>(cut) + 1);
        std::vector<Point> second(ring.begin() + static_cast<std::ptrdiff_t>(cut), ring.end());
        second.push_back(ring.front());
        first.push_back(centre);
        second.push_back(centre);
        const std::vector<Point> turned(ring.rbegin(), ring.rend());
        const TargetPart one{0, part_of({ring})};
        const Measures whole = measured(grid, cells, {one}, providers(1));
        const Measures halves =
            measured(grid, cells, {{0, part_of({first})}, {0, part_of({second})}}, providers(1));
        const Measures twice = measured(grid, cells, {one, one}, providers(1));
        const Measures back = measured(grid, cells, {{0, part_of({turned})}}, providers(1));
        // The rest of a box that the polygon is cut out of.
        const Measures rest = measured(
            grid, cells, {{0, part_of({{{-9, -9}, {15, -9}, {15, 15}, {-9, 15}}, ring})}}, providers(1));
        for (std::size_t c = 0; c < cells.size(); ++c) {
            CHECK(std::abs(whole.fraction[c * 2] - halves.fraction[c * 2]) < rounding);
            CHECK(std::abs(whole.fraction[c * 2] - twice.fraction[c * 2]) < rounding);
            CHECK(std::abs(whole.fraction[c * 2] - back.fraction[c * 2]) < rounding);
            CHECK(std::abs(whole.fraction[c * 2] + rest.fraction[c * 2] - 1.0) < rounding);
        }
        CHECK(whole.centre == halves.centre);
        CHECK(whole.centre == back.centre);
    }
}

TEST_CASE("a ring known to be simple gives the fractions of one that is not") {
    Dice dice{12};
    const Grid grid = unit_grid();
    const auto cells = block(6);
    for (int i = 0; i < 300; ++i) {
        const PolygonSet polygon =
            part_of({star(dice, {dice.between(0, 6), dice.between(0, 6)}, 4.0, 3 + dice.below(60))});
        overlay::TileBins bins{grid, cells, overlay::bin_options(providers(1), 4)};
        REQUIRE(bins.add(polygon, 0, 0, true));
        const Measures known = overlay::measure(bins, grid, cells, providers(1));
        const Measures unknown = measured(grid, cells, {{0, polygon}}, providers(1));
        for (std::size_t c = 0; c < cells.size(); ++c) {
            CHECK(std::abs(known.fraction[c * 2] - unknown.fraction[c * 2]) < rounding);
        }
        CHECK(known.centre == unknown.centre);
    }
}

TEST_CASE("a part with a position out of reach or not finite is refused whole") {
    const Grid grid = unit_grid();
    const auto cells = block(2);
    const double nan = std::numeric_limits<double>::quiet_NaN();
    for (const Point far :
         {Point{1e7, 0}, Point{0, -1e7}, Point{nan, 0}, Point{0, std::numeric_limits<double>::infinity()}}) {
        overlay::TileBins bins{grid, cells, overlay::bin_options(providers(1))};
        CHECK_FALSE(bins.add(part_of({{{-9, -9}, {9, -9}, far}}), 0, 0));
        for (const double f : overlay::measure(bins, grid, cells, providers(1)).fraction) CHECK(f == 0.0);
    }
}
