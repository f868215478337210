#pragma once

#include "core/grid.hpp"
#include "footprint/sub_grid.hpp"
#include <amaneku/geometry.hpp>

#include <array>
#include <cstdint>
#include <functional>
#include <span>

namespace amaneku::footprint {

/// A rectangle of cells.
struct CellWindow {
    Cell first;  ///< south-west
    std::int32_t rows = 0;
    std::int32_t columns = 0;

    [[nodiscard]] std::size_t size() const noexcept {
        return static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns);
    }
    friend bool operator==(const CellWindow&, const CellWindow&) = default;
};

/// Positions between longitude and latitude in degrees and the CRS of a grid.
struct GridPlane {
    std::function<Point(Point)> from_degrees;  ///< empty: the CRS is longitude and latitude
    std::function<Point(Point)> to_degrees;
};

/// Where the cells around a point lie, seen from it: metres north s·cos(azimuth) and east s·sin(azimuth) of
/// the geodesic of length s to their centres.
///
/// Both are polynomials of the fourth degree in row and column through 25 geodesics of PROJ, then rounded to
/// single precision. Against the geodesic: within 0.5 mm to 5 km, 2.5 mm to 20 km and 0.15 m to 100 km, below
/// 46° of latitude.
class CellOffsets {
public:
    /// @param at       longitude and latitude
    /// @throws Error (Errc::input) where the cells would reach a pole or the antimeridian, or have no place
    /// in
    ///         the grid's CRS
    CellOffsets(Point at, double reach_m, const SubGrid& cells, const GridPlane& plane);

    /// Holds every cell whose centre is within reach.
    [[nodiscard]] const CellWindow& window() const noexcept { return m_window; }
    /// Of the columns `first` … of the window's row `row`; as many as `north` and `east` hold.
    void row(std::int32_t row, std::int32_t first, std::span<float> north, std::span<float> east) const;
    /// Metres of the shorter side of the cell in the middle.
    [[nodiscard]] double shorter_side_m() const noexcept;

private:
    static constexpr int terms = 5;
    using Plane = std::array<std::array<double, terms>, terms>;  ///< by power of row, of column

    [[nodiscard]] std::array<double, terms> along_row(const Plane& plane, std::int32_t row) const noexcept;
    [[nodiscard]] Point seen_at(double t_row, double t_column) const noexcept;

    CellWindow m_window;
    Plane m_north{};
    Plane m_east{};
};

}  // namespace amaneku::footprint
