#include "overlay/tile_bins.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

namespace amaneku::overlay {

namespace {

std::int64_t floor_div(std::int64_t a, std::int64_t b) noexcept {
    const std::int64_t q = a / b;
    return (a % b != 0 && (a < 0) != (b < 0)) ? q - 1 : q;
}

/// A ring whose corners all turn the same way and that goes around once is simple. Cheap and never wrong in
/// the direction that matters by more than rounding: a turn of less than 1e-15 has no area.
bool is_convex(std::span<const TickPoint> ring) noexcept {
    if (ring.size() < 4) return false;
    int sign = 0;
    int x_turns = 0;
    int last_x = 0;
    const std::size_t n = ring.size() - 1;  // closed
    for (std::size_t i = 0; i < n; ++i) {
        const TickPoint& a = ring[i];
        const TickPoint& b = ring[i + 1];
        const TickPoint& c = ring[(i + 2 > n) ? 1 : i + 2];
        const auto dx1 = static_cast<double>(b.x - a.x);
        const auto dy1 = static_cast<double>(b.y - a.y);
        const auto dx2 = static_cast<double>(c.x - b.x);
        const auto dy2 = static_cast<double>(c.y - b.y);
        const double cross = dx1 * dy2 - dy1 * dx2;
        const int s = (cross > 0) - (cross < 0);
        if (s == 0 && dx1 * dx2 + dy1 * dy2 <= 0) return false;  // turns back, or a point twice
        if (s != 0) {
            if (sign != 0 && s != sign) return false;
            sign = s;
        }
        const int x_way = (dx1 > 0) - (dx1 < 0);
        if (x_way != 0) {
            if (last_x != 0 && x_way != last_x) ++x_turns;
            last_x = x_way;
        }
    }
    return sign != 0 && x_turns <= 2;
}

/// One half of `part`: the edges that matter to the half-open box.
template <typename Box>
TileGeometry clipped(const TileGeometry& part, const Box& box) {
    TileGeometry out;
    std::uint32_t chain = 0;
    bool shell = true;
    for (const std::uint32_t ring_end : part.ring_end) {
        const std::size_t chains_before = out.chain_end.size();
        for (; chain < ring_end; ++chain) {
            const std::uint32_t begin = chain == 0 ? 0 : part.chain_end[chain - 1];
            const std::uint32_t end = part.chain_end[chain];
            bool open = false;  // a chain is being written
            bool left = false;  // its last point stands for edges left of the box
            const auto close = [&] {
                if (open) out.chain_end.push_back(static_cast<std::uint32_t>(out.points.size()));
                open = false;
                left = false;
            };
            for (std::uint32_t i = begin; i + 1 < end; ++i) {
                const TickPoint p = part.points[i];
                const TickPoint q = part.points[i + 1];
                if ((p.y < box.y0 && q.y < box.y0) || (p.y >= box.y1 && q.y >= box.y1) ||
                    (p.x >= box.x1 && q.x >= box.x1)) {
                    close();
                    continue;
                }
                if (p.x < box.x0 && q.x < box.x0) {
                    if (!open) {
                        out.points.push_back({box.x0 - 1, p.y});
                        out.points.push_back({box.x0 - 1, q.y});
                    } else if (left) {
                        out.points.back().y = q.y;
                    } else {
                        out.points.push_back({box.x0 - 1, p.y});
                        out.points.push_back({box.x0 - 1, q.y});
                    }
                    open = true;
                    left = true;
                    continue;
                }
                if (!open || left) out.points.push_back(p);
                out.points.push_back(q);
                open = true;
                left = false;
            }
            close();
        }
        const bool empty = out.chain_end.size() == chains_before;
        if (shell && empty) return {};
        if (!empty) out.ring_end.push_back(static_cast<std::uint32_t>(out.chain_end.size()));
        shell = false;
    }
    out.parts = part.parts;
    out.parts.front().ring_end = static_cast<std::uint32_t>(out.ring_end.size());
    return out;
}

}  // namespace

TileBins::TileBins(const Grid& grid, std::span<const Cell> cells, std::int32_t tile_size)
    : m_grid{grid}, m_tile_size{tile_size} {
    if (cells.empty()) {
        m_tile_begin.assign(1, 0);
        return;
    }
    m_all = {std::numeric_limits<std::int32_t>::max(), 0, std::numeric_limits<std::int32_t>::max(), 0};
    for (const Cell& cell : cells) {
        m_all.row_begin = std::min(m_all.row_begin, cell.row / tile_size);
        m_all.row_end = std::max(m_all.row_end, cell.row / tile_size + 1);
        m_all.column_begin = std::min(m_all.column_begin, cell.column / tile_size);
        m_all.column_end = std::max(m_all.column_end, cell.column / tile_size + 1);
    }
    const auto width = static_cast<std::size_t>(m_all.column_end - m_all.column_begin);
    m_tile_at.assign(width * static_cast<std::size_t>(m_all.row_end - m_all.row_begin), -1);
    const auto slot = [&](const Cell& cell) {
        return static_cast<std::size_t>(cell.row / tile_size - m_all.row_begin) * width +
               static_cast<std::size_t>(cell.column / tile_size - m_all.column_begin);
    };
    for (const Cell& cell : cells) m_tile_at[slot(cell)] = 0;
    std::int32_t tile = 0;
    for (auto& at : m_tile_at) {
        if (at == 0) at = tile++;
    }
    m_extents.assign(static_cast<std::size_t>(tile), {std::numeric_limits<std::int32_t>::max(), 0,
                                                      std::numeric_limits<std::int32_t>::max(), 0});
    m_geometries.resize(m_extents.size());
    m_tile_begin.assign(m_extents.size() + 1, 0);
    for (const Cell& cell : cells) {
        const auto t = static_cast<std::size_t>(m_tile_at[slot(cell)]);
        ++m_tile_begin[t + 1];
        TileExtent& e = m_extents[t];
        e = {std::min(e.row_begin, cell.row), std::max(e.row_end, cell.row + 1),
             std::min(e.column_begin, cell.column), std::max(e.column_end, cell.column + 1)};
    }
    std::partial_sum(m_tile_begin.begin(), m_tile_begin.end(), m_tile_begin.begin());
    m_tile_cells.resize(cells.size());
    auto next = m_tile_begin;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        m_tile_cells[next[static_cast<std::size_t>(m_tile_at[slot(cells[i])])]++] =
            static_cast<std::uint32_t>(i);
    }
}

