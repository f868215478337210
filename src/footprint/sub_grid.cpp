#include "footprint/sub_grid.hpp"

#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace amaneku::footprint {

namespace {

/// Floor of a / b.
std::int64_t floored(std::int64_t a, std::int64_t b) noexcept {
    const std::int64_t q = a / b;
    return a % b < 0 ? q - 1 : q;
}

/// part / parts of `whole` ticks, in two steps for the product may not fit.
Tick share_of(Tick whole, std::int64_t part, std::int64_t parts) noexcept {
    return whole / parts * part + whole % parts * part / parts;
}

/// Metres of the longest side of a grid's cell at a latitude.
double longest_side_m(const Grid& grid, double latitude) noexcept {
    const Point low = grid.position_of({grid.x_of(0), grid.y_of(0)});
    const Point high = grid.position_of({grid.x_of(1), grid.y_of(1)});
    if (!grid.is_geographic()) return std::max(high.x - low.x, high.y - low.y);
    constexpr double metres_per_degree = 6378137.0 * std::numbers::pi / 180.0;
    const double cosine = std::cos(latitude * std::numbers::pi / 180.0);
    return metres_per_degree * std::max(high.y - low.y, (high.x - low.x) * cosine);
}

std::int32_t parts_for(const Grid& grid, double side_m, double latitude) {
    constexpr double most_parts = 2000.0;
    constexpr double rounding = 1e-9;
    const double parts = std::ceil(longest_side_m(grid, latitude) / side_m - rounding);
    if (!(side_m > 0.0 && parts <= most_parts)) {
        throw Error{
            Errc::configuration, "resolution_m",
            fmt::format("is {}: must be above 0 and cut a cell into at most {} a side", side_m, most_parts)};
    }
    return std::max(1, static_cast<std::int32_t>(parts));
}

}  // namespace

SubGrid SubGrid::of_mesh(double side_m, double latitude) {
    return within(Grid::mesh(MeshLevel::third), side_m, latitude);
}

SubGrid SubGrid::within(const Grid& grid, double side_m, double latitude) {
    return {grid, parts_for(grid, side_m, latitude)};
}

SubGrid::SubGrid(const Grid& grid, std::int32_t parts)
    : m_grid{grid}, m_parts{parts}, m_width{}, m_height{}, m_origin{x_edge(0), y_edge(0)} {
    m_width = (x_edge(parts) - m_origin.x) / parts;
    m_height = (y_edge(parts) - m_origin.y) / parts;
}

double SubGrid::x_edge(std::int64_t column) const noexcept {
    const std::int64_t whole = floored(column, m_parts);
    const Tick x = m_grid.x_of(whole) + share_of(m_grid.cell_width(), column - whole * m_parts, m_parts);
    return m_grid.position_of({x, m_grid.y_of(0)}).x;
}

double SubGrid::y_edge(std::int64_t row) const noexcept {
    const std::int64_t whole = floored(row, m_parts);
    const Tick y = m_grid.y_of(whole) + share_of(m_grid.cell_height(), row - whole * m_parts, m_parts);
    return m_grid.position_of({m_grid.x_of(0), y}).y;
}

Point SubGrid::centre(Cell cell) const noexcept {
    return {0.5 * (x_edge(cell.column) + x_edge(std::int64_t{cell.column} + 1)),
            0.5 * (y_edge(cell.row) + y_edge(std::int64_t{cell.row} + 1))};
}

Cell SubGrid::cell_of(Point p) const noexcept {
    return {static_cast<std::int32_t>(std::floor((p.y - m_origin.y) / m_height)),
            static_cast<std::int32_t>(std::floor((p.x - m_origin.x) / m_width))};
}

Cell SubGrid::parent(Cell cell) const noexcept {
    return {static_cast<std::int32_t>(floored(cell.row, m_parts)),
            static_cast<std::int32_t>(floored(cell.column, m_parts))};
}

std::string SubGrid::key() const {
    const Grid::Frame& frame = m_grid.frame();
    return fmt::format("{} {:a} {:a} {:a} {:a} {} {}",
                       m_grid.level() ? static_cast<int>(*m_grid.level()) : -1, frame.origin.x,
                       frame.origin.y, frame.cell_width, frame.cell_height, m_parts, m_grid.crs());
}

}  // namespace amaneku::footprint
