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

}  // namespace

TileBins::TileBins(const Grid& grid, std::span<const Cell> cells, std::int32_t tile_size, std::size_t lanes)
    : m_grid{grid}, m_tile_size{tile_size}, m_lanes(lanes) {
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
    for (Lane& lane : m_lanes) {
        lane.tiles.resize(m_extents.size());
        lane.shapes.resize(m_extents.size());
    }
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

std::int32_t TileBins::tile_at(std::int32_t row, std::int32_t column) const noexcept {
    const auto width = static_cast<std::size_t>(m_all.column_end - m_all.column_begin);
    return m_tile_at[static_cast<std::size_t>(row - m_all.row_begin) * width +
                     static_cast<std::size_t>(column - m_all.column_begin)];
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

TickBox TileBins::box_of(const TileRange& range) const noexcept {
    return {m_grid.x_of(std::int64_t{range.column_begin} * m_tile_size),
            m_grid.x_of(std::int64_t{range.column_end} * m_tile_size),
            m_grid.y_of(std::int64_t{range.row_begin} * m_tile_size),
            m_grid.y_of(std::int64_t{range.row_end} * m_tile_size)};
}

TileBins::TileRange TileBins::range_of(const TickBox& box) const noexcept {
    const auto tile_of = [&](Tick t, Tick origin, Tick size) {
        return static_cast<std::int32_t>(std::clamp<std::int64_t>(
            floor_div(t - origin, size * m_tile_size), std::numeric_limits<std::int32_t>::min() / 2,
            std::numeric_limits<std::int32_t>::max() / 2));
    };
    return {std::max(m_all.row_begin, tile_of(box.y0, m_grid.y_of(0), m_grid.cell_height())),
            std::min(m_all.row_end, tile_of(box.y1, m_grid.y_of(0), m_grid.cell_height()) + 1),
            std::max(m_all.column_begin, tile_of(box.x0, m_grid.x_of(0), m_grid.cell_width())),
            std::min(m_all.column_end, tile_of(box.x1, m_grid.x_of(0), m_grid.cell_width()) + 1)};
}

std::optional<TickBox> TileBins::ticks_of(const std::array<Point, 2>& corners) const noexcept {
    const auto low = m_grid.ticks_of(corners[0]);
    const auto high = m_grid.ticks_of(corners[1]);
    if (!low || !high) return std::nullopt;
    return TickBox{low->x, high->x, low->y, high->y};
}

bool TileBins::add_shape(const std::array<Point, 2>& corners, std::uint32_t target, std::uint32_t index,
                         std::size_t lane) {
    if (!ticks_of(corners)) return false;
    for_each_tile_at(corners,
                     [&](std::size_t tile) { m_lanes[lane].shapes[tile].push_back({target, index}); });
    return true;
}

void TileBins::remove_shape(const std::array<Point, 2>& corners, std::uint32_t target, std::uint32_t index) {
    for_each_tile_at(corners, [&](std::size_t tile) {
        for (Lane& lane : m_lanes) {
            std::erase_if(lane.shapes[tile], [&](const TileShape& shape) {
                return shape.target == target && shape.index == index;
            });
        }
    });
}

bool TileBins::add(const PolygonSet& polygons, std::size_t part, std::uint32_t target, bool known_simple,
                   std::size_t lane_index) {
    Lane& lane = m_lanes[lane_index];
    TileGeometry& geometry = lane.part;
    geometry.clear();
    const auto extent = append_points(m_grid, polygons, part, geometry);
    if (!extent) return false;
    if (geometry.points.empty() || m_extents.empty()) return true;
    const TileRange range = range_of(*extent);
    if (range.row_begin >= range.row_end || range.column_begin >= range.column_end || !any_tile(range))
        return true;
    const bool simple = geometry.ring_end.size() == 1 && (known_simple || is_convex(geometry.points));
    geometry.parts.push_back({target, static_cast<std::uint32_t>(geometry.ring_end.size()), simple});
    distribute(lane, geometry, *extent, range, 0);
    return true;
}

/// Halves the tiles until one is left; an edge is clipped with each half, whole.
void TileBins::distribute(Lane& lane, const TileGeometry& part, const TickBox& extent, const TileRange& range,
                          std::size_t depth) const {
    if (!any_tile(range)) return;
    const std::int32_t rows = range.row_end - range.row_begin;
    const std::int32_t columns = range.column_end - range.column_begin;
    const TickBox box = box_of(range);
    if (rows == 1 && columns == 1) {
        TileGeometry& to = room(lane, range, part.points.size());
        if (box.holds(extent)) {
            append(part, to);
        } else {
            append_clipped(part, box, to);
        }
        return;
    }
    const TileGeometry* from = &part;
    if (!box.holds(extent)) {
        if (lane.halves.size() <= depth) lane.halves.resize(depth + 1);
        lane.halves[depth].clear();
        if (!append_clipped(part, box, lane.halves[depth])) return;
        from = &lane.halves[depth];
    }
    TileRange a = range;
    TileRange b = range;
    if (rows >= columns) {
        a.row_end = b.row_begin = range.row_begin + rows / 2;
    } else {
        a.column_end = b.column_begin = range.column_begin + columns / 2;
    }
    distribute(lane, *from, extent, a, depth + 1);
    distribute(lane, *from, extent, b, depth + 1);
}

/// Where a tile's next part goes: its last chunk, or a new one where that is full.
TileGeometry& TileBins::room(Lane& lane, const TileRange& range, std::size_t points) const {
    constexpr std::size_t first_chunk = 1024;
    auto& chunks = lane.tiles[static_cast<std::size_t>(tile_at(range.row_begin, range.column_begin))];
    if (chunks.empty() || chunks.back().points.size() + points > chunks.back().points.capacity()) {
        std::size_t held = 0;
        for (const TileGeometry& chunk : chunks) held += chunk.points.size();
        chunks.emplace_back();
        chunks.back().points.reserve(std::max({first_chunk, held / 4, points}));
    }
    return chunks.back();
}

std::size_t TileBins::cost(std::size_t tile) const noexcept {
    std::size_t points = 0;
    for_each_geometry(tile, [&](const TileGeometry& chunk) { points += chunk.points.size(); });
    constexpr std::size_t points_a_shape = 64;
    for_each_shape(tile, [&](const TileShape&) { points += points_a_shape; });
    return points + cells_of(tile).size();
}

void TileBins::release(std::size_t tile) {
    for (Lane& lane : m_lanes) {
        lane.tiles[tile] = {};
        lane.shapes[tile] = {};
    }
}

}  // namespace amaneku::overlay