bool TileBins::any_tile(const TileRange& range) const noexcept {
    const auto width = static_cast<std::size_t>(m_all.column_end - m_all.column_begin);
    for (std::int32_t r = range.row_begin; r < range.row_end; ++r) {
        const auto* row = m_tile_at.data() + static_cast<std::size_t>(r - m_all.row_begin) * width;
        for (std::int32_t c = range.column_begin; c < range.column_end; ++c) {
            if (row[c - m_all.column_begin] >= 0) return true;
        }
    }
    return false;
}

TileBins::Box TileBins::box_of(const TileRange& range) const noexcept {
    return {m_grid.x_of(std::int64_t{range.column_begin} * m_tile_size),
            m_grid.x_of(std::int64_t{range.column_end} * m_tile_size),
            m_grid.y_of(std::int64_t{range.row_begin} * m_tile_size),
            m_grid.y_of(std::int64_t{range.row_end} * m_tile_size)};
}

bool TileBins::add(const PolygonSet& polygons, std::size_t part, std::uint32_t target, bool known_simple) {
    TileGeometry geometry;
    TickPoint low{std::numeric_limits<Tick>::max(), std::numeric_limits<Tick>::max()};
    TickPoint high{std::numeric_limits<Tick>::min(), std::numeric_limits<Tick>::min()};
    for (std::size_t r = polygons.part_begin[part]; r < polygons.part_begin[part + 1]; ++r) {
        const std::size_t first = geometry.points.size();
        for (const Point& p : polygons.ring(r)) {
            const auto t = m_grid.ticks_of(p);
            if (!t) return false;
            if (geometry.points.size() > first && geometry.points.back() == *t) continue;
            geometry.points.push_back(*t);
            low = {std::min(low.x, t->x), std::min(low.y, t->y)};
            high = {std::max(high.x, t->x), std::max(high.y, t->y)};
        }
        if (geometry.points.size() > first && geometry.points.back() != geometry.points[first]) {
            geometry.points.push_back(TickPoint{geometry.points[first]});
        }
        geometry.chain_end.push_back(static_cast<std::uint32_t>(geometry.points.size()));
        geometry.ring_end.push_back(static_cast<std::uint32_t>(geometry.chain_end.size()));
    }
    if (geometry.points.empty() || m_extents.empty()) return true;
    const bool simple = geometry.ring_end.size() == 1 && (known_simple || is_convex(geometry.points));
    geometry.parts.push_back({target, static_cast<std::uint32_t>(geometry.ring_end.size()), simple});
    const auto tile_of = [&](Tick t, Tick origin, Tick size) {
        return static_cast<std::int32_t>(std::clamp<std::int64_t>(
            floor_div(t - origin, size * m_tile_size), std::numeric_limits<std::int32_t>::min() / 2,
            std::numeric_limits<std::int32_t>::max() / 2));
    };
    const TileRange range{
        std::max(m_all.row_begin, tile_of(low.y, m_grid.y_of(0), m_grid.cell_height())),
        std::min(m_all.row_end, tile_of(high.y, m_grid.y_of(0), m_grid.cell_height()) + 1),
        std::max(m_all.column_begin, tile_of(low.x, m_grid.x_of(0), m_grid.cell_width())),
        std::min(m_all.column_end, tile_of(high.x, m_grid.x_of(0), m_grid.cell_width()) + 1),
    };
    if (range.row_begin >= range.row_end || range.column_begin >= range.column_end) return true;
    const bool one_tile = range.row_end - range.row_begin == 1 && range.column_end - range.column_begin == 1;
    const Box box = box_of(range);
    const bool inside = low.x >= box.x0 && high.x < box.x1 && low.y >= box.y0 && high.y < box.y1;
    if (one_tile && !any_tile(range)) return true;
    distribute(inside ? std::move(geometry) : clipped(geometry, box), range);
    return true;
}

