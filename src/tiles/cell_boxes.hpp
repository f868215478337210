#pragma once

#include "tiles/mercator.hpp"
#include "tiles/mvt_layer.hpp"
#include "tiles/shape_level.hpp"
#include "tiles/tile_source.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

namespace amaneku::tiles {

/// Where the cells of a grid are in tiles: of a grid in degrees by row and column alone, of one in a
/// projected CRS by the corners of its cells.
class CellBoxes {
public:
    /// @param layer  outlives this
    /// @throws Error (Errc::input) where the grid's CRS is unknown
    explicit CellBoxes(const CellLayer& layer);

    /// Calls `use(cell, commands)` for every cell that a tile with its buffer shows, in ascending order.
    void in_tile(const TileAddress& tile,
                 const std::function<void(std::size_t cell, const Commands&)>& use) const;
    /// Calls `use` for tiles of a zoom that hold part of a cell, any number of times each.
    void visit_tiles(int z, const std::function<void(std::uint32_t x, std::uint32_t y)>& use) const;
    /// South-west and north-east corner of all cells in the square of web mercator, y from the north.
    [[nodiscard]] std::pair<Point, Point> bounds() const noexcept { return {m_low, m_high}; }

private:
    using Corners = std::array<Point, 4>;

    void measure_lines();
    void measure_corners();
    void rows_in_tile(const TileAddress& tile,
                      const std::function<void(std::size_t, const Commands&)>& use) const;
    void corners_in_tile(const TileAddress& tile,
                         const std::function<void(std::size_t, const Commands&)>& use) const;
    [[nodiscard]] std::pair<Point, Point> extent_of(std::size_t cell) const;

    const CellLayer& m_layer;
    bool m_in_degrees = true;
    std::int32_t m_first_row = 0, m_first_column = 0;
    std::vector<double> m_x;               // west edges of columns, and the last one's east
    std::vector<double> m_y;               // south edges of rows, and the last one's north; descending
    std::vector<std::size_t> m_row_begin;  // cells of a row
    std::vector<Corners> m_corners;        // of a projected grid, by cell
    std::vector<std::pair<std::uint64_t, std::uint32_t>> m_bins;  // of it: tiles of the first zoom, cells
    Point m_low{1.0, 1.0}, m_high{0.0, 0.0};
};

}  // namespace amaneku::tiles
