#pragma once

#include "core/grid.hpp"
#include <amaneku/geometry.hpp>

#include <cstdint>
#include <optional>
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
    /// row · columns + column, within the extent.
    [[nodiscard]] std::uint32_t index_of(const Cell& cell) const noexcept {
        return static_cast<std::uint32_t>((cell.row - row_begin) * columns() + (cell.column - column_begin));
    }
};

/// A block of a tile's cells: [row_begin, row_end) x [column_begin, column_end), within the tile.
struct CellBlock {
    std::uint16_t row_begin = 0;
    std::uint16_t row_end = 0;
    std::uint16_t column_begin = 0;
    std::uint16_t column_end = 0;
};

/// A polygon part in a tile's list: its target and where its rings end.
struct TilePart {
    std::uint32_t target = 0;    ///< zone index, or zone count + provider index
    std::uint32_t ring_end = 0;  ///< in TileGeometry::ring_end; the first ring is the shell
    /// Proven: there is only a shell, and it winds no number but this, 1 or -1, around what is inside.
    /// 0: not proven.
    std::int8_t winding = 0;
    /// What it touches of the tile; of a part that may not be left out, whatever else is there: nothing.
    CellBlock touched{};
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

    /// Forgets everything, keeps the memory.
    void clear() noexcept;
    /// Keeps the parts of which `keep` is not 0, in order.
    void keep_parts(const std::vector<std::uint8_t>& keep);
};

/// A shape that is made where it is needed.
struct TileShape {
    std::uint32_t target = 0;
    std::uint32_t index = 0;  ///< what its maker knows it by
};

/// Half open: [x0, x1) x [y0, y1).
struct TickBox {
    Tick x0, x1, y0, y1;

    /// Whether a closed box lies inside.
    [[nodiscard]] bool holds(const TickBox& closed) const noexcept {
        return closed.x0 >= x0 && closed.x1 < x1 && closed.y0 >= y0 && closed.y1 < y1;
    }
};

/// Appends the rings of a part in ticks, closed, without repeated points; `parts` is left to the caller.
/// @returns its extent, as a closed box; nothing where a position is out of the grid's reach
std::optional<TickBox> append_points(const Grid& grid, const PolygonSet& polygons, std::size_t part,
                                     TileGeometry& to);
/// Appends all parts.
void append(const TileGeometry& from, TileGeometry& to);
/// Appends the edges of the one part of `part` that matter to a box.
/// @returns false where none of the shell does: nothing is appended
bool append_clipped(const TileGeometry& part, const TickBox& box, TileGeometry& to);

}  // namespace amaneku::overlay
