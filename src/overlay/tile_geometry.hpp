#pragma once

#include "core/grid.hpp"

#include <cstdint>
#include <vector>

namespace amaneku::overlay {

/// Cells [row_begin, row_end) x [column_begin, column_end) that are worked on at once.
struct TileExtent {
    std::int32_t row_begin = 0;
    std::int32_t row_end = 0;
    std::int32_t column_begin = 0;
    std::int32_t column_end = 0;

    [[nodiscard]] std::int32_t rows() const noexcept { return row_end - row_begin; }
    [[nodiscard]] std::int32_t columns() const noexcept { return column_end - column_begin; }
};

/// A polygon part in a tile's list: its target and where its rings end.
struct TilePart {
    std::uint32_t target = 0;    ///< zone index, or zone count + provider index
    std::uint32_t ring_end = 0;  ///< in TileGeometry::ring_end; the first ring is the shell
    bool simple = false;         ///< proven: no ring crosses itself or winds twice, and there is only a shell
};

/// The edges of polygon parts that matter to a tile, in the order they were added.
///
/// A ring is a list of chains of points. Edges right of, above and below the tile are left out (the chain
/// breaks); edges left of it are merged to vertical ones, which keep the winding numbers. Edges that touch
/// the tile are whole: clipping rounds nothing.
struct TileGeometry {
    std::vector<TickPoint> points;
    std::vector<std::uint32_t> chain_end;  ///< in points
    std::vector<std::uint32_t> ring_end;   ///< in chain_end
    std::vector<TilePart> parts;
};

}  // namespace amaneku::overlay
