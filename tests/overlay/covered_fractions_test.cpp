#include "catch.hpp"
#include "overlay/exact_reference.hpp"
#include "overlay/overlay_case.hpp"

#include <cmath>
#include <functional>

using namespace amaneku;
using namespace amaneku::tests;
using reference::Exact;

namespace {

/// The parts as rationals in units of cells: exactly what the doubles say.
std::vector<reference::ExactPart> exact_parts(const std::vector<TargetPart>& parts,
                                              const std::function<Exact(double)>& x,
                                              const std::function<Exact(double)>& y) {
    std::vector<reference::ExactPart> out;
    for (const TargetPart& p : parts) {
        reference::ExactPart part;
        part.target = p.target;
        for (std::size_t r = 0; r < p.polygon.ring_count(); ++r) {
            std::vector<reference::ExactPoint> ring;
            for (const Point& point : p.polygon.ring(r)) ring.push_back({x(point.x), y(point.y)});
            part.rings.push_back(std::move(ring));
        }
        out.push_back(std::move(part));
    }
    return out;
}

double deviation(double measured, const Exact& expected) {
    return std::abs(static_cast<double>(Exact{measured} - expected));
}

/// Two zones (targets 0, 1) and three providers (2, 3, 4); compares every figure of every cell.
double worst_deviation(const Grid& grid, const std::vector<Cell>& cells, const std::vector<TargetPart>& parts,
                       const std::vector<reference::ExactPart>& exact, Combine combine) {
    overlay::OverlayConfig config;
    config.zone_count = 2;
    config.services = {{3, combine, 2}};
    config.land_fraction = true;
    const Measures m = measured(grid, cells, parts, config);
    const auto counted = [combine](const std::vector<bool>& t) {
        const int providers = int{t[2]} + int{t[3]} + int{t[4]};
        return combine == Combine::k_of_n ? providers >= 2 : providers >= 1;
    };
    double worst = 0.0;
    for (std::size_t c = 0; c < cells.size(); ++c) {
        const Exact column = cells[c].column;
        const Exact row = cells[c].row;
        const auto by_targets = reference::areas(exact, column, row, 5);
        const auto area = [&](const std::function<bool(const std::vector<bool>&)>& f) {
            Exact sum = 0;
            for (const auto& [targets, a] : by_targets) {
                if (f(targets)) sum += a;
            }
            return sum;
        };
        worst = std::max(worst, deviation(m.fraction[c * 4], area(counted)));
        for (std::size_t p = 0; p < 3; ++p)
            worst = std::max(
                worst, deviation(m.fraction[c * 4 + 1 + p], area([p](const auto& t) { return t[2 + p]; })));
        const Exact land = area([](const auto& t) { return t[0] || t[1]; });
        worst = std::max(worst, deviation(m.land[c], land));
        // The quotient magnifies rounding where the piece is small: compare what it stands for, the area.
        worst = std::max(worst, deviation(m.land_fraction[c * 4] * m.land[c],
                                          area([&](const auto& t) { return (t[0] || t[1]) && counted(t); })));
        for (std::size_t zone = 0; zone < 2; ++zone) {
            double piece = 0.0;
            double covered = 0.0;
            for (std::uint64_t i = m.piece_begin[c]; i < m.piece_begin[c + 1]; ++i) {
                if (m.piece_zone[i] != zone) continue;
                piece = m.piece_area[i];
                covered = piece * m.piece_fraction[i * 4];
            }
            worst = std::max(worst, deviation(piece, area([zone](const auto& t) { return t[zone]; })));
            worst = std::max(worst,
                             deviation(covered, area([&](const auto& t) { return t[zone] && counted(t); })));
        }
    }
    return worst;
}

}  // namespace

TEST_CASE("fractions equal exact rational arithmetic on a raster of unit cells") {
    Dice dice{20260331};
    const Grid grid = unit_grid();
    const auto cells = block(3);
    double worst = 0.0;
    for (int i = 0; i < 40; ++i) {
        const auto parts = troublesome_parts(dice, 5, -0.5, 3.5);
        // Row 100 begins at y = 0, column 100 at x = 0.
        const auto exact = exact_parts(
            parts, [](double x) { return Exact{x} + 100; }, [](double y) { return Exact{y} + 100; });
        const double d = worst_deviation(grid, cells, parts, exact,
                                         i % 3 == 0 ? Combine::k_of_n : Combine::union_area_first);
        INFO("case " << i);
        CHECK(d < 1e-12);
        worst = std::max(worst, d);
    }
    WARN("largest deviation " << worst);
}

