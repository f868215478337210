#include "catch.hpp"
#include "overlay/overlay_case.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <cstring>

using namespace amaneku;
using namespace amaneku::tests;

namespace {

template <typename T>
bool same_bytes(const std::vector<T>& a, const std::vector<T>& b) {
    return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0);
}

bool same_bytes(const Measures& a, const Measures& b) {
    return same_bytes(a.fraction, b.fraction) && same_bytes(a.centre, b.centre) &&
           same_bytes(a.land, b.land) && same_bytes(a.land_fraction, b.land_fraction) &&
           same_bytes(a.piece_begin, b.piece_begin) && same_bytes(a.piece_zone, b.piece_zone) &&
           same_bytes(a.piece_area, b.piece_area) && same_bytes(a.piece_centre, b.piece_centre) &&
           same_bytes(a.piece_fraction, b.piece_fraction);
}

/// Zones, holes, circles and rings of every kind of trouble, in degrees, over a block of `n` half-mesh cells.
std::vector<TargetPart> layers_of_japan(Dice& dice, Point origin, double n) {
    std::vector<TargetPart> parts;
    // Small enough each that they do not cover everything between them.
    for (int i = 0; i < 250; ++i) {
        const Point at{dice.between(-4, n), dice.between(-4, n)};
        for (auto& p : troublesome_parts(dice, 7, 0.0, 4.0)) {
            for (Point& q : p.polygon.points) q = {at.x + q.x, at.y + q.y};
            parts.push_back(std::move(p));
        }
    }
    for (int i = 0; i < 1500; ++i) {
        const Point centre{dice.between(-2, n + 2), dice.between(-2, n + 2)};
        const double radius = dice.between(0.1, i % 50 == 0 ? 4.0 : 1.2);
        std::vector<Point> ring;
        for (int k = 0; k < 24; ++k) {
            ring.push_back({centre.x + radius * std::cos(k * 0.2617993877991494),
                            centre.y + radius * std::sin(k * 0.2617993877991494)});
        }
        std::vector<std::vector<Point>> rings{ring};
        if (dice.below(4) == 0) {
            for (Point& p : ring) p = {centre.x + 0.5 * (p.x - centre.x), centre.y + 0.5 * (p.y - centre.y)};
            rings.push_back(ring);
        }
        parts.push_back({static_cast<std::uint32_t>(3 + dice.below(4)), part_of(rings)});
    }
    for (TargetPart& p : parts) {
        for (Point& q : p.polygon.points)
            q = {origin.x + q.x * (18.75 / 3000.0), origin.y + q.y * (12.5 / 3000.0)};
    }
    return parts;
}

/// Bins that hold round footprints of providers, behind three zones, as shapes.
overlay::TileBins bins_of_shapes(const Grid& grid, std::span<const Cell> cells,
                                 const overlay::BinOptions& options, const std::vector<TargetPart>& parts) {
    overlay::TileBins bins{grid, cells, options};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const TargetPart& p = parts[i];
        const bool shape = p.target >= 3 && p.polygon.ring_count() == 1 && p.polygon.points.size() == 24;
        if (!shape) {
            bins.add(p.polygon, 0, p.target, false, i % 3);
            continue;
        }
        std::array<Point, 2> box{p.polygon.points[0], p.polygon.points[0]};
        for (const Point& q : p.polygon.points) {
            box[0] = {std::min(box[0].x, q.x), std::min(box[0].y, q.y)};
            box[1] = {std::max(box[1].x, q.x), std::max(box[1].y, q.y)};
        }
        bins.add_shape(box, p.target, static_cast<std::uint32_t>(i), i % 3);
    }
    return bins;
}

/// Ellipses inside and around a ring that is convex, in the proportions of a half mesh.
RoundBounds bounds_of(const PolygonSet& polygon) {
    constexpr double wide = 1.5;  // a degree of longitude against one of latitude, in cells
    Point heart{0.0, 0.0};
    const auto n = static_cast<double>(polygon.points.size());
    for (const Point& p : polygon.points) heart = {heart.x + p.x / n, heart.y + p.y / n};
    const auto round = [&](const Point& p) { return Point{(p.x - heart.x) / wide, p.y - heart.y}; };
    double inner = 1.0;
    double outer = 0.0;
    for (std::size_t i = 0; i < polygon.points.size(); ++i) {
        const Point a = round(polygon.points[i]);
        const Point b = round(polygon.points[(i + 1) % polygon.points.size()]);
        outer = std::max(outer, std::hypot(a.x, a.y));
        inner = std::min(inner, std::abs(a.x * b.y - a.y * b.x) / std::hypot(b.x - a.x, b.y - a.y));
    }
    return {heart, {0.999 * wide * inner, 0.999 * inner}, {1.001 * wide * outer, 1.001 * outer}};
}

}  // namespace

