#include "overlay/ring_winding.hpp"

namespace amaneku::overlay {

std::int8_t convex_winding(std::span<const TickPoint> ring) noexcept {
    if (ring.size() < 4) return 0;
    int sign = 0;
    int x_turns = 0;
    int last_x = 0;
    const std::size_t n = ring.size() - 1;  // closed
    for (std::size_t i = 0; i < n; ++i) {
        const TickPoint& a = ring[i];
        const TickPoint& b = ring[i + 1];
        const TickPoint& c = ring[(i + 2 > n) ? 1 : i + 2];
        const auto dx1 = static_cast<double>(b.x - a.x);
        const auto dy1 = static_cast<double>(b.y - a.y);
        const auto dx2 = static_cast<double>(c.x - b.x);
        const auto dy2 = static_cast<double>(c.y - b.y);
        const double cross = dx1 * dy2 - dy1 * dx2;
        const int s = (cross > 0) - (cross < 0);
        if (s == 0 && dx1 * dx2 + dy1 * dy2 <= 0) return 0;  // turns back, or a point twice
        if (s != 0) {
            if (sign != 0 && s != sign) return 0;
            sign = s;
        }
        const int x_way = (dx1 > 0) - (dx1 < 0);
        if (x_way != 0) {
            if (last_x != 0 && x_way != last_x) ++x_turns;
            last_x = x_way;
        }
    }
    return x_turns <= 2 ? static_cast<std::int8_t>(-sign) : std::int8_t{0};
}

std::int8_t simple_winding(std::span<const TickPoint> ring) noexcept {
    double area = 0.0;
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
        const auto x0 = static_cast<double>(ring[i].x - ring[0].x);
        const auto y0 = static_cast<double>(ring[i].y - ring[0].y);
        const auto x1 = static_cast<double>(ring[i + 1].x - ring[0].x);
        const auto y1 = static_cast<double>(ring[i + 1].y - ring[0].y);
        area += x0 * y1 - x1 * y0;
    }
    return static_cast<std::int8_t>((area < 0.0) - (area > 0.0));
}

}  // namespace amaneku::overlay
