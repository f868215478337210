#pragma once

#include "core/grid.hpp"
#include "overlay/tile_geometry.hpp"

#include <cstdint>
#include <vector>

namespace amaneku::overlay {

/// The part of an edge inside one cell, in fractions of the cell from its south-west corner; y0 < y1.
struct EdgePiece {
    double x0, y0, x1, y1;
    std::int32_t direction;  ///< +1: the ring runs north here, -1: south
    std::int32_t next;       ///< next piece of the same ring in the same cell, -1: none
};

/// A ring passing the west edge of a cell at height y: the winding number along that edge changes by `change`
/// there.
struct WestEvent {
    double y;
    std::int32_t change;
    std::int32_t next;
};

/// A ring in one cell that its edges touch.
struct RingCell {
    std::uint32_t cell;        ///< row · columns + column, within the tile
    std::int32_t corner;       ///< winding number at the south-west corner, just north-east of it
    std::int32_t first_piece;  ///< -1: none
    std::int32_t first_event;
};

/// Cells [column_begin, column_end) of a row that a ring winds around `winding` times all over.
struct RingRun {
    std::uint32_t row;
    std::uint32_t column_begin;
    std::uint32_t column_end;
};

/// Walks rings through the cells of a tile: exact pieces where the edges are, runs where they are not.
///
/// Every crossing with a row or column line is computed once from the whole edge, lower end first, so that an
/// edge shared by two polygons gives the same numbers from both sides. Winding numbers are integers
/// throughout.
class EdgeWalk {
public:
    /// Starts on a tile; forgets everything.
    void begin(const Grid& grid, const TileExtent& extent);
    /// Walks a ring; afterwards `cells()` and `runs()` are this ring's. Only cells where `wanted` is not 0
    /// are listed and get pieces; the runs are all of the ring's.
    void walk(const TileGeometry& geometry, std::uint32_t chain_begin, std::uint32_t chain_end,
              const std::vector<std::uint8_t>& wanted);
    /// As `walk`, but without pieces, and all cells that the ring touches are listed.
    void walk_outline(const TileGeometry& geometry, std::uint32_t chain_begin, std::uint32_t chain_end);

    [[nodiscard]] const std::vector<RingCell>& cells() const noexcept { return m_cells; }
    [[nodiscard]] const std::vector<RingRun>& runs() const noexcept { return m_runs; }
    /// Of all rings since `begin`.
    [[nodiscard]] const std::vector<EdgePiece>& pieces() const noexcept { return m_pieces; }
    [[nodiscard]] const std::vector<WestEvent>& events() const noexcept { return m_events; }

private:
    /// Column or row of a tick: floor((t - origin) / size) without a division.
    struct Lines {
        Tick origin = 0;
        Tick size = 1;
        double inverse = 1.0;

        [[nodiscard]] std::int64_t index_of(Tick t) const noexcept {
            const Tick from_origin = t - origin;
            auto index = static_cast<std::int64_t>(static_cast<double>(from_origin) * inverse);
            const Tick rest = from_origin - index * size;  // the guess is off by one at most
            return rest < 0 ? index - 1 : rest >= size ? index + 1 : index;
        }
    };
    struct CellState {
        std::int32_t delta = 0;  ///< change of the corner winding against the cell to the west
        std::int32_t piece_head = -1;
        std::int32_t event_head = -1;
        std::int32_t touched = 0;
    };
    struct ColumnRange {
        std::int32_t first, last;
    };

    template <bool with_pieces>
    void walk_ring(const TileGeometry& geometry, std::uint32_t chain_begin, std::uint32_t chain_end);
    /// Where a point is: row and column from the tile's south-west corner, whether in the tile or not.
    struct Spot {
        std::int64_t row, column;

        friend bool operator==(const Spot&, const Spot&) = default;
    };
    [[nodiscard]] Spot spot_of(TickPoint p) const noexcept { return {m_y.index_of(p.y), m_x.index_of(p.x)}; }
    template <bool with_pieces>
    bool walk_inside(const Spot& at, TickPoint p, TickPoint q);
    template <bool with_pieces>
    void walk_edge(TickPoint p, TickPoint q);
    template <bool with_pieces>
    void walk_horizontal(TickPoint p, TickPoint q);
    template <bool with_pieces>
    void walk_row(std::int32_t row, TickPoint low, TickPoint high, const TickPoint& edge_low,
                  const TickPoint& edge_high, std::int32_t direction);
    CellState& at(std::int32_t row, std::int32_t column);
    template <bool with_pieces>
    void add_piece(std::int32_t row, std::int32_t column, double x0, double y0, double x1, double y1,
                   std::int32_t direction);
    template <bool with_pieces>
    void add_event(std::int32_t row, std::int32_t column, double y, std::int32_t change);
    [[nodiscard]] std::int32_t column_of(Tick x) const noexcept;
    void collect();

    Lines m_x, m_y;
    std::int32_t m_rows = 0, m_columns = 0;
    const std::vector<std::uint8_t>* m_wanted = nullptr;  ///< none: all cells
    std::vector<CellState> m_state;
    std::vector<ColumnRange> m_range;  ///< by row: columns whose state is not as new
    std::int32_t m_first_row = 0, m_last_row = -1;
    std::vector<RingCell> m_cells;
    std::vector<RingRun> m_runs;
    std::vector<EdgePiece> m_pieces;
    std::vector<WestEvent> m_events;
};

}  // namespace amaneku::overlay
