#pragma once

#include <amaneku/geometry.hpp>
#include <amaneku/mesh_code.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace amaneku {

/// A cell's row (counted from the south) and column (from the west).
struct Cell {
    std::int32_t row = 0;
    std::int32_t column = 0;

    friend auto operator<=>(const Cell&, const Cell&) = default;
};

/// Fixed-point coordinates in the plane of a grid: whole numbers, so that comparisons are exact and no result
/// depends on how the work was cut into tiles. Of a mesh 2^-22 U (1e-16 degree), of other grids 2^-42 of a
/// cell.
using Tick = std::int64_t;

struct TickPoint {
    Tick x = 0;
    Tick y = 0;

    friend auto operator<=>(const TickPoint&, const TickPoint&) = default;
};

/// A regular grid of cells: a level of the JIS mesh, or the pixels of a north-up raster in any CRS.
class Grid {
public:
    /// What `raster` was made with.
    struct Frame {
        Point origin;
        double cell_width = 1.0;
        double cell_height = 1.0;
    };

    /// The squares of a mesh level, in JGD2011 degrees.
    [[nodiscard]] static Grid mesh(MeshLevel level);
    /// A north-up raster: `origin` is its upper left corner, `cell_width` and `cell_height` are positive, in
    /// CRS units. `crs` is anything PROJ understands (WKT kept as read).
    [[nodiscard]] static Grid raster(Point origin, double cell_width, double cell_height,
                                     std::int32_t columns, std::int32_t rows, std::string crs,
                                     bool geographic);

    [[nodiscard]] const std::string& crs() const noexcept { return m_crs; }
    [[nodiscard]] bool is_geographic() const noexcept { return m_geographic; }
    /// The mesh level, nothing for a raster.
    [[nodiscard]] std::optional<MeshLevel> level() const noexcept { return m_level; }
    /// Of a raster, as it was given.
    [[nodiscard]] const Frame& frame() const noexcept { return m_frame; }
    [[nodiscard]] std::int32_t rows() const noexcept { return m_rows; }
    [[nodiscard]] std::int32_t columns() const noexcept { return m_columns; }

    /// Width and height of a cell in ticks.
    [[nodiscard]] Tick cell_width() const noexcept { return m_cell_width; }
    [[nodiscard]] Tick cell_height() const noexcept { return m_cell_height; }
    /// Left edge of a column, lower edge of a row.
    [[nodiscard]] Tick x_of(std::int64_t column) const noexcept { return m_origin_x + column * m_cell_width; }
    [[nodiscard]] Tick y_of(std::int64_t row) const noexcept { return m_origin_y + row * m_cell_height; }

    /// The nearest ticks of a position; nothing where it is not finite or further out than ticks reach
    /// (720 degrees for a mesh, a million cells from the middle of a raster).
    [[nodiscard]] std::optional<TickPoint> ticks_of(Point p) const noexcept;
    /// The position of ticks, rounded to a double.
    [[nodiscard]] Point position_of(TickPoint t) const noexcept;

    /// The cell that holds a position (edges belong to the north and east); nothing outside the grid.
    [[nodiscard]] std::optional<Cell> cell_of(Point p) const noexcept;
    [[nodiscard]] Point centre(Cell cell) const noexcept;
    /// About how high a cell is, in metres; of a grid in a projected CRS, in its units.
    [[nodiscard]] double height_m(Cell cell) const noexcept;
    /// Closed, counter-clockwise from the south-west corner.
    [[nodiscard]] std::array<Point, 5> polygon(Cell cell) const noexcept;
    /// The mesh code, or `r<row>c<column>` counted from the raster's north-west corner.
    [[nodiscard]] std::string code(Cell cell) const;
    /// The cell a code of this grid names.
    [[nodiscard]] std::optional<Cell> cell_from_code(std::string_view text) const;

private:
    Grid() = default;

    std::optional<MeshLevel> m_level;
    std::string m_crs;
    bool m_geographic = true;
    std::int32_t m_rows = 0;
    std::int32_t m_columns = 0;
    Tick m_cell_width = 1;
    Tick m_cell_height = 1;
    Tick m_origin_x = 0;
    Tick m_origin_y = 0;
    Frame m_frame{};
    // Of a raster: the point that is tick 0, and cell sizes in CRS units.
    Point m_anchor{};
    double m_width = 1.0;
    double m_height = 1.0;
};

/// Area of a cell on the GRS80 ellipsoid by the authalic formula; for geographic grids only.
[[nodiscard]] double geographic_cell_area_km2(const Grid& grid, Cell cell) noexcept;

}  // namespace amaneku