void TileBins::distribute(const TileGeometry& part, const TileRange& range) {
    if (part.parts.empty() || !any_tile(range)) return;
    const std::int32_t rows = range.row_end - range.row_begin;
    const std::int32_t columns = range.column_end - range.column_begin;
    if (rows == 1 && columns == 1) {
        const auto width = static_cast<std::size_t>(m_all.column_end - m_all.column_begin);
        store(part, static_cast<std::size_t>(
                        m_tile_at[static_cast<std::size_t>(range.row_begin - m_all.row_begin) * width +
                                  static_cast<std::size_t>(range.column_begin - m_all.column_begin)]));
        return;
    }
    TileRange a = range;
    TileRange b = range;
    if (rows >= columns) {
        a.row_end = b.row_begin = range.row_begin + rows / 2;
    } else {
        a.column_end = b.column_begin = range.column_begin + columns / 2;
    }
    distribute(clipped(part, box_of(a)), a);
    distribute(clipped(part, box_of(b)), b);
}

void TileBins::store(const TileGeometry& part, std::size_t tile) {
    TileGeometry& to = m_geometries[tile];
    const auto points = static_cast<std::uint32_t>(to.points.size());
    const auto chains = static_cast<std::uint32_t>(to.chain_end.size());
    const auto rings = static_cast<std::uint32_t>(to.ring_end.size());
    to.points.insert(to.points.end(), part.points.begin(), part.points.end());
    for (const auto end : part.chain_end) to.chain_end.push_back(points + end);
    for (const auto end : part.ring_end) to.ring_end.push_back(chains + end);
    to.parts.push_back(
        {part.parts.front().target, rings + part.parts.front().ring_end, part.parts.front().simple});
}

}  // namespace amaneku::overlay
