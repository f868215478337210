#pragma once

#include "core/grid.hpp"
#include "overlay/overlay.hpp"
#include "overlay/tile_bins.hpp"
#include <amaneku/geometry.hpp>

#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

namespace amaneku::bench {

inline constexpr double two_pi = 6.283185307179586;

/// Seeded numbers that are the same with every standard library.
class Dice {
public:
    double between(double low, double high) {
        return low + (high - low) * (static_cast<double>(m_engine() >> 11) * 0x1p-53);
    }

private:
    std::mt19937_64 m_engine{20260331};
};

/// A square block of half meshes in Kyushu, `side` cells wide.
struct Block {
    Grid grid = Grid::mesh(MeshLevel::half);
    std::vector<Cell> cells;
    Point low, high;

    explicit Block(std::int32_t side) {
        const Cell corner = *grid.cell_of({130.5, 32.5});
        for (std::int32_t r = 0; r < side; ++r) {
            for (std::int32_t c = 0; c < side; ++c) cells.push_back({corner.row + r, corner.column + c});
        }
        low = grid.polygon(cells.front())[0];
        high = grid.polygon(cells.back())[2];
    }
};

/// Appends a polygon of `corners` around `centre`; `wobble` 0 makes it an ellipse.
inline void append_round(PolygonSet& out, Point centre, double radius_x, double radius_y, int corners,
                         double wobble = 0.0) {
    for (int i = 0; i <= corners; ++i) {
        const double angle = two_pi * (i % corners) / corners;
        const double r = 1.0 + wobble * std::sin(5.0 * angle);
        out.points.push_back(
            {centre.x + radius_x * r * std::sin(angle), centre.y + radius_y * r * std::cos(angle)});
    }
    out.close_ring();
    out.close_part();
}

/// 64-gons of `radius_cells` cells' width, strewn over the block.
inline PolygonSet strewn_circles(const Block& block, int count, double radius_cells) {
    Dice dice;
    PolygonSet out;
    for (int i = 0; i < count; ++i) {
        const Point centre{dice.between(block.low.x, block.high.x), dice.between(block.low.y, block.high.y)};
        append_round(out, centre, radius_cells / 160.0, radius_cells / 160.0 * 0.85, 64);
    }
    return out;
}

/// One service of one provider beside `zone_count` zones, on one thread.
inline overlay::OverlayConfig one_provider(std::uint32_t zone_count) {
    overlay::OverlayConfig config;
    config.zone_count = zone_count;
    config.services.emplace_back().provider_count = 1;
    config.threads = 1;
    return config;
}

inline overlay::TileBins binned(const Block& block, const PolygonSet& polygons,
                                const overlay::OverlayConfig& config, bool one_target_each) {
    overlay::TileBins bins{block.grid, block.cells, overlay::bin_options(config)};
    for (std::size_t p = 0; p < polygons.part_count(); ++p)
        bins.add(polygons, p, one_target_each ? static_cast<std::uint32_t>(p) : 0);
    return bins;
}

}  // namespace amaneku::bench
