#include "catch.hpp"
#include "overlay/exact_reference.hpp"
#include "overlay/overlay_case.hpp"

#include <bit>
#include <cmath>
#include <string>

using namespace amaneku;
using namespace amaneku::tests;
using reference::Exact;

namespace {

constexpr std::int32_t side = 3;           // cells
constexpr std::uint32_t zones = 2;         // targets 0, 1
constexpr std::uint32_t first_layers = 4;  // service a: *, targets 2, 3, 4; service b: *, target 5
constexpr std::uint32_t layers = 6;

using Ring = std::vector<Point>;

/// Coordinates in cells from the block's south-west corner; half of them on quarters of a cell.
double coordinate(Dice& dice) {
    const double v = dice.between(-0.75, side + 0.75);
    return dice.below(2) == 0 ? v : std::round(v * 4.0) / 4.0;
}
Point point(Dice& dice) {
    const double x = coordinate(dice);
    return {x, coordinate(dice)};
}
Ring box(Point a, Point b) {
    return {a, {b.x, a.y}, b, {a.x, b.y}};
}
Ring around(Dice& dice, std::size_t corners, std::size_t turns) {
    const Point centre = point(dice);
    Ring ring;
    for (std::size_t i = 0; i < corners * turns; ++i) {
        const double angle = 6.283185307179586 * static_cast<double>(i) / static_cast<double>(corners);
        const double radius = dice.between(0.3, 2.2);
        ring.push_back({centre.x + radius * std::cos(angle), centre.y + radius * std::sin(angle)});
    }
    return ring;
}
Ring any(Dice& dice, std::size_t corners) {
    Ring ring;
    for (std::size_t i = 0; i < corners; ++i) ring.push_back(point(dice));
    return ring;
}
std::uint32_t any_target(Dice& dice) {
    return static_cast<std::uint32_t>(dice.below(6));
}
TargetPart part(Dice& dice, const std::vector<Ring>& rings) {
    return {any_target(dice), part_of(rings)};
}

struct Kind {
    const char* name;
    std::vector<TargetPart> (*make)(Dice&);
};

const std::vector<Kind> kinds{
    {"overlapping simple polygons",
     [](Dice& d) {
         std::vector<TargetPart> out;
         for (int i = 0; i < 5; ++i) out.push_back(part(d, {around(d, 3 + d.below(8), 1)}));
         return out;
     }},
    {"polygons of many corners",
     [](Dice& d) {
         return std::vector{part(d, {around(d, 40, 1)}), part(d, {around(d, 30, 1)})};
     }},
    {"rings that wind twice and three times",
     [](Dice& d) {
         return std::vector{part(d, {around(d, 5, 2)}), part(d, {around(d, 4, 3)})};
     }},
    {"a ring given twice over, and there and back",
     [](Dice& d) {
         Ring twice = any(d, 4);
         twice.insert(twice.end(), twice.begin(), twice.begin() + 4);
         Ring back = any(d, 4);
         back.insert(back.end(), back.rbegin() + 1, back.rend());
         return std::vector{part(d, {twice}), part(d, {back})};
     }},
    {"bow-ties and other rings that cross themselves",
     [](Dice& d) {
         const Point a = point(d);
         const Point b = point(d);
         return std::vector{part(d, {{a, b, {a.x, b.y}, {b.x, a.y}}}), part(d, {any(d, 7)})};
     }},
    {"boxes on cell lines and quarters",
     [](Dice& d) {
         const auto whole = [&] {
             return Point{static_cast<double>(d.below(5)) - 1, static_cast<double>(d.below(5)) - 1};
         };
         const auto quarter = [&] {
             return Point{static_cast<double>(d.below(17)) / 4 - 0.5,
                          static_cast<double>(d.below(17)) / 4 - 0.5};
         };
         return std::vector{part(d, {box(whole(), whole())}), part(d, {box(whole(), quarter())}),
                            part(d, {box(quarter(), quarter())})};
     }},
    {"rectilinear rings along cell lines",
     [](Dice& d) {
         Ring ring;
         Point p{static_cast<double>(d.below(4)), static_cast<double>(d.below(4))};
         const Point start = p;
         for (int i = 0; i < 8; ++i) {
             ring.push_back(p);
             (i % 2 == 0 ? p.x : p.y) = static_cast<double>(d.below(9)) / 2 - 0.5;
         }
         ring.push_back(p);
         ring.push_back({p.x, start.y});
         return std::vector{part(d, {ring}), part(d, {any(d, 4)})};
     }},
    {"slivers",
     [](Dice& d) {
         std::vector<TargetPart> out{part(d, {any(d, 3)})};
         for (int i = 0; i < 3; ++i) {
             const Point a = point(d);
             const Point b = point(d);
             out.push_back(part(d, {{a, b, {b.x + d.between(-1e-9, 1e-9), b.y + d.between(-1e-7, 1e-7)}}}));
         }
         return out;
     }},
    {"duplicates and shared edges",
     [](Dice& d) {
         const Point a = point(d), b = point(d), c = point(d), e = point(d);
         const TargetPart one = part(d, {{a, b, c}});
         const TargetPart other = part(d, {{c, b, e}});
         return std::vector{one, other, one, {any_target(d), one.polygon}, {any_target(d), other.polygon}};
     }},
    {"holes that overlap, lie outside or are wound like the shell",
     [](Dice& d) {
         std::vector<TargetPart> out;
         for (int i = 0; i < 2; ++i)
             out.push_back(
                 part(d, {any(d, 4), box(point(d), point(d)), around(d, 5, 1), box(point(d), point(d))}));
         return out;
     }},
    {"holes equal to the shell, on cell lines, or around a whole cell",
     [](Dice& d) {
         const Ring shell = box({-0.5, -0.5}, {3.25, 3.25});
         const auto whole = [&] {
             return Point{static_cast<double>(d.below(4)), static_cast<double>(d.below(4))};
         };
         const Ring odd = any(d, 4);
         return std::vector{part(d, {shell, box(whole(), whole()), any(d, 3)}), part(d, {odd, odd}),
                            part(d, {shell, box({0.75, 0.75}, {2.25, 2.25})})};
     }},
    {"polygons far bigger than the block",
     [](Dice& d) {
         std::vector<TargetPart> out;
         for (int i = 0; i < 3; ++i) {
             Ring ring = any(d, 5);
             for (Point& p : ring)
                 p = {p.x + 40.0 * (static_cast<double>(d.below(3)) - 1),
                      p.y + 40.0 * (static_cast<double>(d.below(3)) - 1)};
             out.push_back(part(d, {ring}));
         }
         return out;
     }},
    {"corners given more than once, spikes, closed and empty rings",
     [](Dice& d) {
         Ring ring;
         for (int i = 0; i < 5; ++i) {
             ring.push_back(point(d));
             if (d.below(2) == 0) ring.push_back(ring.back());
             if (d.below(3) == 0) ring.push_back(ring.front());
         }
         ring.push_back(ring.front());
         return std::vector{part(d, {ring, {point(d)}}), part(d, {{point(d), point(d)}, any(d, 3)}),
                            part(d, {any(d, 4)})};
     }},
};

/// A grid with the block's corner, and the block's own coordinates of what the doubles say, exactly.
struct Place {
    Grid grid;
    Cell corner;
    bool mesh;

