#include "zonal/station_zones.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace amaneku::zonal {

namespace {

constexpr std::size_t buckets_a_side = 128;

std::size_t bucket(double offset, double step) noexcept {
    const double at = std::floor(offset / step);
    return static_cast<std::size_t>(std::clamp(at, 0.0, static_cast<double>(buckets_a_side - 1)));
}

}  // namespace

StationZones::StationZones(const Grid& grid, const ZoneTable& zones, double reach_m)
    : m_zones{zones},
      m_locator{zones},
      m_nearest{grid, zones},
      m_reach_m{reach_m},
      m_buckets(buckets_a_side * buckets_a_side) {
    const std::vector<Box> boxes = reached_boxes(grid, reach_m);
    if (boxes.empty()) return;
    m_extent = boxes.front();
    for (const Box& box : boxes)
        m_extent = {std::min(m_extent.x0, box.x0), std::min(m_extent.y0, box.y0),
                    std::max(m_extent.x1, box.x1), std::max(m_extent.y1, box.y1)};
    m_step_x = (m_extent.x1 - m_extent.x0) / buckets_a_side;
    m_step_y = (m_extent.y1 - m_extent.y0) / buckets_a_side;
    for (std::size_t part = 0; part < boxes.size(); ++part) {
        const Box& box = boxes[part];
        for (std::size_t row = bucket(box.y0 - m_extent.y0, m_step_y);
             row <= bucket(box.y1 - m_extent.y0, m_step_y); ++row) {
            for (std::size_t column = bucket(box.x0 - m_extent.x0, m_step_x);
                 column <= bucket(box.x1 - m_extent.x0, m_step_x); ++column)
                m_buckets[row * buckets_a_side + column].push_back(static_cast<std::uint32_t>(part));
        }
    }
}

/// Boxes of the parts, wider by the reach and a little more.
std::vector<StationZones::Box> StationZones::reached_boxes(const Grid& grid, double reach_m) const {
    constexpr double metres_per_degree = 110'000.0;  // no more than a degree of latitude has
    constexpr double far = std::numeric_limits<double>::infinity();
    std::vector<Box> out;
    const PolygonSet& polygons = m_zones.polygons;
    for (std::size_t part = 0; part < polygons.part_count(); ++part) {
        Box box{far, far, -far, -far};
        for (const Point& p : polygons.ring(polygons.part_begin[part]))
            box = {std::min(box.x0, p.x), std::min(box.y0, p.y), std::max(box.x1, p.x),
                   std::max(box.y1, p.y)};
        double dx = 1.01 * reach_m;
        double dy = dx;
        if (grid.is_geographic()) {
            dy /= metres_per_degree;
            const double latitude = std::min(89.0, std::max(std::abs(box.y0), std::abs(box.y1)) + dy);
            dx = dy / std::cos(latitude * std::numbers::pi / 180.0);
        }
        out.push_back({box.x0 - dx, box.y0 - dy, box.x1 + dx, box.y1 + dy});
    }
    return out;
}

const std::vector<std::uint32_t>& StationZones::parts_near(Point at) const noexcept {
    if (!(at.x >= m_extent.x0 && at.x <= m_extent.x1 && at.y >= m_extent.y0 && at.y <= m_extent.y1))
        return m_none;
    return m_buckets[bucket(at.y - m_extent.y0, m_step_y) * buckets_a_side +
                     bucket(at.x - m_extent.x0, m_step_x)];
}

std::vector<std::uint32_t> StationZones::zones_of(Point at) const {
    std::vector<std::uint32_t> found = m_locator.zones_at(at);
    if (found.empty() && !parts_near(at).empty()) {
        if (const auto nearest = m_nearest.find(at, m_reach_m)) found.push_back(nearest->zone);
    }
    return found;
}

bool StationZones::is_station_of(Point at, std::uint32_t zone) const {
    const auto& near = parts_near(at);
    if (std::none_of(near.begin(), near.end(),
                     [&](std::uint32_t part) { return m_zones.part_zone[part] == zone; }))
        return false;
    const auto zones = zones_of(at);
    return std::binary_search(zones.begin(), zones.end(), zone);
}

}  // namespace amaneku::zonal
