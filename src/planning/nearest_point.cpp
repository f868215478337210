#include "planning/nearest_point.hpp"

#include "proj/geodesic.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace amaneku::planning {

namespace {

constexpr double radians = std::numbers::pi / 180.0;
/// A degree of a meridian is nowhere shorter, nor one of a parallel than this by the cosine.
constexpr double shortest_degree_m = 110'500.0;
/// How far about_m may be from the geodesic, as a part of it.
constexpr double slack = 0.02;

/// About the distance: on a sphere, so within 0.6 % whatever the distance.
double about_m(Point a, Point b) noexcept {
    const double dy = std::sin((a.y - b.y) * radians / 2.0);
    const double dx = std::sin((a.x - b.x) * radians / 2.0);
    const double h = dy * dy + std::cos(a.y * radians) * std::cos(b.y * radians) * dx * dx;
    return 2.0 * 6'371'000.0 * std::asin(std::min(1.0, std::sqrt(h)));
}

}  // namespace

NearestPoint::NearestPoint(std::vector<Point> points) : m_points{std::move(points)} {
    if (m_points.empty()) return;
    Point high = m_low = m_points.front();
    for (const Point& p : m_points) {
        m_low = {std::min(m_low.x, p.x), std::min(m_low.y, p.y)};
        high = {std::max(high.x, p.x), std::max(high.y, p.y)};
    }
    const double extent = std::max(high.x - m_low.x, high.y - m_low.y);
    // Points crowd in towns: more buckets than points.
    m_size = std::max(0.002, extent / (4.0 * std::sqrt(static_cast<double>(m_points.size()))));
    m_rows = row(high.y) + 1;
    m_columns = column(high.x) + 1;
    m_begin.assign(static_cast<std::size_t>(m_rows * m_columns) + 1, 0);
    const auto bucket = [&](const Point& p) {
        return static_cast<std::size_t>(row(p.y) * m_columns + column(p.x));
    };
    for (const Point& p : m_points) ++m_begin[bucket(p) + 1];
    for (std::size_t b = 1; b < m_begin.size(); ++b) m_begin[b] += m_begin[b - 1];
    m_member.resize(m_points.size());
    std::vector<std::uint32_t> next{m_begin.begin(), m_begin.end() - 1};
    for (std::uint32_t i = 0; i < m_points.size(); ++i) m_member[next[bucket(m_points[i])]++] = i;
}

std::int64_t NearestPoint::column(double x) const noexcept {
    return static_cast<std::int64_t>(std::floor((x - m_low.x) / m_size));
}

std::int64_t NearestPoint::row(double y) const noexcept {
    return static_cast<std::int64_t>(std::floor((y - m_low.y) / m_size));
}

void NearestPoint::look_at_bucket(Point from, std::int64_t row, std::int64_t column, double& best,
                                  std::vector<std::pair<double, std::uint32_t>>& found) const {
    if (row < 0 || row >= m_rows || column < 0 || column >= m_columns) return;
    const auto bucket = static_cast<std::size_t>(row * m_columns + column);
    for (std::uint32_t k = m_begin[bucket]; k < m_begin[bucket + 1]; ++k) {
        const Point& p = m_points[m_member[k]];
        if (std::abs(p.y - from.y) * shortest_degree_m > best * (1.0 + 2.0 * slack) + 1.0) continue;
        const double m = about_m(from, p);
        if (m > best * (1.0 + slack) + 1e-3) continue;
        best = std::min(best, m);
        found.emplace_back(m, m_member[k]);
    }
}

void NearestPoint::look_at_ring(Point from, std::int64_t ring, double& best,
                                std::vector<std::pair<double, std::uint32_t>>& found) const {
    const std::int64_t r = row(from.y);
    const std::int64_t c = column(from.x);
    // Only what of the ring has buckets: a query far out looks at no more of them than there are.
    const std::int64_t west = std::max<std::int64_t>(c - ring, 0);
    const std::int64_t east = std::min(c + ring, m_columns - 1);
    for (std::int64_t x = west; x <= east; ++x) {
        look_at_bucket(from, r - ring, x, best, found);
        if (ring > 0) look_at_bucket(from, r + ring, x, best, found);
    }
    const std::int64_t south = std::max<std::int64_t>(r - ring + 1, 0);
    const std::int64_t north = std::min(r + ring - 1, m_rows - 1);
    for (std::int64_t y = south; y <= north; ++y) {
        look_at_bucket(from, y, c - ring, best, found);
        look_at_bucket(from, y, c + ring, best, found);
    }
}

std::optional<NearPoint> NearestPoint::find(Point from) const {
    if (m_points.empty()) return std::nullopt;
    const std::int64_t r = row(from.y);
    const std::int64_t c = column(from.x);
    const std::int64_t last = std::max(std::max(std::abs(r), std::abs(r - m_rows + 1)),
                                       std::max(std::abs(c), std::abs(c - m_columns + 1)));
    // Rings before the first that has a bucket hold nothing.
    const std::int64_t first =
        std::max<std::int64_t>({std::int64_t{0}, -r, r - m_rows + 1, -c, c - m_columns + 1});
    double best = std::numeric_limits<double>::infinity();
    std::vector<std::pair<double, std::uint32_t>> found;
    for (std::int64_t ring = first; ring <= last; ++ring) {
        const double degrees = static_cast<double>(ring - 1) * m_size;
        const double highest = std::min(90.0, std::abs(from.y) + degrees + 2.0 * m_size);
        const double out = degrees * shortest_degree_m * std::cos(highest * radians);
        if (out > best * (1.0 + slack)) break;
        look_at_ring(from, ring, best, found);
    }
    std::optional<NearPoint> nearest;
    for (const auto& [about, index] : found) {
        if (about > best * (1.0 + slack) + 1e-3) continue;
        const double m = proj::geodesic_distance(from, m_points[index]);
        if (!nearest || m < nearest->distance_m || (m == nearest->distance_m && index < nearest->index))
            nearest = NearPoint{m, index};
    }
    return nearest;
}

}  // namespace amaneku::planning