TEST_CASE("threads, tiles, order and the other cells asked for do not change a bit") {
    Dice dice{11};
    const Grid grid = Grid::mesh(MeshLevel::half);
    const Cell corner = *grid.cell_of({135.75, 34.65});
    constexpr std::int32_t n = 40;
    const auto cells = block(n, corner.row, corner.column);
    auto parts = layers_of_japan(dice, grid.polygon(corner)[0], n);
    overlay::OverlayConfig config;
    config.zone_count = 3;
    config.services = {{3, Combine::k_of_n, 2}, {1, Combine::union_area_first, 1}};
    config.land_fraction = true;
    config.threads = 1;
    const Measures expected = measured(grid, cells, parts, config, 32);
    std::size_t partial = 0;
    for (const double f : expected.fraction) partial += f > 0.0 && f < 1.0 ? 1U : 0U;
    REQUIRE(parts.size() > 2000);
    REQUIRE(partial > 3000);
    std::size_t crossed = 0;
    for (const double area : expected.piece_area) crossed += area < 1.0 ? 1U : 0U;
    REQUIRE(crossed > 500);

    SECTION("threads and tiles") {
        for (const int threads : {1, 8}) {
            for (const std::int32_t tile : {1, 5, 20, 32, 64}) {
                config.threads = threads;
                INFO("threads " << threads << " tile " << tile);
                CHECK(same_bytes(measured(grid, cells, parts, config, tile), expected));
            }
        }
    }
    SECTION("lanes, and shapes made in the tiles") {
        for (const std::int32_t tile : {5, 32}) {
            config.threads = 2;
            overlay::BinOptions options = overlay::bin_options(config, tile);
            options.lanes = 3;
            overlay::TileBins bins = bins_of_shapes(grid, cells, options, parts);
            std::atomic<std::size_t> made{0};
            config.make_shape = [&](const overlay::TileShape& shape, PolygonSet& out) {
                out = parts[shape.index].polygon;
                ++made;
            };
            overlay::TileBins again = bins_of_shapes(grid, cells, options, parts);
            CHECK(same_bytes(overlay::measure(bins, grid, cells, config), expected));
            CHECK(made > 1000);
            const std::size_t without_bounds = made.exchange(0);
            config.shape_bounds = [&](const overlay::TileShape& shape) {
                return bounds_of(parts[shape.index].polygon);
            };
            CHECK(same_bytes(overlay::measure(again, grid, cells, config), expected));
            CHECK(made < without_bounds);
            config.shape_bounds = {};
        }
    }
    SECTION("geometry that waits in a temporary file") {
        for (const std::uint64_t memory : {std::uint64_t{0}, std::uint64_t{200'000}}) {
            overlay::BinOptions options = overlay::bin_options(config, 20);
            options.lanes = 2;
            options.memory = memory;
            overlay::TileBins bins{grid, cells, options};
            for (std::size_t i = 0; i < parts.size(); ++i)
                bins.add(parts[i].polygon, 0, parts[i].target, false, i % 2);
            CHECK(bins.has_spilled());
            CHECK(same_bytes(overlay::measure(bins, grid, cells, config), expected));
        }
    }
    SECTION("order of the polygons") {
        for (int i = 0; i < 3; ++i) {
            for (std::size_t j = parts.size() - 1; j > 0; --j) std::swap(parts[j], parts[dice.below(j + 1)]);
            CHECK(same_bytes(
                measured(grid, cells, parts, config, std::vector{5, 32, 64}[static_cast<std::size_t>(i)]),
                expected));
        }
    }
    SECTION("a few of the cells") {
        std::vector<Cell> few;
        std::vector<std::size_t> at;
        for (std::size_t c = 0; c < cells.size(); ++c) {
            if (dice.below(5) != 0) continue;
            few.push_back(cells[c]);
            at.push_back(c);
        }
        const Measures m = measured(grid, few, parts, config, 20);
        const auto row = [](const std::vector<double>& values, std::size_t cell) {
            return std::vector<double>(values.begin() + static_cast<std::ptrdiff_t>(cell * 6),
                                       values.begin() + static_cast<std::ptrdiff_t>(cell * 6 + 6));
        };
        for (std::size_t c = 0; c < few.size(); ++c) {
            CHECK(row(m.fraction, c) == row(expected.fraction, at[c]));
            CHECK(row(m.land_fraction, c) == row(expected.land_fraction, at[c]));
            CHECK(m.land[c] == expected.land[at[c]]);
            const std::uint64_t count = m.piece_begin[c + 1] - m.piece_begin[c];
            REQUIRE(count == expected.piece_begin[at[c] + 1] - expected.piece_begin[at[c]]);
            for (std::uint64_t i = 0; i < count; ++i) {
                CHECK(m.piece_area[m.piece_begin[c] + i] ==
                      expected.piece_area[expected.piece_begin[at[c]] + i]);
                CHECK(row(m.piece_fraction, m.piece_begin[c] + i) ==
                      row(expected.piece_fraction, expected.piece_begin[at[c]] + i));
            }
        }
    }
}
