#pragma once

#include "core/grid.hpp"
#include <amaneku/geometry.hpp>

#include <cstdint>
#include <string>

namespace amaneku::footprint {

/// A grid's cells cut into n by n sub-cells, rows counted from the south and columns from the west, going on
/// beyond the grid's own bounds.
///
/// Every edge is a double of its own, the nearest to the grid's tick, so that sub-cells nest in the cells and
/// neighbours share their edges to the bit.
class SubGrid {
public:
    /// The squares of the third mesh (30″ by 45″) cut into the fewest n by n so that no side is longer than
    /// `side_m` at `latitude`: give the latitude nearest to the equator that a run may meet, not one that
    /// moves with its sites.
    /// @throws Error (Errc::configuration) for a side that is not above 0 or gives cells beyond all counting
    [[nodiscard]] static SubGrid of_mesh(double side_m, double latitude);
    /// `grid`'s cells cut likewise; in a projected grid its units are taken as metres.
    [[nodiscard]] static SubGrid within(const Grid& grid, double side_m, double latitude);
    /// `grid`'s cells cut into `parts` by `parts`.
    SubGrid(const Grid& grid, std::int32_t parts);

    [[nodiscard]] const Grid& grid() const noexcept { return m_grid; }
    [[nodiscard]] std::int32_t parts() const noexcept { return m_parts; }
    /// Left edge of a column, lower edge of a row, in the grid's CRS.
    [[nodiscard]] double x_edge(std::int64_t column) const noexcept;
    [[nodiscard]] double y_edge(std::int64_t row) const noexcept;
    [[nodiscard]] Point centre(Cell cell) const noexcept;
    /// The sub-cell that holds a position, but for its rounding at an edge.
    [[nodiscard]] Cell cell_of(Point p) const noexcept;
    /// The grid's cell that a sub-cell lies in.
    [[nodiscard]] Cell parent(Cell cell) const noexcept;
    [[nodiscard]] double cell_width() const noexcept { return m_width; }
    [[nodiscard]] double cell_height() const noexcept { return m_height; }
    /// Tells this grid from all others: for keys.
    [[nodiscard]] std::string key() const;

private:
    Grid m_grid;
    std::int32_t m_parts;
    double m_width;
    double m_height;
    Point m_origin;  ///< lower left corner of sub-cell (0, 0)
};

}  // namespace amaneku::footprint
