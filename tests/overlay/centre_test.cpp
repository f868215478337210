#include "catch.hpp"
#include "overlay/overlay_case.hpp"

#include <cmath>

using namespace amaneku;
using namespace amaneku::tests;

namespace {

struct Eighths {
    std::int64_t x, y;
};

/// Winding number of a ring of whole eighths around a point just north-east of `p` by less than any of them.
/// `slanted_tie` is set where a slanted edge runs exactly through `p`.
int winding(const std::vector<Eighths>& ring, Eighths p, bool& slanted_tie) {
    int out = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        Eighths low = ring[i];
        Eighths high = ring[(i + 1) % ring.size()];
        int direction = 1;
        if (low.y > high.y) {
            std::swap(low, high);
            direction = -1;
        }
        if (low.y > p.y || high.y <= p.y) continue;
        const std::int64_t cross = (p.x - low.x) * (high.y - low.y) - (p.y - low.y) * (high.x - low.x);
        if (cross == 0 && low.x != high.x) slanted_tie = true;
        if (cross >= 0) out += direction;
    }
    return out;
}

std::vector<Point> positions(const std::vector<Eighths>& ring) {
    std::vector<Point> out;
    for (const Eighths& e : ring) out.push_back({static_cast<double>(e.x) / 8, static_cast<double>(e.y) / 8});
    return out;
}

overlay::OverlayConfig zone_and_provider() {
    overlay::OverlayConfig config;
    config.zone_count = 1;
    config.services = {{1, Combine::union_area_first, 1}};
    config.threads = 1;
    return config;
}

}  // namespace

TEST_CASE("the centre flag is that of an exact point in polygon test") {
    Dice dice{314};
    const Grid grid = unit_grid();
    constexpr std::int32_t n = 4;
    const auto cells = block(n);
    int compared = 0;
    int ties = 0;
    for (int i = 0; i < 3000; ++i) {
        const auto random_ring = [&] {
            // Coarse steps, so that corners and edges often meet centres.
            const std::int64_t step = std::vector<std::int64_t>{1, 2, 4}[dice.below(3)];
            const auto value = [&] {
                return step * (static_cast<std::int64_t>(dice.below(static_cast<std::size_t>(40 / step))) -
                               4 / step);
            };
            std::vector<Eighths> ring;
            for (std::size_t k = 0, corners = 3 + dice.below(6); k < corners; ++k) {
                const bool straight = k > 0 && dice.below(2) == 0;
                const std::int64_t x = straight && k % 2 == 0 ? ring.back().x : value();
                ring.push_back({x, straight && k % 2 == 1 ? ring.back().y : value()});
            }
            return ring;
        };
        std::vector<std::vector<Eighths>> rings{random_ring()};
        for (std::size_t h = dice.below(3); h > 0; --h) rings.push_back(random_ring());
        std::vector<std::vector<Point>> doubles;
        for (const auto& ring : rings) doubles.push_back(positions(ring));
        const PolygonSet polygon = part_of(doubles);
        const Measures m = measured(grid, cells, {{0, polygon}, {1, polygon}}, zone_and_provider(),
                                    std::vector{1, 3, 32}[dice.below(3)]);
        for (std::size_t c = 0; c < cells.size(); ++c) {
            const Eighths centre{(cells[c].column - 100) * 8 + 4, (cells[c].row - 100) * 8 + 4};
            bool tie = false;
            bool inside = winding(rings[0], centre, tie) != 0;
            for (std::size_t r = 1; r < rings.size(); ++r)
                inside = (winding(rings[r], centre, tie) == 0) && inside;
            // A slanted edge exactly through the centre is on either side by a tick: where it meets cell
            // lines it is rounded.
            if (tie) {
                ++ties;
                continue;
            }
            ++compared;
            INFO("case " << i << " cell " << c);
            CHECK(m.centre[c * 2] == (inside ? 1 : 0));
            CHECK(m.centre[c * 2 + 1] == (inside ? 1 : 0));
            const bool in_zone =
                m.piece_begin[c] < m.piece_begin[c + 1] && m.piece_centre[m.piece_begin[c]] != 0;
            // A zone of no area in the cell has no piece there.
            if (m.piece_begin[c] < m.piece_begin[c + 1]) CHECK(in_zone == inside);
        }
    }
    CHECK(compared > 40000);
    CHECK(ties > 100);
}

TEST_CASE("a boundary through the centre belongs to the north and east") {
    const Grid grid = unit_grid();
    const auto covered = [&](const std::vector<Point>& ring) {
        return measured(grid, {{100, 100}}, {{1, part_of({ring})}}, zone_and_provider()).centre[0] == 1;
    };
    CHECK(covered({{0.5, 0}, {1, 0}, {1, 1}, {0.5, 1}}));        // east half
    CHECK_FALSE(covered({{0, 0}, {0.5, 0}, {0.5, 1}, {0, 1}}));  // west half
    CHECK(covered({{0, 0.5}, {1, 0.5}, {1, 1}, {0, 1}}));        // north half
    CHECK_FALSE(covered({{0, 0}, {1, 0}, {1, 0.5}, {0, 0.5}}));  // south half
    CHECK(covered({{0.5, 0.5}, {1, 0.5}, {1, 1}, {0.5, 1}}));    // north-east quarter
    CHECK_FALSE(covered({{0, 0}, {0.5, 0}, {0.5, 0.5}, {0, 0.5}}));
}

TEST_CASE("of two polygons that share an edge through centres each centre is in exactly one") {
    Dice dice{2718};
    const Grid grid = unit_grid();
    constexpr std::int32_t n = 6;
    const auto cells = block(n);
    overlay::OverlayConfig config;
    config.services = {{2, Combine::union_area_first, 1}};
    config.threads = 1;
    for (int i = 0; i < 400; ++i) {
        const auto half = [&] { return static_cast<double>(dice.below(12)) + 0.5; };
        // From west of the block to east of it; the line meets the centres of some cells.
        const Point a{-half(), half() - 3.0};
        const Point b{n + half(), half() - 3.0};
        const std::vector<TargetPart> parts{{0, part_of({{a, b, {b.x, -20.0}, {a.x, -20.0}}})},
                                            {1, part_of({{b, a, {a.x, 20.0}, {b.x, 20.0}}})}};
        const Measures m = measured(grid, cells, parts, config, 4);
        for (std::size_t c = 0; c < cells.size(); ++c) CHECK(m.centre[c * 3 + 1] + m.centre[c * 3 + 2] == 1);
    }
}
