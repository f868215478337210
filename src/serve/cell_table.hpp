#pragma once

#include "core/grid.hpp"
#include "serve/result_folder.hpp"
#include <amaneku/geometry.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace amaneku::serve {

/// A column of numbers of the layer `mesh`; not a number where it has none.
struct NumberColumn {
    std::string name;
    bool is_whole = false;       ///< of integers
    std::vector<double> values;  ///< by cell
};

/// The layer `mesh` of coverage.gpkg in memory: index-aligned columns, cells in ascending order.
class CellTable {
public:
    /// @throws Error (Errc::input) where the file or the layer is not there or is of something else
    [[nodiscard]] static CellTable read(const ResultFolder& result);

    [[nodiscard]] std::size_t size() const noexcept { return m_zone.size(); }
    /// A grid of the mesh; nothing where the cells are a raster's.
    [[nodiscard]] const std::optional<Grid>& grid() const noexcept { return m_grid; }
    [[nodiscard]] const std::vector<Cell>& cells() const noexcept { return m_cells; }
    [[nodiscard]] const std::vector<NumberColumn>& columns() const noexcept { return m_columns; }
    /// Codes of the zones, and which of them each cell has.
    [[nodiscard]] const std::vector<std::string>& zone_codes() const noexcept { return m_zone_codes; }
    [[nodiscard]] std::uint32_t zone(std::size_t cell) const noexcept { return m_zone[cell]; }
    /// Null where there is no such column.
    [[nodiscard]] const NumberColumn* column(std::string_view name) const;

    [[nodiscard]] std::optional<std::size_t> find(std::string_view code) const;
    [[nodiscard]] std::optional<std::size_t> find(Point at) const;
    [[nodiscard]] std::string code(std::size_t cell) const;
    /// West, south, east, north in degrees.
    [[nodiscard]] std::array<double, 4> box(std::size_t cell) const;

private:
    void sort_cells();

    std::optional<Grid> m_grid;
    std::vector<Cell> m_cells;                   ///< of a raster: row from the north as its code has it
    std::vector<std::array<double, 4>> m_boxes;  ///< of a raster only
    std::vector<NumberColumn> m_columns;
    std::vector<std::string> m_zone_codes;
    std::vector<std::uint32_t> m_zone;
};

}  // namespace amaneku::serve
