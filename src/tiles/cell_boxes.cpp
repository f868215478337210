#include "tiles/cell_boxes.hpp"

#include "tiles/lonlat.hpp"
#include "tiles/unit_polygons.hpp"

#include <algorithm>
#include <cmath>

namespace amaneku::tiles {

namespace {

/// The part of a convex ring on one side of a line: of x or y at `edge`.
void cut(std::vector<Point>& ring, bool is_x, double edge, bool keep_below) {
    std::vector<Point> out;
    const auto at = [&](const Point& p) { return is_x ? p.x : p.y; };
    const auto keeps = [&](const Point& p) { return keep_below ? at(p) <= edge : at(p) >= edge; };
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Point& a = ring[i];
        const Point& b = ring[i + 1 < ring.size() ? i + 1 : 0];
        if (keeps(a)) out.push_back(a);
        if (keeps(a) == keeps(b)) continue;
        const double t = (edge - at(a)) / (at(b) - at(a));
        out.push_back({a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)});
    }
    ring = std::move(out);
}

constexpr UnitBox box{{-buffer, -buffer}, {extent + buffer, extent + buffer}};  // what a tile shows

/// A cell's ring within the box; where no area of it is left, a unit at its place.
void draw(std::span<const Point> ring, const UnitBox& own, Commands& out) {
    std::vector<UnitPoint> whole = on_units(ring);
    const std::int64_t area = whole.empty() ? 0 : shoelace(whole);
    if (area == 0) {
        const UnitPoint from{std::clamp(own.low.x, box.low.x, box.high.x - 1),
                             std::clamp(own.low.y, box.low.y, box.high.y - 1)};
        out.rectangle(from, {from.x + 1, from.y + 1});
        return;
    }
    if (area < 0) std::reverse(whole.begin(), whole.end());
    out.ring(whole);
}

}  // namespace

CellBoxes::CellBoxes(const CellLayer& layer) : m_layer{layer} {
    if (layer.cells.empty()) return;
    m_in_degrees = layer.grid.is_geographic() && ToDegrees{layer.grid.crs()}.is_identity();
    if (m_in_degrees) {
        measure_lines();
    } else {
        measure_corners();
    }
}

void CellBoxes::measure_lines() {
    const auto& cells = m_layer.cells;
    const auto [west, east] = std::minmax_element(
        cells.begin(), cells.end(), [](const Cell& a, const Cell& b) { return a.column < b.column; });
    m_first_row = cells.front().row;
    m_first_column = west->column;
    const std::int32_t rows = cells.back().row - m_first_row + 1;
    const std::int32_t columns = east->column - m_first_column + 1;
    const Grid& grid = m_layer.grid;
    for (std::int32_t c = 0; c <= columns; ++c)
        m_x.push_back(world_of(grid.position_of({grid.x_of(m_first_column + c), grid.y_of(m_first_row)})).x);
    for (std::int32_t r = 0; r <= rows; ++r)
        m_y.push_back(world_of(grid.position_of({grid.x_of(m_first_column), grid.y_of(m_first_row + r)})).y);
    m_row_begin.assign(static_cast<std::size_t>(rows) + 1, cells.size());
    for (std::size_t i = cells.size(); i-- > 0;)
        m_row_begin[static_cast<std::size_t>(cells[i].row - m_first_row)] = i;
    for (auto r = static_cast<std::size_t>(rows); r-- > 0;)
        m_row_begin[r] = std::min(m_row_begin[r], m_row_begin[r + 1]);
    m_low = {m_x.front(), m_y.back()};
    m_high = {m_x.back(), m_y.front()};
}

void CellBoxes::measure_corners() {
    const ToDegrees degrees{m_layer.grid.crs()};
    m_corners.reserve(m_layer.cells.size());
    for (std::size_t cell = 0; cell < m_layer.cells.size(); ++cell) {
        const auto polygon = m_layer.grid.polygon(m_layer.cells[cell]);
        Corners corners;
        for (std::size_t i = 0; i < 4; ++i) corners[i] = world_of(degrees(polygon[3 - i]));
        m_corners.push_back(corners);
        const auto [low, high] = extent_of(cell);
        m_low = {std::min(m_low.x, low.x), std::min(m_low.y, low.y)};
        m_high = {std::max(m_high.x, high.x), std::max(m_high.y, high.y)};
        const double margin = static_cast<double>(buffer + 1) / units_across(m_layer.minzoom);
        const TileAddress first = tile_of({low.x - margin, low.y - margin}, m_layer.minzoom);
        const TileAddress last = tile_of({high.x + margin, high.y + margin}, m_layer.minzoom);
        for (std::uint32_t y = first.y; y <= last.y; ++y) {
            for (std::uint32_t x = first.x; x <= last.x; ++x)
                m_bins.emplace_back(interleaved(x, y), static_cast<std::uint32_t>(cell));
        }
    }
    std::sort(m_bins.begin(), m_bins.end());
}

std::pair<Point, Point> CellBoxes::extent_of(std::size_t cell) const {
    if (m_in_degrees) {
        const auto row = static_cast<std::size_t>(m_layer.cells[cell].row - m_first_row);
        const auto column = static_cast<std::size_t>(m_layer.cells[cell].column - m_first_column);
        return {{m_x[column], m_y[row + 1]}, {m_x[column + 1], m_y[row]}};
    }
    Point low{1.0, 1.0};
    Point high{0.0, 0.0};
    for (const Point& p : m_corners[cell]) {
        low = {std::min(low.x, p.x), std::min(low.y, p.y)};
        high = {std::max(high.x, p.x), std::max(high.y, p.y)};
    }
    return {low, high};
}

