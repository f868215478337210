#pragma once

#include "core/grid.hpp"
#include "overlay/overlay.hpp"
#include <amaneku/geometry.hpp>

#include <cstdint>
#include <random>
#include <vector>

namespace amaneku::tests {

struct TargetPart {
    std::uint32_t target;
    PolygonSet polygon;  ///< one part
};

inline PolygonSet part_of(const std::vector<std::vector<Point>>& rings) {
    PolygonSet out;
    for (const auto& ring : rings) {
        out.points.insert(out.points.end(), ring.begin(), ring.end());
        out.close_ring();
    }
    out.close_part();
    return out;
}

/// A block of cells [0, n) x [0, n) of a raster of unit cells that spans -100 … 100.
inline Grid unit_grid() {
    return Grid::raster({-100.0, 100.0}, 1.0, 1.0, 200, 200, "EPSG:6668", true);
}
inline std::vector<Cell> block(std::int32_t n, std::int32_t row = 100, std::int32_t column = 100) {
    std::vector<Cell> cells;
    for (std::int32_t r = 0; r < n; ++r) {
        for (std::int32_t c = 0; c < n; ++c) cells.push_back({row + r, column + c});
    }
    return cells;
}

inline Measures measured(const Grid& grid, const std::vector<Cell>& cells,
                         const std::vector<TargetPart>& parts, const overlay::OverlayConfig& config,
                         std::int32_t tile_size = 32) {
    overlay::TileBins bins{grid, cells, overlay::bin_options(config, tile_size)};
    for (const TargetPart& p : parts) bins.add(p.polygon, 0, p.target);
    return overlay::measure(bins, grid, cells, config);
}

/// Seeded numbers that are the same with every standard library.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : m_engine{seed} {}
    double unit() { return static_cast<double>(m_engine() >> 11) * 0x1p-53; }
    double between(double low, double high) { return low + unit() * (high - low); }
    std::size_t below(std::size_t n) { return static_cast<std::size_t>(m_engine() % n); }

private:
    std::mt19937_64 m_engine;
};

/// A ring of a kind that gives trouble: simple, crossing itself, on cell edges, winding twice, sliver,
/// bow-tie.
inline std::vector<Point> troublesome_ring(Dice& dice, double low, double high) {
    const auto coordinate = [&] {
        const double v = dice.between(low, high);
        return dice.below(2) == 0 ? v : std::round(v * 4.0) / 4.0;
    };
    std::vector<Point> ring;
    switch (dice.below(6)) {
        case 0: {  // a box, maybe on cell edges
            const Point a{coordinate(), coordinate()};
            const Point b{coordinate(), coordinate()};
            ring = {a, {b.x, a.y}, b, {a.x, b.y}};
            break;
        }
        case 1: {  // a star-shaped, simple polygon
            const Point centre{coordinate(), coordinate()};
            const std::size_t n = 3 + dice.below(8);
            for (std::size_t i = 0; i < n; ++i) {
                const double angle =
                    6.283185307179586 * (static_cast<double>(i) + 0.8 * dice.unit()) / static_cast<double>(n);
                const double r = dice.between(0.1, 0.4) * (high - low);
                ring.push_back({centre.x + r * std::cos(angle), centre.y + r * std::sin(angle)});
            }
            break;
        }
        case 2: {  // winds twice
            const Point centre{coordinate(), coordinate()};
            for (int i = 0; i < 10; ++i) {
                const double angle = 6.283185307179586 * i / 5.0;
                const double r = dice.between(0.2, 0.5) * (high - low);
                ring.push_back({centre.x + r * std::cos(angle), centre.y + r * std::sin(angle)});
            }
            break;
        }
        case 3: {  // a sliver
            const Point a{coordinate(), coordinate()};
            const Point b{coordinate(), coordinate()};
            ring = {a, b, {b.x + 1e-9, b.y + 1e-7}};
            break;
        }
        case 4: {  // a bow-tie
            const Point a{coordinate(), coordinate()};
            const Point b{coordinate(), coordinate()};
            ring = {a, b, {a.x, b.y}, {b.x, a.y}};
            break;
        }
        default:  // anything
            for (std::size_t i = 0, n = 3 + dice.below(6); i < n; ++i)
                ring.push_back({coordinate(), coordinate()});
    }
    if (dice.below(2) == 0) std::reverse(ring.begin(), ring.end());
    return ring;
}

/// Parts of several targets, with holes of every kind, duplicates and shared edges.
inline std::vector<TargetPart> troublesome_parts(Dice& dice, std::size_t targets, double low, double high) {
    std::vector<TargetPart> parts;
    const std::size_t n = 1 + dice.below(5);
    for (std::size_t i = 0; i < n; ++i) {
        std::vector<std::vector<Point>> rings{troublesome_ring(dice, low, high)};
        for (std::size_t h = dice.below(3); h > 0; --h) rings.push_back(troublesome_ring(dice, low, high));
        parts.push_back({static_cast<std::uint32_t>(dice.below(targets)), part_of(rings)});
        if (dice.below(5) == 0)
            parts.push_back({static_cast<std::uint32_t>(dice.below(targets)), parts.back().polygon});
    }
    return parts;
}

}  // namespace amaneku::tests
