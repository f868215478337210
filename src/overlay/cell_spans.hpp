#pragma once

#include "core/grid.hpp"
#include "core/round_bounds.hpp"
#include "overlay/tile_geometry.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace amaneku::overlay {

/// Which cells of a tile lie inside an ellipse, and which near it; row by row. Good to far less than the room
/// that `RoundBounds` leave.
class CellSpans {
public:
    CellSpans(const Grid& grid, const TileExtent& extent)
        : m_rows{extent.rows()}, m_columns{extent.columns()} {
        const auto corners = grid.polygon({extent.row_begin, extent.column_begin});
        m_corner = corners[0];
        m_width = corners[2].x - corners[0].x;
        m_height = corners[2].y - corners[0].y;
    }

    /// Calls `visit(row · columns + column)` for every cell that lies wholly in the inner ellipse.
    template <typename Visit>
    void for_each_inside(const RoundBounds& bounds, Visit visit) const {
        if (!(bounds.inner.x > 0.0 && bounds.inner.y > 0.0)) return;
        const double middle = (bounds.heart.x - m_corner.x) / m_width;
        const auto [first, last] = rows_of(bounds.heart.y, bounds.inner.y);
        for (std::int32_t row = first; row <= last; ++row) {
            const double low = bottom_of(row, bounds.heart.y) / bounds.inner.y;
            const double high = bottom_of(row + 1, bounds.heart.y) / bounds.inner.y;
            const double far = std::max(std::abs(low), std::abs(high));
            if (far >= 1.0) continue;
            const double half = bounds.inner.x / m_width * std::sqrt(1.0 - far * far);
            const std::int32_t begin = clamped(std::ceil(middle - half));
            const std::int32_t end = clamped(std::floor(middle + half));
            for (std::int32_t column = begin; column < end; ++column) visit(index(row, column));
        }
    }

    /// Whether `holds(row · columns + column)` for every cell that the outer ellipse may touch.
    template <typename Holds>
    [[nodiscard]] bool all_near(const RoundBounds& bounds, Holds holds) const {
        const double middle = (bounds.heart.x - m_corner.x) / m_width;
        const auto [first, last] = rows_of(bounds.heart.y, bounds.outer.y);
        for (std::int32_t row = first; row <= last; ++row) {
            const double low = bottom_of(row, bounds.heart.y) / bounds.outer.y;
            const double high = bottom_of(row + 1, bounds.heart.y) / bounds.outer.y;
            const double near = low <= 0.0 && high >= 0.0 ? 0.0 : std::min(std::abs(low), std::abs(high));
            if (near >= 1.0) continue;
            const double half = bounds.outer.x / m_width * std::sqrt(1.0 - near * near);
            const std::int32_t begin = clamped(std::floor(middle - half));
            const std::int32_t end = clamped(std::ceil(middle + half));
            for (std::int32_t column = begin; column < end; ++column) {
                if (!holds(index(row, column))) return false;
            }
        }
        return true;
    }

private:
    struct Rows {
        std::int32_t first, last;
    };
    [[nodiscard]] Rows rows_of(double y, double semi_axis) const noexcept {
        const double middle = (y - m_corner.y) / m_height;
        const double half = semi_axis / m_height;
        const double top = static_cast<double>(m_rows);
        return {static_cast<std::int32_t>(std::clamp(std::floor(middle - half), 0.0, top)),
                static_cast<std::int32_t>(std::clamp(std::floor(middle + half), -1.0, top - 1.0))};
    }
    [[nodiscard]] double bottom_of(std::int32_t row, double y) const noexcept {
        return m_corner.y + m_height * row - y;
    }
    [[nodiscard]] std::int32_t clamped(double column) const noexcept {
        return static_cast<std::int32_t>(std::clamp(column, 0.0, static_cast<double>(m_columns)));
    }
    [[nodiscard]] std::uint32_t index(std::int32_t row, std::int32_t column) const noexcept {
        return static_cast<std::uint32_t>(row * m_columns + column);
    }

    std::int32_t m_rows, m_columns;
    Point m_corner;
    double m_width = 1.0, m_height = 1.0;
};

}  // namespace amaneku::overlay