TEST_CASE("fractions equal exact rational arithmetic on the half mesh") {
    Dice dice{42};
    const Grid grid = Grid::mesh(MeshLevel::half);
    const Cell corner = *grid.cell_of({135.75, 34.65});
    const auto cells = block(3, corner.row, corner.column);
    const double step_x = 18.75 / 3000.0;
    const double step_y = 12.5 / 3000.0;
    double worst = 0.0;
    for (int i = 0; i < 20; ++i) {
        auto parts = troublesome_parts(dice, 5, -0.5, 3.5);
        const Point west_south = grid.polygon(corner)[0];
        for (TargetPart& p : parts) {
            for (Point& q : p.polygon.points) q = {west_south.x + q.x * step_x, west_south.y + q.y * step_y};
        }
        const auto exact = exact_parts(
            parts, [](double x) { return (Exact{x} - 100) * 3'000'000'000 / 18'750'000; },
            [](double y) { return Exact{y} * 3'000'000'000 / 12'500'000; });
        const double d = worst_deviation(grid, cells, parts, exact, Combine::union_area_first);
        INFO("case " << i);
        CHECK(d < 1e-12);
        worst = std::max(worst, d);
    }
    WARN("largest deviation " << worst);
}

TEST_CASE("the fractions of one part with holes equal exact rational arithmetic, cell by cell") {
    Dice dice{2026};
    const Grid grid = unit_grid();
    const auto cells = block(3);
    overlay::OverlayConfig config;
    config.services = {{1, Combine::union_area_first, 1}};
    config.threads = 1;
    double worst = 0.0;
    for (int i = 0; i < 1000; ++i) {
        std::vector<std::vector<Point>> rings{troublesome_ring(dice, -0.5, 3.5)};
        for (int h = i % 3; h > 0; --h) rings.push_back(troublesome_ring(dice, -0.5, 3.5));
        const std::vector<TargetPart> parts{{0, part_of(rings)}};
        const Measures m = measured(grid, cells, parts, config, i % 2 == 0 ? 32 : 1);
        const auto exact = exact_parts(
            parts, [](double x) { return Exact{x} + 100; }, [](double y) { return Exact{y} + 100; });
        for (std::size_t c = 0; c < cells.size(); ++c) {
            Exact area = 0;
            for (const auto& [targets, a] : reference::areas(exact, cells[c].column, cells[c].row, 1)) {
                if (targets[0]) area += a;
            }
            worst = std::max(worst, deviation(m.fraction[c * 2], area));
        }
        INFO("case " << i);
        REQUIRE(worst < 1e-12);
    }
    WARN("largest deviation " << worst);
}

TEST_CASE("an edge on a row's lower line is below the row") {
    // Winding numbers were changed twice where a horizontal edge lay on a cell line.
    const Grid grid = unit_grid();
    overlay::OverlayConfig config;
    config.services = {{1, Combine::union_area_first, 1}};
    const std::vector<TargetPart> parts{{0, part_of({{{-0.5, -0.5}, {3.5, -0.5}, {3.5, 3.5}, {-0.5, 3.5}},
                                                     {{0.5, 1.0}, {0.5, 2.0}, {2.5, 2.0}, {2.5, 1.0}}})}};
    const Measures m = measured(grid, block(3), parts, config);
    const std::vector<double> expected{1, 1, 1, 0.5, 0, 0.5, 1, 1, 1};
    for (std::size_t c = 0; c < 9; ++c) CHECK(m.fraction[c * 2] == expected[c]);
}

TEST_CASE("the fractions of one polygon add up to its area") {
    const Grid grid = unit_grid();
    const auto cells = block(40, 80, 80);
    std::vector<Point> ring;
    for (int i = 0; i < 500; ++i) {
        const double angle = 6.283185307179586 * i / 500.0;
        const double r = 10.0 + 5.0 * std::sin(7 * angle);
        ring.push_back({r * std::cos(angle), r * std::sin(angle)});
    }
    double area = 0.0;
    for (std::size_t i = 0; i < ring.size(); ++i)
        area += 0.5 * (ring[i].x * ring[(i + 1) % ring.size()].y - ring[(i + 1) % ring.size()].x * ring[i].y);
    overlay::OverlayConfig config;
    config.services = {{1, Combine::union_area_first, 1}};
    const Measures m = measured(grid, cells, {{0, part_of({ring})}}, config, 7);
    double sum = 0.0;
    for (std::size_t c = 0; c < cells.size(); ++c) sum += m.fraction[c * 2];
    CHECK(sum == Approx(area).epsilon(1e-12));  // a sum of a thousand fractions
}