    [[nodiscard]] Point position(Point p) const {
        if (!mesh) return p;
        const Point origin = grid.polygon(corner)[0];
        return {origin.x + p.x * (18.75 / 3000.0), origin.y + p.y * (12.5 / 3000.0)};
    }
    [[nodiscard]] reference::ExactPoint exact(Point p) const {
        if (!mesh) return {Exact{p.x}, Exact{p.y}};
        return {(Exact{p.x} - 100) * 3'000'000'000 / 18'750'000 - corner.column,
                Exact{p.y} * 3'000'000'000 / 12'500'000 - corner.row};
    }
};

Place raster_place() {
    return {unit_grid(), {100, 100}, false};
}
Place mesh_place() {
    Grid grid = Grid::mesh(MeshLevel::half);
    const Cell corner = *grid.cell_of({135.75, 34.65});
    return {std::move(grid), corner, true};
}

std::vector<reference::ExactPart> exact_parts(const Place& place, const std::vector<TargetPart>& parts) {
    std::vector<reference::ExactPart> out;
    for (const TargetPart& p : parts) {
        reference::ExactPart exact;
        exact.target = p.target;
        for (std::size_t r = 0; r < p.polygon.ring_count(); ++r) {
            std::vector<reference::ExactPoint> ring;
            for (const Point& q : p.polygon.ring(r)) ring.push_back(place.exact(q));
            exact.rings.push_back(std::move(ring));
        }
        out.push_back(std::move(exact));
    }
    return out;
}

/// Every area of every cell against the reference: layers, land, pieces, and layers inside land and pieces.
double worst_deviation(const Place& place, std::vector<TargetPart> parts, std::int32_t tile_size, int k) {
    for (TargetPart& p : parts) {
        for (Point& q : p.polygon.points) q = place.position(q);
    }
    overlay::OverlayConfig config;
    config.zone_count = zones;
    config.services = {{3, k == 1 ? Combine::union_area_first : Combine::k_of_n, k},
                       {1, Combine::union_area_first, 1}};
    config.land_fraction = true;
    config.threads = 1;
    const auto cells = block(side, place.corner.row, place.corner.column);
    const Measures m = measured(place.grid, cells, parts, config, tile_size);
    const auto exact = exact_parts(place, parts);

    using Targets = std::vector<bool>;
    const auto in_layer = [&](const Targets& t, std::uint32_t layer) {
        if (layer == 0) return int{t[2]} + int{t[3]} + int{t[4]} >= k;
        return layer < first_layers ? t[1 + layer] : t[5];
    };
    double worst = 0.0;
    for (std::size_t c = 0; c < cells.size(); ++c) {
        const auto by_targets = reference::areas(exact, cells[c].column - place.corner.column,
                                                 cells[c].row - place.corner.row, 6);
        const auto area = [&](auto&& counted) {
            Exact sum = 0;
            for (const auto& [targets, a] : by_targets) {
                if (counted(targets)) sum += a;
            }
            return sum;
        };
        const auto compare = [&](double measured_area, const Exact& expected) {
            worst = std::max(worst, std::abs(static_cast<double>(Exact{measured_area} - expected)));
        };
        const auto on_land = [](const Targets& t) { return t[0] || t[1]; };
        const Exact land = area(on_land);
        compare(m.land[c], land);
        for (std::uint32_t layer = 0; layer < layers; ++layer) {
            compare(m.fraction[c * layers + layer],
                    area([&](const Targets& t) { return in_layer(t, layer); }));
            // A fraction of a small piece magnifies rounding: compare the area that it stands for.
            if (land == 0) continue;
            compare(m.land_fraction[c * layers + layer] * m.land[c],
                    area([&](const Targets& t) { return on_land(t) && in_layer(t, layer); }));
        }
        for (std::uint32_t zone = 0; zone < zones; ++zone) {
            std::uint64_t i = m.piece_begin[c];
            while (i < m.piece_begin[c + 1] && m.piece_zone[i] != zone) ++i;
            const bool found = i < m.piece_begin[c + 1];
            const Exact piece = area([&](const Targets& t) { return t[zone]; });
            if (!found && piece <= Exact{1.1 * fraction_tolerance}) continue;  // dropped as rounding
            compare(found ? m.piece_area[i] : 0.0, piece);
            for (std::uint32_t layer = 0; found && layer < layers; ++layer) {
                compare(m.piece_area[i] * m.piece_fraction[i * layers + layer],
                        area([&](const Targets& t) { return t[zone] && in_layer(t, layer); }));
            }
        }
    }
    return worst;
}

void check_kind(const Kind& kind, const Place& place, std::uint64_t seed, int cases) {
    Dice dice{seed};
    double worst = 0.0;
    for (int i = 0; i < cases; ++i) {
        const auto parts = kind.make(dice);
        const double d =
            worst_deviation(place, parts, std::vector{32, 1, 2}[static_cast<std::size_t>(i % 3)], 1 + i % 2);
        INFO(kind.name << ", case " << i << ": " << d);
        CHECK(d < 1e-12);
        worst = std::max(worst, d);
    }
    CAPTURE(kind.name, worst);
    SUCCEED();
}

}  // namespace

TEST_CASE("every area of degenerate polygons equals exact rational arithmetic on a raster") {
    const std::size_t kind = GENERATE(range(std::size_t{0}, kinds.size()));
    check_kind(kinds[kind], raster_place(), 1000 + kind, 60);
}

TEST_CASE("every area of degenerate polygons equals exact rational arithmetic on the half mesh") {
    const std::size_t kind = GENERATE(range(std::size_t{0}, kinds.size()));
    check_kind(kinds[kind], mesh_place(), 2000 + kind, 30);
}
