#include "tiles/tile_box.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace amaneku::tiles {

bool is_in_box(Point p) noexcept {
    return p.x > box_low && p.x < box_high && p.y > box_low && p.y < box_high;
}

double along_box(Point p) noexcept {
    if (p.y == box_low) return p.x - box_low;
    if (p.x == box_high) return box_side + (p.y - box_low);
    if (p.y == box_high) return 2.0 * box_side + (box_high - p.x);
    return 3.0 * box_side + (box_high - p.y);
}

UnitPoint unit_in_box(Point p) noexcept {
    const auto whole = [](double v) {
        return static_cast<std::int32_t>(std::floor(std::clamp(v, box_low + 0.5, box_high - 0.5) + 0.5));
    };
    return {whole(p.x), whole(p.y)};
}

std::optional<Stretch> stretch_in_box(Point a, Point b) {
    const bool turned = b.x != a.x ? b.x < a.x : b.y < a.y;
    if (turned) std::swap(a, b);
    const double dx = b.x - a.x;
    const double dy = b.y - a.y;
    double t_in = 0.0;
    double t_out = 1.0;
    Point in = a;
    Point out = b;
    const auto meet = [&](double delta, double distance, bool is_x, double edge) {
        // The half plane of an edge of the box: distance is what lies before the edge.
        if (delta == 0.0) return distance >= 0.0;
        const double t = distance / delta;
        Point at{a.x + t * dx, a.y + t * dy};
        (is_x ? at.x : at.y) = edge;
        if (delta < 0.0 && t > t_in) {
            t_in = t;
            in = at;
        } else if (delta > 0.0 && t < t_out) {
            t_out = t;
            out = at;
        }
        return true;
    };
    const bool possible =
        meet(-dx, a.x - box_low, true, box_low) && meet(dx, box_high - a.x, true, box_high) &&
        meet(-dy, a.y - box_low, false, box_low) && meet(dy, box_high - a.y, false, box_high);
    if (!possible || t_in >= t_out) return std::nullopt;
    Stretch s{in, out, t_in > 0.0, t_out < 1.0};
    if (turned) {
        std::swap(s.from, s.to);
        std::swap(s.enters, s.leaves);
    }
    return s;
}

double shoelace(const Ring& ring) noexcept {
    double sum = 0.0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Point& a = ring[i];
        const Point& b = ring[i + 1 < ring.size() ? i + 1 : 0];
        sum += a.x * b.y - b.x * a.y;
    }
    return sum / 2.0;
}

void PressedRing::edge(Point a, Point b) {
    std::array<double, 4> cuts{};  // where it crosses a line of the box, ascending
    std::size_t n = 0;
    const auto cut = [&](double from, double to, double edge) {
        if ((from < edge) == (to < edge)) return;
        const double t = (edge - from) / (to - from);
        std::size_t i = n++;
        for (; i > 0 && cuts[i - 1] > t; --i) cuts[i] = cuts[i - 1];
        cuts[i] = t;
    };
    cut(a.x, b.x, box_low);
    cut(a.x, b.x, box_high);
    cut(a.y, b.y, box_low);
    cut(a.y, b.y, box_high);
    add(a);
    for (std::size_t i = 0; i < n; ++i) add({a.x + cuts[i] * (b.x - a.x), a.y + cuts[i] * (b.y - a.y)});
    add(b);
}

void PressedRing::add(Point p) {
    const Point at{std::clamp(p.x, box_low, box_high), std::clamp(p.y, box_low, box_high)};
    if (m_points.empty() || m_points.back() != at) m_points.push_back(at);
}

}  // namespace amaneku::tiles
