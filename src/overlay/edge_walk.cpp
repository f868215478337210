#include "overlay/edge_walk.hpp"

#include "core/rounding.hpp"

#include <algorithm>

namespace amaneku::overlay {

namespace {

__extension__ using Wide = __int128;

/// from + (along - along_from) · (to - from) / (along_to - along_from), within a tick, between from and to,
/// monotone in `along`. Short edges by doubles (the error is far below a tick), long ones by integers.
Tick interpolate(Tick along, Tick along_from, Tick along_to, Tick from, Tick to) noexcept {
    constexpr Tick short_edge = Tick{1} << 50;
    const Tick span = along_to - along_from;
    const Tick rise = to - from;
    if (span < short_edge && rise < short_edge && rise > -short_edge) {
        const double t = static_cast<double>(along - along_from) / static_cast<double>(span);
        return from + static_cast<Tick>(nearest(t * static_cast<double>(rise)));
    }
    const Wide product = static_cast<Wide>(along - along_from) * rise;
    return from + static_cast<Tick>(product / span);
}

}  // namespace

void EdgeWalk::begin(const Grid& grid, const TileExtent& extent) {
    m_x = {grid.x_of(extent.column_begin), grid.cell_width(), 1.0 / static_cast<double>(grid.cell_width())};
    m_y = {grid.y_of(extent.row_begin), grid.cell_height(), 1.0 / static_cast<double>(grid.cell_height())};
    if (m_rows != extent.rows() || m_columns != extent.columns()) {  // else `collect` left all as new
        m_rows = extent.rows();
        m_columns = extent.columns();
        m_state.assign(static_cast<std::size_t>(m_rows) * static_cast<std::size_t>(m_columns), {});
        m_range.assign(static_cast<std::size_t>(m_rows), {m_columns, -1});
    }
    m_pieces.clear();
    m_events.clear();
}

std::int32_t EdgeWalk::column_of(Tick x) const noexcept {
    const std::int64_t column = m_x.index_of(x);
    return column < 0 ? -1 : column >= m_columns ? m_columns : static_cast<std::int32_t>(column);
}

void EdgeWalk::walk(const TileGeometry& geometry, std::uint32_t chain_begin, std::uint32_t chain_end,
                    const std::vector<std::uint8_t>& wanted) {
    m_wanted = &wanted;
    walk_ring<true>(geometry, chain_begin, chain_end);
}

void EdgeWalk::walk_outline(const TileGeometry& geometry, std::uint32_t chain_begin,
                            std::uint32_t chain_end) {
    m_wanted = nullptr;
    walk_ring<false>(geometry, chain_begin, chain_end);
}

template <bool with_pieces>
void EdgeWalk::walk_ring(const TileGeometry& geometry, std::uint32_t chain_begin, std::uint32_t chain_end) {
    m_cells.clear();
    m_runs.clear();
    m_first_row = m_rows;
    m_last_row = -1;
    for (std::uint32_t chain = chain_begin; chain < chain_end; ++chain) {
        const std::uint32_t begin = chain == 0 ? 0 : geometry.chain_end[chain - 1];
        const std::uint32_t end = geometry.chain_end[chain];
        if (begin == end) continue;
        Spot from = spot_of(geometry.points[begin]);
        for (std::uint32_t i = begin; i + 1 < end; ++i) {
            const TickPoint p = geometry.points[i];
            const TickPoint q = geometry.points[i + 1];
            const Spot to = spot_of(q);
            if (from != to || !walk_inside<with_pieces>(to, p, q)) walk_edge<with_pieces>(p, q);
            from = to;
        }
    }
    collect();
}

/// What `walk_edge` does, for an edge inside one cell, as most of a round footprint's are.
/// @returns false where nothing was done: the edge is out of the tile, or begins on a line between rows
template <bool with_pieces>
bool EdgeWalk::walk_inside(const Spot& spot, TickPoint p, TickPoint q) {
    if (spot.row < 0 || spot.row >= m_rows || spot.column < 0 || spot.column >= m_columns) return false;
    if (p.y == q.y) return true;
    const std::int32_t direction = p.y < q.y ? 1 : -1;
    const TickPoint& low = direction > 0 ? p : q;
    const TickPoint& high = direction > 0 ? q : p;
    const Tick bottom = m_y.origin + spot.row * m_y.size;
    if (low.y == bottom) return false;
    const auto row = static_cast<std::int32_t>(spot.row);
    const auto column = static_cast<std::int32_t>(spot.column);
    m_first_row = std::min(m_first_row, row);
    m_last_row = std::max(m_last_row, row);
    CellState& state = at(row, column);
    state.touched = 1;
    if constexpr (with_pieces) {
        const std::size_t cell = static_cast<std::size_t>(row) * static_cast<std::size_t>(m_columns) +
                                 static_cast<std::size_t>(column);
        if ((*m_wanted)[cell] == 0) return true;
        const Tick left = m_x.origin + spot.column * m_x.size;
        const auto height = static_cast<double>(m_y.size);
        const auto width = static_cast<double>(m_x.size);
        const double y0 = static_cast<double>(low.y - bottom) / height;
        const double y1 = static_cast<double>(high.y - bottom) / height;
        if (!(y0 < y1)) return true;
        m_pieces.push_back({static_cast<double>(low.x - left) / width, y0,
                            static_cast<double>(high.x - left) / width, y1, direction, state.piece_head});
        state.piece_head = static_cast<std::int32_t>(m_pieces.size()) - 1;
    }
    return true;
}

template <bool with_pieces>
void EdgeWalk::walk_edge(TickPoint p, TickPoint q) {
    if (p.y == q.y) {
        walk_horizontal<with_pieces>(p, q);
        return;
    }
    const std::int32_t direction = p.y < q.y ? 1 : -1;
    const TickPoint low = direction > 0 ? p : q;
    const TickPoint high = direction > 0 ? q : p;
    const std::int64_t first = std::max<std::int64_t>(0, m_y.index_of(low.y));
    const std::int64_t last = std::min<std::int64_t>(m_rows - 1, m_y.index_of(high.y - 1));
    if (first > last) return;
    m_first_row = std::min(m_first_row, static_cast<std::int32_t>(first));
    m_last_row = std::max(m_last_row, static_cast<std::int32_t>(last));
    const auto x_at = [&](Tick y) {
        if (y <= low.y) return low.x;
        if (y >= high.y) return high.x;
        return interpolate(y, low.y, high.y, low.x, high.x);
    };
    Tick bottom = m_y.origin + first * m_y.size;
    TickPoint from{x_at(std::max(bottom, low.y)), std::max(bottom, low.y)};
    for (std::int64_t row = first; row <= last; ++row) {
        const Tick top = bottom + m_y.size;
        const Tick y = std::min(top, high.y);
        const TickPoint to{x_at(y), y};
        if (from.y == bottom) {
            const std::int32_t column = column_of(from.x) + 1;
            if (column < m_columns) at(static_cast<std::int32_t>(row), column).delta += direction;
        }
        walk_row<with_pieces>(static_cast<std::int32_t>(row), from, to, low, high, direction);
        from = to;
        bottom = top;
    }
}

template <bool with_pieces>
void EdgeWalk::walk_horizontal(TickPoint p, TickPoint q) {
    const std::int64_t row = m_y.index_of(p.y);
    if (row < 0 || row >= m_rows) return;
    // Winding numbers of a row are those just above its lower line, so an edge on that line is below all of
    // it.
    if (p.y == m_y.origin + row * m_y.size) return;
    const std::int32_t from = column_of(p.x);
    const std::int32_t to = column_of(q.x);
    if (from == to) return;
    m_first_row = std::min(m_first_row, static_cast<std::int32_t>(row));
    m_last_row = std::max(m_last_row, static_cast<std::int32_t>(row));
    const double y = static_cast<double>(p.y - m_y.origin - row * m_y.size) / static_cast<double>(m_y.size);
    const auto r = static_cast<std::int32_t>(row);
    for (std::int32_t c = from + 1; c <= std::min(to, m_columns - 1); ++c)
        add_event<with_pieces>(r, c, y, -1);
    for (std::int32_t c = std::min(from, m_columns - 1); c > to; --c) add_event<with_pieces>(r, c, y, +1);
}

template <bool with_pieces>
void EdgeWalk::walk_row(std::int32_t row, TickPoint low, TickPoint high, const TickPoint& edge_low,
                        const TickPoint& edge_high, std::int32_t direction) {
    const std::int32_t from = column_of(low.x);
    const std::int32_t to = column_of(high.x);
    if (from == to && (from < 0 || from >= m_columns)) return;
    const Tick bottom = m_y.origin + row * m_y.size;
    const auto height = static_cast<double>(m_y.size);
    const auto width = static_cast<double>(m_x.size);
    const auto relative_y = [&](Tick y) { return static_cast<double>(y - bottom) / height; };
    const auto relative_x = [&](Tick x, std::int32_t column) {
        return static_cast<double>(x - m_x.origin - column * m_x.size) / width;
    };
    if (from == to) {
        add_piece<with_pieces>(row, from, relative_x(low.x, from), relative_y(low.y),
                               relative_x(high.x, from), relative_y(high.y), direction);
        return;
    }
    const bool rightwards = from < to;
    const TickPoint& west = edge_low.x < edge_high.x ? edge_low : edge_high;
    const TickPoint& east = edge_low.x < edge_high.x ? edge_high : edge_low;
    const auto y_at = [&](std::int32_t column_line) {
        const Tick x = m_x.origin + column_line * m_x.size;
        Tick y = 0;
        if (x <= west.x) {
            y = west.y;
        } else if (x >= east.x) {
            y = east.y;
        } else {
            y = interpolate(x, west.x, east.x, west.y, east.y);
        }
        return std::clamp(y, low.y, high.y);
    };
    double y = relative_y(low.y);
    double x = (from >= 0 && from < m_columns) ? relative_x(low.x, from) : (rightwards ? 1.0 : 0.0);
    // Columns left and right of the tile are one column each: -1 and m_columns.
    for (std::int32_t column = from; column != to;) {
        const std::int32_t line = rightwards ? column + 1 : column;
        const double y_line = relative_y(y_at(line));
        if (column >= 0 && column < m_columns)
            add_piece<with_pieces>(row, column, x, y, rightwards ? 1.0 : 0.0, y_line, direction);
        if (line < m_columns) add_event<with_pieces>(row, line, y_line, rightwards ? -direction : direction);
        y = y_line;
        x = rightwards ? 0.0 : 1.0;
        column += rightwards ? 1 : -1;
    }
    if (to >= 0 && to < m_columns)
        add_piece<with_pieces>(row, to, x, y, relative_x(high.x, to), relative_y(high.y), direction);
}

EdgeWalk::CellState& EdgeWalk::at(std::int32_t row, std::int32_t column) {
    ColumnRange& range = m_range[static_cast<std::size_t>(row)];
    range = {std::min(range.first, column), std::max(range.last, column)};
    return m_state[static_cast<std::size_t>(row) * static_cast<std::size_t>(m_columns) +
                   static_cast<std::size_t>(column)];
}

template <bool with_pieces>
void EdgeWalk::add_piece(std::int32_t row, std::int32_t column, double x0, double y0, double x1, double y1,
                         std::int32_t direction) {
    CellState& state = at(row, column);
    state.touched = 1;
    if constexpr (with_pieces) {
        const std::size_t cell = static_cast<std::size_t>(row) * static_cast<std::size_t>(m_columns) +
                                 static_cast<std::size_t>(column);
        if (!(y0 < y1) || (*m_wanted)[cell] == 0) return;
        m_pieces.push_back({x0, y0, x1, y1, direction, state.piece_head});
        state.piece_head = static_cast<std::int32_t>(m_pieces.size()) - 1;
    }
}

template <bool with_pieces>
void EdgeWalk::add_event(std::int32_t row, std::int32_t column, double y, std::int32_t change) {
    CellState& state = at(row, column);
    state.touched = 1;
    if constexpr (with_pieces) {
        const std::size_t cell = static_cast<std::size_t>(row) * static_cast<std::size_t>(m_columns) +
                                 static_cast<std::size_t>(column);
        if ((*m_wanted)[cell] == 0) return;
        m_events.push_back({y, change, state.event_head});
        state.event_head = static_cast<std::int32_t>(m_events.size()) - 1;
    }
}

void EdgeWalk::collect() {
    for (std::int32_t row = m_first_row; row <= m_last_row; ++row) {
        ColumnRange& range = m_range[static_cast<std::size_t>(row)];
        const std::size_t first = static_cast<std::size_t>(row) * static_cast<std::size_t>(m_columns);
        std::int32_t winding = 0;
        std::int32_t run_begin = -1;
        const auto end_run = [&](std::int32_t column) {
            if (run_begin >= 0) {
                m_runs.push_back({static_cast<std::uint32_t>(row), static_cast<std::uint32_t>(run_begin),
                                  static_cast<std::uint32_t>(column)});
            }
            run_begin = -1;
        };
        for (std::int32_t column = range.first; column <= range.last; ++column) {
            const std::size_t cell = first + static_cast<std::size_t>(column);
            CellState& state = m_state[cell];
            winding += state.delta;
            if (state.touched != 0) {
                end_run(column);
                if (m_wanted == nullptr || (*m_wanted)[cell] != 0) {
                    m_cells.push_back(
                        {static_cast<std::uint32_t>(cell), winding, state.piece_head, state.event_head});
                }
            } else if (winding == 0) {
                end_run(column);
            } else if (run_begin < 0) {
                run_begin = column;
            }
            state = {};
        }
        // What lies right of the tile was left out: a ring that is still around reaches to its end.
        if (winding != 0 && run_begin < 0) run_begin = range.last + 1;
        if (winding != 0) {
            if (run_begin < m_columns) end_run(m_columns);
        } else {
            end_run(range.last + 1);
        }
        range = {m_columns, -1};
    }
}

}  // namespace amaneku::overlay
