#include "footprint/cell_offsets.hpp"

#include "proj/geodesic.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace amaneku::footprint {

namespace {

constexpr int nodes = 5;
constexpr double radians = std::numbers::pi / 180.0;

using Coefficients = std::array<double, nodes>;

Point from_degrees(const GridPlane& plane, Point p) {
    return plane.from_degrees ? plane.from_degrees(p) : p;
}
Point to_degrees(const GridPlane& plane, Point p) {
    return plane.to_degrees ? plane.to_degrees(p) : p;
}

[[noreturn]] void refuse(Point at, double reach_m, const char* why) {
    throw Error{Errc::input, fmt::format("({}, {})", at.x, at.y),
                fmt::format("cells up to {} m away {}", reach_m, why)};
}

/// The cells of a box that surely holds those within reach.
CellWindow window_around(Point at, double reach_m, const SubGrid& cells, const GridPlane& plane) {
    constexpr double greatest_latitude = 85.0;
    constexpr int directions = 32;
    if (!(std::abs(at.x) <= 180.0 && std::abs(at.y) <= greatest_latitude))
        refuse(at, reach_m, "are too near to a pole, or the position is none");
    // A circle bulges beyond its vertices' box by 1 - cos(pi / 32) at most.
    const double wide = reach_m * 1.006;
    Point low{from_degrees(plane, at)};
    Point high{low};
    for (int i = 0; i < directions; ++i) {
        const Point p = proj::geodesic_direct(at, 360.0 * i / directions, wide);
        if (std::abs(p.x - at.x) > 180.0) refuse(at, reach_m, "would cross the antimeridian");
        if (std::abs(p.y) > greatest_latitude) refuse(at, reach_m, "are too near to a pole");
        const Point q = from_degrees(plane, p);
        low = {std::min(low.x, q.x), std::min(low.y, q.y)};
        high = {std::max(high.x, q.x), std::max(high.y, q.y)};
        if (!std::isfinite(q.x + q.y)) refuse(at, reach_m, "have no place in the grid's CRS");
    }
    const Cell first = cells.cell_of(low);
    const Cell last = cells.cell_of(high);
    return {{first.row - 1, first.column - 1}, last.row - first.row + 3, last.column - first.column + 3};
}

/// Nodes of Chebyshev on [-1, 1].
double node(int i) noexcept {
    return std::cos((2 * i + 1) * std::numbers::pi / (2 * nodes));
}

/// Powers' coefficients of the polynomial through `values` at the nodes.
Coefficients through(const Coefficients& values) {
    Coefficients chebyshev{};
    for (int k = 0; k < nodes; ++k) {
        double sum = 0.0;
        for (int i = 0; i < nodes; ++i)
            sum += values[static_cast<std::size_t>(i)] *
                   std::cos(k * (2 * i + 1) * std::numbers::pi / (2 * nodes));
        chebyshev[static_cast<std::size_t>(k)] = (k == 0 ? 1.0 : 2.0) / nodes * sum;
    }
    const auto& c = chebyshev;
    return {c[0] - c[2] + c[4], c[1] - 3.0 * c[3], 2.0 * c[2] - 8.0 * c[4], 4.0 * c[3], 8.0 * c[4]};
}

double value(const Coefficients& c, double t) noexcept {
    return c[0] + t * (c[1] + t * (c[2] + t * (c[3] + t * c[4])));
}

/// Coefficients in both directions of what `values` holds by row's and column's node.
std::array<Coefficients, nodes> through(const std::array<Coefficients, nodes>& values) {
    std::array<Coefficients, nodes> by_row{};
    for (std::size_t i = 0; i < nodes; ++i) by_row[i] = through(values[i]);
    std::array<Coefficients, nodes> out{};
    for (std::size_t j = 0; j < nodes; ++j) {
        Coefficients column{};
        for (std::size_t i = 0; i < nodes; ++i) column[i] = by_row[i][j];
        const Coefficients powers = through(column);
        for (std::size_t i = 0; i < nodes; ++i) out[i][j] = powers[i];
    }
    return out;
}

}  // namespace

CellOffsets::CellOffsets(Point at, double reach_m, const SubGrid& cells, const GridPlane& plane)
    : m_window{window_around(at, reach_m, cells, plane)} {
    const Point first = cells.centre(m_window.first);
    const Point last =
        cells.centre({m_window.first.row + m_window.rows - 1, m_window.first.column + m_window.columns - 1});
    Plane north{};
    Plane east{};
    for (std::size_t i = 0; i < nodes; ++i) {
        for (std::size_t j = 0; j < nodes; ++j) {
            const double t_row = node(static_cast<int>(i));
            const double t_column = node(static_cast<int>(j));
            const Point p{0.5 * (first.x + last.x) + 0.5 * (last.x - first.x) * t_column,
                          0.5 * (first.y + last.y) + 0.5 * (last.y - first.y) * t_row};
            const proj::GeodesicWay ray = proj::geodesic_inverse(at, to_degrees(plane, p));
            north[i][j] = ray.distance_m * std::cos(ray.azimuth * radians);
            east[i][j] = ray.distance_m * std::sin(ray.azimuth * radians);
        }
    }
    m_north = through(north);
    m_east = through(east);
}

std::array<double, CellOffsets::terms> CellOffsets::along_row(const Plane& plane,
                                                              std::int32_t row) const noexcept {
    const double t = 2.0 * row / (m_window.rows - 1) - 1.0;
    std::array<double, terms> out{};
    for (std::size_t j = 0; j < terms; ++j)
        out[j] = value({plane[0][j], plane[1][j], plane[2][j], plane[3][j], plane[4][j]}, t);
    return out;
}

void CellOffsets::row(std::int32_t row, std::int32_t first, std::span<float> north,
                      std::span<float> east) const {
    const auto n = along_row(m_north, row);
    const auto e = along_row(m_east, row);
    const double step = 2.0 / (m_window.columns - 1);
    for (std::size_t i = 0; i < north.size(); ++i) {
        const double t = step * (first + static_cast<std::int32_t>(i)) - 1.0;
        north[i] = static_cast<float>(value(n, t));
        east[i] = static_cast<float>(value(e, t));
    }
}

Point CellOffsets::seen_at(double t_row, double t_column) const noexcept {
    Point out;
    for (std::size_t i = terms; i-- > 0;) {
        out.x = out.x * t_row + value(m_east[i], t_column);
        out.y = out.y * t_row + value(m_north[i], t_column);
    }
    return out;
}

double CellOffsets::shorter_side_m() const noexcept {
    const Point middle = seen_at(0.0, 0.0);
    const Point right = seen_at(0.0, 2.0 / (m_window.columns - 1));
    const Point above = seen_at(2.0 / (m_window.rows - 1), 0.0);
    return std::min(std::hypot(right.x - middle.x, right.y - middle.y),
                    std::hypot(above.x - middle.x, above.y - middle.y));
}

}  // namespace amaneku::footprint
