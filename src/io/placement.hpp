#pragma once

#include "core/grid.hpp"
#include <amaneku/geometry.hpp>

#include <cstddef>

namespace amaneku::io {

/// Where the positions of a file lie beside the population's grid: whether any is on it, and whether any
/// would be with longitude and latitude changed over.
class Placement {
public:
    explicit Placement(const Grid& grid);

    /// A position in the grid's CRS.
    void add(Point p) noexcept;
    /// The box of the points of `polygons` from one on: what a feature added.
    void add(const PolygonSet& polygons, std::size_t first_point) noexcept;

    /// What another one of the same grid has seen.
    void add(const Placement& other) noexcept;

    [[nodiscard]] bool is_all_outside() const noexcept { return m_read > 0 && m_inside == 0; }
    [[nodiscard]] bool looks_swapped() const noexcept {
        return is_all_outside() && m_swapped_inside == m_read;
    }
    [[nodiscard]] std::size_t outside() const noexcept { return m_read - m_inside; }

private:
    void add_box(Point low, Point high) noexcept;

    Point m_low;
    Point m_high;
    bool m_is_geographic;
    std::size_t m_read = 0;
    std::size_t m_inside = 0;
    std::size_t m_swapped_inside = 0;
};

/// What to say of a file whose `Placement` is all outside.
inline constexpr const char* swapped_text =
    "everything lies outside the population's grid; longitude and latitude look swapped: x is longitude, y "
    "latitude";
inline constexpr const char* outside_text =
    "everything lies outside the population's grid: are its CRS and its area the right ones?";

}  // namespace amaneku::io
