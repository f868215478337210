#include "overlay/edge_walk.hpp"

#include <algorithm>
#include <cmath>

namespace amaneku::overlay {

namespace {

__extension__ using Wide = __int128;

std::int64_t floor_div(std::int64_t a, std::int64_t b) noexcept {
    const std::int64_t q = a / b;
    return (a % b != 0 && a < 0) ? q - 1 : q;
}

/// from + (along - along_from) · (to - from) / (along_to - along_from), within a tick, between from and to,
/// monotone in `along`. Short edges by doubles (the error is far below a tick), long ones by integers.
Tick interpolate(Tick along, Tick along_from, Tick along_to, Tick from, Tick to) noexcept {
    constexpr Tick short_edge = Tick{1} << 50;
    const Tick span = along_to - along_from;
    const Tick rise = to - from;
    if (span < short_edge && rise < short_edge && rise > -short_edge) {
        const double t = static_cast<double>(along - along_from) / static_cast<double>(span);
        return from + static_cast<Tick>(std::nearbyint(t * static_cast<double>(rise)));
    }
    const Wide product = static_cast<Wide>(along - along_from) * rise;
    return from + static_cast<Tick>(product / span);
}

}  // namespace

void EdgeWalk::begin(const Grid& grid, const TileExtent& extent, const std::vector<std::uint8_t>& wanted) {
    m_x0 = grid.x_of(extent.column_begin);
    m_y0 = grid.y_of(extent.row_begin);
    m_width = grid.cell_width();
    m_height = grid.cell_height();
    m_rows = extent.rows();
    m_columns = extent.columns();
    m_wanted = &wanted;
    const auto cells = static_cast<std::size_t>(m_rows) * static_cast<std::size_t>(m_columns);
    m_delta.assign(cells, 0);
    m_touched.assign(cells, 0);
    m_piece_head.assign(cells, -1);
    m_event_head.assign(cells, -1);
    m_pieces.clear();
    m_events.clear();
}

std::int32_t EdgeWalk::column_of(Tick x) const noexcept {
    if (x < m_x0) return -1;
    const std::int64_t column = (x - m_x0) / m_width;
    return column >= m_columns ? m_columns : static_cast<std::int32_t>(column);
}

void EdgeWalk::walk(const TileGeometry& geometry, std::uint32_t chain_begin, std::uint32_t chain_end) {
    m_cells.clear();
    m_runs.clear();
    m_first_row = m_rows;
    m_last_row = -1;
    for (std::uint32_t chain = chain_begin; chain < chain_end; ++chain) {
        const std::uint32_t begin = chain == 0 ? 0 : geometry.chain_end[chain - 1];
        const std::uint32_t end = geometry.chain_end[chain];
        for (std::uint32_t i = begin; i + 1 < end; ++i) walk_edge(geometry.points[i], geometry.points[i + 1]);
    }
    collect();
}

void EdgeWalk::walk_edge(TickPoint p, TickPoint q) {
    if (p.y == q.y) {
        walk_horizontal(p, q);
        return;
    }
    const std::int32_t direction = p.y < q.y ? 1 : -1;
    const TickPoint low = direction > 0 ? p : q;
    const TickPoint high = direction > 0 ? q : p;
    const std::int64_t first = std::max<std::int64_t>(0, floor_div(low.y - m_y0, m_height));
    const std::int64_t last = std::min<std::int64_t>(m_rows - 1, floor_div(high.y - m_y0 - 1, m_height));
    if (first > last) return;
    m_first_row = std::min(m_first_row, static_cast<std::int32_t>(first));
    m_last_row = std::max(m_last_row, static_cast<std::int32_t>(last));
    const auto x_at = [&](Tick y) {
        if (y <= low.y) return low.x;
        if (y >= high.y) return high.x;
        return interpolate(y, low.y, high.y, low.x, high.x);
    };
    Tick bottom = m_y0 + first * m_height;
    TickPoint from{x_at(std::max(bottom, low.y)), std::max(bottom, low.y)};
    for (std::int64_t row = first; row <= last; ++row) {
        const Tick top = bottom + m_height;
        const Tick y = std::min(top, high.y);
        const TickPoint to{x_at(y), y};
        if (from.y == bottom) {
            const std::int32_t column = column_of(from.x) + 1;
            if (column < m_columns)
                m_delta[static_cast<std::size_t>(row) * static_cast<std::size_t>(m_columns) +
                        static_cast<std::size_t>(column)] += direction;
        }
        walk_row(static_cast<std::int32_t>(row), from, to, low, high, direction);
        from = to;
        bottom = top;
    }
}

void EdgeWalk::walk_horizontal(TickPoint p, TickPoint q) {
    const std::int64_t row = floor_div(p.y - m_y0, m_height);
    if (row < 0 || row >= m_rows) return;
    // Winding numbers of a row are those just above its lower line, so an edge on that line is below all of
    // it.
    if (p.y == m_y0 + row * m_height) return;
    const std::int32_t from = column_of(p.x);
    const std::int32_t to = column_of(q.x);
    if (from == to) return;
    m_first_row = std::min(m_first_row, static_cast<std::int32_t>(row));
    m_last_row = std::max(m_last_row, static_cast<std::int32_t>(row));
    const double y = static_cast<double>(p.y - m_y0 - row * m_height) / static_cast<double>(m_height);
    const auto r = static_cast<std::int32_t>(row);
    for (std::int32_t c = from + 1; c <= std::min(to, m_columns - 1); ++c) add_event(r, c, y, -1);
    for (std::int32_t c = std::min(from, m_columns - 1); c > to; --c) add_event(r, c, y, +1);
}

void EdgeWalk::walk_row(std::int32_t row, TickPoint low, TickPoint high, const TickPoint& edge_low,
                        const TickPoint& edge_high, std::int32_t direction) {
    const std::int32_t from = column_of(low.x);
    const std::int32_t to = column_of(high.x);
    if (from == to && (from < 0 || from >= m_columns)) return;
    const Tick bottom = m_y0 + row * m_height;
    const auto height = static_cast<double>(m_height);
    const auto width = static_cast<double>(m_width);
    const auto relative_y = [&](Tick y) { return static_cast<double>(y - bottom) / height; };
    const auto relative_x = [&](Tick x, std::int32_t column) {
        return static_cast<double>(x - m_x0 - column * m_width) / width;
    };
    if (from == to) {
        add_piece(row, from, relative_x(low.x, from), relative_y(low.y), relative_x(high.x, from),
                  relative_y(high.y), direction);
        return;
    }
    const bool rightwards = from < to;
    const TickPoint& west = edge_low.x < edge_high.x ? edge_low : edge_high;
    const TickPoint& east = edge_low.x < edge_high.x ? edge_high : edge_low;
    const auto y_at = [&](std::int32_t column_line) {
        const Tick x = m_x0 + column_line * m_width;
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
            add_piece(row, column, x, y, rightwards ? 1.0 : 0.0, y_line, direction);
        if (line < m_columns) add_event(row, line, y_line, rightwards ? -direction : direction);
        y = y_line;
        x = rightwards ? 0.0 : 1.0;
        column += rightwards ? 1 : -1;
    }
    if (to >= 0 && to < m_columns)
        add_piece(row, to, x, y, relative_x(high.x, to), relative_y(high.y), direction);
}

void EdgeWalk::touch(std::int32_t row, std::int32_t column) {
    m_touched[static_cast<std::size_t>(row) * static_cast<std::size_t>(m_columns) +
              static_cast<std::size_t>(column)] = 1;
}

void EdgeWalk::add_piece(std::int32_t row, std::int32_t column, double x0, double y0, double x1, double y1,
                         std::int32_t direction) {
    touch(row, column);
    const std::size_t cell = static_cast<std::size_t>(row) * static_cast<std::size_t>(m_columns) +
                             static_cast<std::size_t>(column);
    if (!(y0 < y1) || (*m_wanted)[cell] == 0) return;
    m_pieces.push_back({x0, y0, x1, y1, direction, m_piece_head[cell]});
    m_piece_head[cell] = static_cast<std::int32_t>(m_pieces.size()) - 1;
}

void EdgeWalk::add_event(std::int32_t row, std::int32_t column, double y, std::int32_t change) {
    touch(row, column);
    const std::size_t cell = static_cast<std::size_t>(row) * static_cast<std::size_t>(m_columns) +
                             static_cast<std::size_t>(column);
    if ((*m_wanted)[cell] == 0) return;
    m_events.push_back({y, change, m_event_head[cell]});
    m_event_head[cell] = static_cast<std::int32_t>(m_events.size()) - 1;
}

void EdgeWalk::collect() {
    for (std::int32_t row = m_first_row; row <= m_last_row; ++row) {
        std::int32_t winding = 0;
        std::int32_t run_begin = -1;
        const auto first = static_cast<std::size_t>(row) * static_cast<std::size_t>(m_columns);
        const auto end_run = [&](std::int32_t column) {
            if (run_begin >= 0) {
                m_runs.push_back({static_cast<std::uint32_t>(row), static_cast<std::uint32_t>(run_begin),
                                  static_cast<std::uint32_t>(column)});
            }
            run_begin = -1;
        };
        for (std::int32_t column = 0; column < m_columns; ++column) {
            const std::size_t cell = first + static_cast<std::size_t>(column);
            winding += m_delta[cell];
            m_delta[cell] = 0;
            if (m_touched[cell] != 0) {
                end_run(column);
                if ((*m_wanted)[cell] != 0) {
                    m_cells.push_back(
                        {static_cast<std::uint32_t>(cell), winding, m_piece_head[cell], m_event_head[cell]});
                }
                m_touched[cell] = 0;
                m_piece_head[cell] = -1;
                m_event_head[cell] = -1;
            } else if (winding != 0) {
                if (run_begin < 0) run_begin = column;
            } else {
                end_run(column);
            }
        }
        end_run(m_columns);
    }
}

}  // namespace amaneku::overlay
