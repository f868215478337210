#include "io/placement.hpp"

#include <algorithm>

namespace amaneku::io {

Placement::Placement(const Grid& grid)
    : m_low{grid.position_of({grid.x_of(0), grid.y_of(0)})},
      m_high{grid.position_of({grid.x_of(grid.columns()), grid.y_of(grid.rows())})},
      m_is_geographic{grid.is_geographic()} {}

void Placement::add(Point p) noexcept {
    add_box(p, p);
}

void Placement::add(const PolygonSet& polygons, std::size_t first_point) noexcept {
    if (first_point >= polygons.points.size()) return;
    Point low = polygons.points[first_point];
    Point high = low;
    for (std::size_t i = first_point; i < polygons.points.size(); ++i) {
        const Point p = polygons.points[i];
        low = {std::min(low.x, p.x), std::min(low.y, p.y)};
        high = {std::max(high.x, p.x), std::max(high.y, p.y)};
    }
    add_box(low, high);
}

void Placement::add(const Placement& other) noexcept {
    m_read += other.m_read;
    m_inside += other.m_inside;
    m_swapped_inside += other.m_swapped_inside;
}

void Placement::add_box(Point low, Point high) noexcept {
    ++m_read;
    if (low.x <= m_high.x && high.x >= m_low.x && low.y <= m_high.y && high.y >= m_low.y) ++m_inside;
    if (m_is_geographic && low.y <= m_high.x && high.y >= m_low.x && low.x <= m_high.y && high.x >= m_low.y)
        ++m_swapped_inside;
}

}  // namespace amaneku::io
