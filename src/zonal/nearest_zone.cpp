#include "zonal/nearest_zone.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace amaneku::zonal {

namespace {

/// Distances that differ by less are equal: degrees as doubles are good to some nanometres.
constexpr double tie_m = 1e-6;

double point_to_box(double x, double y, double half_width, double half_height) noexcept {
    const double dx = std::max(0.0, std::abs(x) - half_width);
    const double dy = std::max(0.0, std::abs(y) - half_height);
    return std::hypot(dx, dy);
}

double point_to_segment(double px, double py, double ax, double ay, double bx, double by) noexcept {
    const double dx = bx - ax;
    const double dy = by - ay;
    const double length2 = dx * dx + dy * dy;
    const double t = length2 > 0.0 ? std::clamp(((px - ax) * dx + (py - ay) * dy) / length2, 0.0, 1.0) : 0.0;
    return std::hypot(px - ax - t * dx, py - ay - t * dy);
}

/// Whether a segment meets the rectangle around the origin: what the four sides leave of it is not empty.
bool segment_meets_box(double ax, double ay, double bx, double by, double half_width,
                       double half_height) noexcept {
    double from = 0.0;
    double to = 1.0;
    const auto clip = [&](double step, double room) {  // keeps t with t * step <= room
        if (step > 0.0) {
            to = std::min(to, room / step);
        } else if (step < 0.0) {
            from = std::max(from, room / step);
        } else if (room < 0.0) {
            to = -1.0;
        }
    };
    clip(bx - ax, half_width - ax);
    clip(ax - bx, half_width + ax);
    clip(by - ay, half_height - ay);
    clip(ay - by, half_height + ay);
    return from <= to;
}

}  // namespace

NearestZoneFinder::NearestZoneFinder(const Grid& grid, const ZoneTable& zones)
    : m_grid{grid}, m_zones{zones} {
    constexpr double far = std::numeric_limits<double>::infinity();
    for (std::size_t part = 0; part < zones.polygons.part_count(); ++part) {
        Box box{far, far, -far, -far};
        for (const Point& p : zones.polygons.ring(zones.polygons.part_begin[part])) {
            box = {std::min(box.x0, p.x), std::min(box.y0, p.y), std::max(box.x1, p.x),
                   std::max(box.y1, p.y)};
        }
        m_boxes.push_back(box);
    }
}

std::optional<NearestZone> NearestZoneFinder::find(Cell cell, double reach_m,
                                                   const std::function<bool(std::uint32_t)>& may) const {
    const auto corners = m_grid.polygon(cell);
    return find({corners[0].x, corners[0].y, corners[2].x, corners[2].y}, m_grid.centre(cell), reach_m, may);
}

std::optional<NearestZone> NearestZoneFinder::find(Point at, double reach_m) const {
    return find({at.x, at.y, at.x, at.y}, at, reach_m, [](std::uint32_t) { return true; });
}

std::optional<NearestZone> NearestZoneFinder::find(const Box& from, Point middle, double reach_m,
                                                   const std::function<bool(std::uint32_t)>& may) const {
    double metres_x = 1.0;
    double metres_y = 1.0;
    if (m_grid.is_geographic()) {  // radii of curvature of GRS80
        constexpr double radians = std::numbers::pi / 180.0;
        constexpr double a = 6378137.0;
        constexpr double e2 = 0.006694380022903416;
        const double s = std::sin(middle.y * radians);
        const double w2 = 1.0 - e2 * s * s;
        metres_x = radians * a / std::sqrt(w2) * std::cos(middle.y * radians);
        metres_y = radians * a * (1.0 - e2) / (w2 * std::sqrt(w2));
    }
    const double half_width = 0.5 * (from.x1 - from.x0) * metres_x;
    const double half_height = 0.5 * (from.y1 - from.y0) * metres_y;
    const auto distance_to = [&](std::size_t part) {
        double nearest = std::numeric_limits<double>::infinity();
        for (std::size_t r = m_zones.polygons.part_begin[part]; r < m_zones.polygons.part_begin[part + 1];
             ++r) {
            const auto ring = m_zones.polygons.ring(r);
            for (std::size_t i = 0; i < ring.size(); ++i) {
                const Point& a = ring[i];
                const Point& b = ring[(i + 1) % ring.size()];
                const double ax = (a.x - middle.x) * metres_x;
                const double ay = (a.y - middle.y) * metres_y;
                const double bx = (b.x - middle.x) * metres_x;
                const double by = (b.y - middle.y) * metres_y;
                if (segment_meets_box(ax, ay, bx, by, half_width, half_height)) return 0.0;
                nearest = std::min(nearest, point_to_box(ax, ay, half_width, half_height));
                for (const double sx : {-1.0, 1.0}) {
                    for (const double sy : {-1.0, 1.0}) {
                        nearest = std::min(
                            nearest, point_to_segment(sx * half_width, sy * half_height, ax, ay, bx, by));
                    }
                }
            }
        }
        return nearest;
    };
    // Ties are settled at the end, against the least distance of all: on the way they would depend on the
    // order of the parts.
    std::vector<NearestZone> within;
    double least = reach_m;
    for (std::size_t part = 0; part < m_boxes.size(); ++part) {
        const Box& box = m_boxes[part];
        const double gap_x = std::max({0.0, box.x0 - from.x1, from.x0 - box.x1}) * metres_x;
        const double gap_y = std::max({0.0, box.y0 - from.y1, from.y0 - box.y1}) * metres_y;
        const std::uint32_t zone = m_zones.part_zone[part];
        if (std::hypot(gap_x, gap_y) > least + tie_m || !may(zone)) continue;
        const double distance = distance_to(part);
        if (distance > std::min(reach_m, least + tie_m)) continue;
        within.push_back({zone, distance});
        least = std::min(least, distance);
    }
    std::optional<NearestZone> best;
    for (const NearestZone& at : within) {
        if (at.distance_m > least + tie_m) continue;
        if (!best || at.zone < best->zone) {
            best = at;
        } else if (at.zone == best->zone) {
            best->distance_m = std::min(best->distance_m, at.distance_m);
        }
    }
    return best;
}

}  // namespace amaneku::zonal
