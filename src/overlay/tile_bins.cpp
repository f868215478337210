#include "overlay/tile_bins.hpp"

#include "overlay/ring_winding.hpp"

#include <algorithm>
#include <cassert>
#include <limits>
#include <numeric>

namespace amaneku::overlay {

namespace {

std::int64_t floor_div(std::int64_t a, std::int64_t b) noexcept {
    const std::int64_t q = a / b;
    return (a % b != 0 && (a < 0) != (b < 0)) ? q - 1 : q;
}

/// Calls `visit(begin, end, tile row, tile column)` for every run of cells of one row in one tile.
template <typename Visit>
void for_each_run(std::span<const Cell> cells, std::int32_t tile_size, Visit visit) {
    for (std::size_t begin = 0, end = 0; begin < cells.size(); begin = end) {
        const std::int32_t row = cells[begin].row;
        const std::int32_t column = cells[begin].column / tile_size;
        const std::int64_t beyond = (std::int64_t{column} + 1) * tile_size;
        for (end = begin + 1; end < cells.size() && cells[end].row == row && cells[end].column < beyond;)
            ++end;
        visit(begin, end, row / tile_size, column);
    }
}

}  // namespace

TileBins::TileBins(const Grid& grid, std::span<const Cell> cells, const BinOptions& options)
    : m_grid{grid},
      m_zone_count{options.zone_count},
      m_tile_size{options.tile_size},
      m_lanes(options.lanes),
      m_lane_memory{options.memory / options.lanes} {
    const std::int32_t tile_size = m_tile_size;
    assert(tile_size > 0 && tile_size <= 0xffff);  // of CellBlock
    if (cells.empty()) {
        m_tile_begin.assign(1, 0);
        return;
    }
    m_all = {std::numeric_limits<std::int32_t>::max(), 0, std::numeric_limits<std::int32_t>::max(), 0};
    for_each_run(cells, tile_size, [&](std::size_t, std::size_t, std::int32_t row, std::int32_t column) {
        m_all = {std::min(m_all.row_begin, row), std::max(m_all.row_end, row + 1),
                 std::min(m_all.column_begin, column), std::max(m_all.column_end, column + 1)};
    });
    const auto width = static_cast<std::size_t>(m_all.column_end - m_all.column_begin);
    m_tile_at.assign(width * static_cast<std::size_t>(m_all.row_end - m_all.row_begin), -1);
    const auto slot = [&](std::int32_t row, std::int32_t column) {
        return static_cast<std::size_t>(row - m_all.row_begin) * width +
               static_cast<std::size_t>(column - m_all.column_begin);
    };
    for_each_run(cells, tile_size, [&](std::size_t, std::size_t, std::int32_t row, std::int32_t column) {
        m_tile_at[slot(row, column)] = 0;
    });
    std::int32_t tile = 0;
    for (auto& at : m_tile_at) {
        if (at == 0) at = tile++;
    }
    m_extents.assign(static_cast<std::size_t>(tile), {std::numeric_limits<std::int32_t>::max(), 0,
                                                      std::numeric_limits<std::int32_t>::max(), 0});
    for (Lane& lane : m_lanes) {
        lane.tiles.resize(m_extents.size());
        lane.spilled.resize(m_extents.size());
        lane.shapes.resize(m_extents.size());
    }
    m_tile_begin.assign(m_extents.size() + 1, 0);
    for_each_run(cells, tile_size,
                 [&](std::size_t begin, std::size_t end, std::int32_t row, std::int32_t column) {
                     const auto t = static_cast<std::size_t>(m_tile_at[slot(row, column)]);
                     m_tile_begin[t + 1] += end - begin;
                     TileExtent& e = m_extents[t];
                     e = {std::min(e.row_begin, cells[begin].row), std::max(e.row_end, cells[begin].row + 1),
                          std::min(e.column_begin, cells[begin].column),
                          std::max(e.column_end, cells[end - 1].column + 1)};
                 });
    std::partial_sum(m_tile_begin.begin(), m_tile_begin.end(), m_tile_begin.begin());
    m_tile_cells.resize(cells.size());
    auto next = m_tile_begin;
    const auto cells_a_tile = static_cast<std::size_t>(tile_size) * static_cast<std::size_t>(tile_size);
    m_wanted = {m_extents.size(), cells_a_tile};
    for_each_run(cells, tile_size,
                 [&](std::size_t begin, std::size_t end, std::int32_t row, std::int32_t column) {
                     const auto t = static_cast<std::size_t>(m_tile_at[slot(row, column)]);
                     for (std::size_t i = begin; i < end; ++i) {
                         m_tile_cells[next[t]++] = static_cast<std::uint32_t>(i);
                         m_wanted.set(t, m_extents[t].index_of(cells[i]));
                     }
                 });
    for (std::uint32_t p = 0; p < options.provider_count; ++p)
        m_whole.emplace_back(m_extents.size(), cells_a_tile);
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
    for_each_tile_at(corners, [&](std::size_t tile) {
        m_lanes[lane].shapes[tile].push_back({target, index});
    });
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
    std::int8_t winding = 0;
    if (geometry.ring_end.size() == 1)
        winding = known_simple ? simple_winding(geometry.points) : convex_winding(geometry.points);
    geometry.parts.push_back({target, static_cast<std::uint32_t>(geometry.ring_end.size()), winding});
    distribute(lane, geometry, *extent, range, 0);
    return true;
}

TileGeometry& TileBins::scratch(Lane& lane, std::size_t depth) const {
    if (lane.halves.size() <= depth) lane.halves.resize(depth + 1);
    lane.halves[depth].clear();
    return lane.halves[depth];
}

/// Halves the tiles until one is left; an edge is clipped with each half, whole.
void TileBins::distribute(Lane& lane, TileGeometry& part, const TickBox& extent, const TileRange& range,
                          std::size_t depth) {
    if (!any_tile(range)) return;
    const TickBox box = box_of(range);
    TileGeometry* from = &part;
    if (!box.holds(extent)) {
        TileGeometry& clipped = scratch(lane, depth);
        if (!append_clipped(part, box, clipped)) return;
        from = &clipped;
    }
    const std::int32_t rows = range.row_end - range.row_begin;
    const std::int32_t columns = range.column_end - range.column_begin;
    if (rows == 1 && columns == 1) {
        const auto tile = static_cast<std::size_t>(tile_at(range.row_begin, range.column_begin));
        if (note_whole(lane, tile, *from)) append(*from, room(lane, tile, from->points.size()));
        return;
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

/// Notes the cells that the one part covers whole; whether more must be known of it.
bool TileBins::note_whole(Lane& lane, std::size_t tile, TileGeometry& part) {
    TilePart& noted = part.parts.front();
    const std::uint32_t target = noted.target;
    noted.touched = {};
    if (target < m_zone_count || part.ring_end.size() != 1) return true;
    TileCells& whole = m_whole[target - m_zone_count];
    const TileExtent& extent = m_extents[tile];
    const auto columns = static_cast<std::uint32_t>(extent.columns());
    lane.walk.begin(m_grid, extent);
    lane.walk.walk_outline(part, 0, part.ring_end.front());
    for (const RingRun& run : lane.walk.runs()) {
        for (std::uint32_t column = run.column_begin; column < run.column_end; ++column)
            whole.set(tile, run.row * columns + column);
    }
    constexpr std::uint32_t columns_and_rows_end = 0xffffU;
    std::uint32_t row_begin = columns_and_rows_end;
    std::uint32_t row_end = 0;
    std::uint32_t column_begin = columns_and_rows_end;
    std::uint32_t column_end = 0;
    for (const RingCell& at : lane.walk.cells()) {
        if (!m_wanted.has(tile, at.cell) || whole.has(tile, at.cell)) continue;
        const std::uint32_t row = at.cell / columns;
        const std::uint32_t column = at.cell % columns;
        row_begin = std::min(row_begin, row);
        row_end = std::max(row_end, row + 1);
        column_begin = std::min(column_begin, column);
        column_end = std::max(column_end, column + 1);
    }
    if (row_end == 0) return false;
    noted.touched = {static_cast<std::uint16_t>(row_begin), static_cast<std::uint16_t>(row_end),
                     static_cast<std::uint16_t>(column_begin), static_cast<std::uint16_t>(column_end)};
    return true;
}

bool TileBins::is_covered(std::size_t tile, const TilePart& part) const noexcept {
    if (part.touched.row_end == 0) return false;
    const TileCells& whole = m_whole[part.target - m_zone_count];
    const auto columns = static_cast<std::uint32_t>(m_extents[tile].columns());
    for (std::uint32_t row = part.touched.row_begin; row < part.touched.row_end; ++row) {
        for (std::uint32_t column = part.touched.column_begin; column < part.touched.column_end; ++column) {
            const std::uint32_t cell = row * columns + column;
            if (m_wanted.has(tile, cell) && !whole.has(tile, cell)) return false;
        }
    }
    return true;
}

/// Footprints that came since may have covered what earlier ones touch.
void TileBins::drop_covered(std::size_t tile, TileGeometry& chunk) const {
    std::vector<std::uint8_t> keep;
    keep.reserve(chunk.parts.size());
    for (const TilePart& part : chunk.parts) keep.push_back(is_covered(tile, part) ? 0 : 1);
    chunk.keep_parts(keep);
}

/// Where a tile's next part goes: its last chunk, or a new one where that is full.
TileGeometry& TileBins::room(Lane& lane, std::size_t tile, std::size_t points) {
    constexpr std::size_t first_chunk = 128;  // points
    auto& chunks = lane.tiles[tile];
    const auto has_room = [&](std::size_t more) {
        return !chunks.empty() && chunks.back().points.size() + more <= chunks.back().points.capacity();
    };
    if (!chunks.empty() && !has_room(points)) {
        drop_covered(tile, chunks.back());
        points = std::max(points, chunks.back().points.capacity() / 4);  // else it is full again at once
    }
    if (!has_room(points)) {
        if (lane.bytes > m_lane_memory) spill_all(lane);
        std::size_t held = 0;
        for (const TileGeometry& chunk : chunks) held += chunk.points.size();
        chunks.emplace_back();
        chunks.back().points.reserve(std::max({first_chunk, held / 2, points}));
        lane.bytes += chunks.back().points.capacity() * sizeof(TickPoint);
    }
    return chunks.back();
}

/// Puts all that a lane holds into the temporary file.
void TileBins::spill_all(Lane& lane) {
    std::call_once(m_spill->made, [&] { m_spill->file = std::make_unique<SpillFile>(); });
    for (std::size_t tile = 0; tile < lane.tiles.size(); ++tile) {
        for (TileGeometry& chunk : lane.tiles[tile]) {
            drop_covered(tile, chunk);
            if (!chunk.parts.empty()) lane.spilled[tile].push_back(spill(chunk, *m_spill->file));
        }
        lane.tiles[tile] = {};
    }
    lane.bytes = 0;
}

std::size_t TileBins::cost(std::size_t tile) const noexcept {
    std::size_t points = 0;
    for (const Lane& lane : m_lanes) {
        for (const TileGeometry& chunk : lane.tiles[tile]) points += chunk.points.size();
        for (const SpilledGeometry& spilled : lane.spilled[tile]) points += spilled.points;
    }
    constexpr std::size_t points_a_shape = 64;
    for_each_shape(tile, [&](const TileShape&) { points += points_a_shape; });
    return points + cells_of(tile).size();
}

void TileBins::release(std::size_t tile) {
    for (Lane& lane : m_lanes) {
        lane.tiles[tile] = {};
        lane.spilled[tile] = {};
        lane.shapes[tile] = {};
    }
}

}  // namespace amaneku::overlay