void CellBoxes::in_tile(const TileAddress& tile,
                        const std::function<void(std::size_t, const Commands&)>& use) const {
    if (m_layer.cells.empty()) return;
    if (m_in_degrees) {
        rows_in_tile(tile, use);
    } else {
        corners_in_tile(tile, use);
    }
}

void CellBoxes::rows_in_tile(const TileAddress& tile,
                             const std::function<void(std::size_t, const Commands&)>& use) const {
    const UnitPoint origin = origin_of(tile);
    const double across = units_across(tile.z);
    const auto unit = [&](double world, std::int32_t from) {
        return static_cast<std::int32_t>(std::floor(world * across + 0.5)) - from;
    };
    // A line and a row more on every side: which cells are seen is decided on whole units.
    const double margin = static_cast<double>(buffer + 1) / across;
    const double west = origin.x / across - margin;
    const double east = (origin.x + extent) / across + margin;
    const double north = origin.y / across - margin;
    const double south = (origin.y + extent) / across + margin;
    const auto columns = static_cast<std::ptrdiff_t>(m_x.size()) - 1;
    const auto rows = static_cast<std::ptrdiff_t>(m_y.size()) - 1;
    const auto c0 =
        std::max<std::ptrdiff_t>(std::lower_bound(m_x.begin(), m_x.end(), west) - m_x.begin() - 1, 0);
    const auto c1 = std::min(std::upper_bound(m_x.begin(), m_x.end(), east) - m_x.begin(), columns);
    const auto r0 = std::max<std::ptrdiff_t>(
        std::lower_bound(m_y.begin(), m_y.end(), south, std::greater<>{}) - m_y.begin() - 1, 0);
    const auto r1 =
        std::min(std::upper_bound(m_y.begin(), m_y.end(), north, std::greater<>{}) - m_y.begin(), rows);
    if (c0 >= c1 || r0 >= r1) return;
    std::vector<std::int32_t> x;
    for (std::ptrdiff_t c = c0; c <= c1; ++c) x.push_back(unit(m_x[static_cast<std::size_t>(c)], origin.x));
    Commands commands;
    for (std::ptrdiff_t r = r0; r < r1; ++r) {
        const auto row = static_cast<std::size_t>(r);
        std::int32_t top = unit(m_y[row + 1], origin.y);
        const std::int32_t bottom = std::max(unit(m_y[row], origin.y), top + 1);
        const std::int32_t clipped_bottom = std::min(bottom, extent + buffer);
        top = std::max(top, -buffer);
        if (top >= clipped_bottom) continue;
        const auto end = m_layer.cells.begin() + static_cast<std::ptrdiff_t>(m_row_begin[row + 1]);
        auto cell = std::lower_bound(m_layer.cells.begin() + static_cast<std::ptrdiff_t>(m_row_begin[row]),
                                     end, m_first_column + static_cast<std::int32_t>(c0),
                                     [](const Cell& a, std::int32_t column) { return a.column < column; });
        for (; cell != end && cell->column - m_first_column < c1; ++cell) {
            const auto column = static_cast<std::size_t>(cell->column - m_first_column - c0);
            const std::int32_t left = std::max(x[column], -buffer);
            const std::int32_t right = std::min(std::max(x[column + 1], x[column] + 1), extent + buffer);
            if (left >= right) continue;
            commands.clear();
            commands.rectangle({left, top}, {right, clipped_bottom});
            use(static_cast<std::size_t>(cell - m_layer.cells.begin()), commands);
        }
    }
}

void CellBoxes::corners_in_tile(const TileAddress& tile,
                                const std::function<void(std::size_t, const Commands&)>& use) const {
    if (tile.z < m_layer.minzoom) return;
    const int up = tile.z - m_layer.minzoom;
    const std::uint64_t bin = interleaved(tile.x >> up, tile.y >> up);
    const UnitPoint origin = origin_of(tile);
    const auto begin = std::lower_bound(m_bins.begin(), m_bins.end(), std::pair{bin, std::uint32_t{0}});
    Commands commands;
    std::vector<Point> ring;
    for (auto it = begin; it != m_bins.end() && it->first == bin; ++it) {
        ring.clear();
        UnitBox own{{box.high.x, box.high.y}, {box.low.x, box.low.y}};
        for (const Point& corner : m_corners[it->second]) {
            const UnitPoint at = units_of(corner, tile.z);
            const UnitPoint local{at.x - origin.x, at.y - origin.y};
            ring.push_back({static_cast<double>(local.x), static_cast<double>(local.y)});
            own.low = {std::min(own.low.x, local.x), std::min(own.low.y, local.y)};
            own.high = {std::max(own.high.x, local.x), std::max(own.high.y, local.y)};
        }
        if (own.low.x >= box.high.x || own.high.x <= box.low.x || own.low.y >= box.high.y ||
            own.high.y <= box.low.y)
            continue;
        cut(ring, true, box.low.x, false);
        cut(ring, true, box.high.x, true);
        cut(ring, false, box.low.y, false);
        cut(ring, false, box.high.y, true);
        commands.clear();
        draw(ring, own, commands);
        use(it->second, commands);
    }
}

void CellBoxes::visit_tiles(int z, const std::function<void(std::uint32_t, std::uint32_t)>& use) const {
    for (std::size_t cell = 0; cell < m_layer.cells.size(); ++cell) {
        const auto [low, high] = extent_of(cell);
        const TileAddress first = tile_of(low, z);
        const TileAddress last = tile_of(high, z);
        for (std::uint32_t y = first.y; y <= last.y; ++y) {
            for (std::uint32_t x = first.x; x <= last.x; ++x) use(x, y);
        }
    }
}

}  // namespace amaneku::tiles
