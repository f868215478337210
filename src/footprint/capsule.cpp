#include "footprint/capsule.hpp"

#include "footprint/geodesic_series.hpp"
#include "footprint/local_metric.hpp"
#include "proj/geodesic.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <numbers>
#include <optional>
#include <utility>

namespace amaneku::footprint {

namespace {

/// A direction in metres: east and north, of length 1.
struct Heading {
    double east = 0.0;
    double north = 1.0;
};

Heading heading(Point from, Point to, double latitude) {
    const LocalMetric metric = LocalMetric::at(latitude);
    const double east = (to.x - from.x) * metric.metres_x;
    const double north = (to.y - from.y) * metric.metres_y;
    const double length = std::hypot(east, north);
    return {east / length, north / length};
}

/// Positions around a vertex at the buffer's distance.
class Around {
public:
    Around(Point centre, double radius) noexcept
        : m_centre{centre},
          m_radius{radius},
          m_is_near{GeodesicSeries::is_good_for(centre, radius)},
          m_series{m_is_near ? centre : Point{}} {}

    [[nodiscard]] Point to(Heading h) const {
        if (m_is_near) return m_series.at(m_radius * h.north, m_radius * h.east);
        Point p = proj::geodesic_direct(m_centre, std::atan2(h.east, h.north) * (180.0 / std::numbers::pi),
                                        m_radius);
        if (p.x - m_centre.x > 180.0) p.x -= 360.0;
        if (p.x - m_centre.x < -180.0) p.x += 360.0;
        return p;
    }
    [[nodiscard]] Point centre() const noexcept { return m_centre; }

private:
    Point m_centre;
    double m_radius;
    bool m_is_near;
    GeodesicSeries m_series;
};

Heading right_of(Heading h) noexcept {
    return {h.north, -h.east};
}
Heading left_of(Heading h) noexcept {
    return {-h.north, h.east};
}
/// Turned clockwise.
Heading turned(Heading h, double radians) noexcept {
    const double c = std::cos(radians);
    const double s = std::sin(radians);
    return {h.east * c + h.north * s, h.north * c - h.east * s};
}

/// Appends one end of a piece, from the right of a heading away from the end's other side to the left: half a
/// circle around the back, or straight through the vertex where another piece goes on.
void append_end(const Around& around, Heading h, int steps, bool is_round, PolygonSet& out) {
    out.points.push_back(around.to(right_of(h)));
    if (is_round) {
        for (int i = 1; i < steps; ++i)
            out.points.push_back(around.to(turned(right_of(h), std::numbers::pi * i / steps)));
    } else {
        out.points.push_back(around.centre());
    }
    out.points.push_back(around.to(left_of(h)));
}

void close_part(std::size_t first, PolygonSet& out) {
    out.points.push_back(Point{out.points[first]});
    out.close_ring();
    out.close_part();
}

/// Appends what lies around a corner on its outer side, between the pieces that meet there.
void append_wedge(const Around& around, Heading before, Heading after, int steps, PolygonSet& out) {
    constexpr double straight = 1e-9;
    const double cross = before.east * after.north - before.north * after.east;  // above 0: to the left
    const double turn = std::atan2(cross, before.east * after.east + before.north * after.north);
    if (std::abs(turn) < straight) return;
    const std::size_t first = out.points.size();
    const auto outer = [&](Heading h) { return turn > 0.0 ? right_of(h) : left_of(h); };
    const int count = std::max(1, static_cast<int>(std::ceil(std::abs(turn) * steps / std::numbers::pi)));
    out.points.push_back(around.centre());
    out.points.push_back(around.to(outer(before)));
    for (int i = 1; i < count; ++i) out.points.push_back(around.to(turned(outer(before), -turn * i / count)));
    out.points.push_back(around.to(outer(after)));
    close_part(first, out);
}

void append_circle(Point centre, double radius, const Directions& directions, PolygonSet& out) {
    SiteTable one;
    one.lon = {centre.x};
    one.lat = {centre.y};
    one.radius_m = {radius};
    one.azimuth = {std::nan("")};
    one.beamwidth = {360.0};
    append_footprint(one, 0, directions, out);
}

/// How far a position is from the piece between two others, metres.
double distance_from_piece_m(Point p, Point a, Point b) {
    const LocalMetric metric = LocalMetric::at(p.y);
    const double bx = (b.x - a.x) * metric.metres_x;
    const double by = (b.y - a.y) * metric.metres_y;
    const double px = (p.x - a.x) * metric.metres_x;
    const double py = (p.y - a.y) * metric.metres_y;
    const double length2 = bx * bx + by * by;
    const double t = length2 > 0.0 ? std::clamp((px * bx + py * by) / length2, 0.0, 1.0) : 0.0;
    return std::hypot(px - t * bx, py - t * by);
}

/// The line with vertices where its pieces are cut, none twice in a row.
std::vector<Point> cut_to_pieces(const std::vector<Point>& line) {
    constexpr double longest_piece_m = 20'000.0;
    std::vector<Point> out;
    for (const Point b : line) {
        if (!out.empty() && out.back() == b) continue;
        if (!out.empty()) {
            const Point a = out.back();
            const int pieces = static_cast<int>(std::ceil(short_distance_m(a, b) / longest_piece_m));
            for (int k = 1; k < pieces; ++k) {
                const double t = static_cast<double>(k) / pieces;
                out.push_back({a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)});
            }
        }
        out.push_back(b);
    }
    return out;
}

}  // namespace

std::vector<Point> simplified(const std::vector<Point>& line, double tolerance_m) {
    std::vector<Point> points;
    std::unique_copy(line.begin(), line.end(), std::back_inserter(points));
    if (points.size() < 3) return points;
    std::vector<bool> stays(points.size(), false);
    stays.front() = stays.back() = true;
    std::vector<std::pair<std::size_t, std::size_t>> open{{0, points.size() - 1}};
    while (!open.empty()) {
        const auto [first, last] = open.back();
        open.pop_back();
        double furthest_m = tolerance_m;
        std::size_t at = last;
        for (std::size_t i = first + 1; i < last; ++i) {
            const double distance = distance_from_piece_m(points[i], points[first], points[last]);
            if (distance > furthest_m) {
                furthest_m = distance;
                at = i;
            }
        }
        if (at == last) continue;
        stays[at] = true;
        open.emplace_back(first, at);
        open.emplace_back(at, last);
    }
    std::vector<Point> out;
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (stays[i]) out.push_back(points[i]);
    }
    return out;
}

void append_buffer(const std::vector<Point>& line, double distance_m, const Directions& directions,
                   PolygonSet& out) {
    constexpr double furthest_latitude = 85.0;
    for (const Point p : line) {
        if (!(std::abs(p.y) <= furthest_latitude))
            throw Error{Errc::input, "line", fmt::format("latitude {} is within 5° of a pole", p.y)};
    }
    const std::vector<Point> points = cut_to_pieces(line);
    if (points.size() < 2) {
        if (!points.empty()) append_circle(points.front(), distance_m, directions, out);
        return;
    }
    const int steps = (directions.segments() + 1) / 2;
    const std::size_t last = points.size() - 1;
    std::optional<Heading> before;
    for (std::size_t i = 0; i < last; ++i) {
        const Around from{points[i], distance_m};
        const Around to{points[i + 1], distance_m};
        const Heading at_from = heading(points[i], points[i + 1], points[i].y);
        const Heading at_to = heading(points[i], points[i + 1], points[i + 1].y);
        if (before) append_wedge(from, *before, at_from, steps, out);
        const std::size_t first = out.points.size();
        append_end(from, at_from, steps, i == 0, out);
        append_end(to, {-at_to.east, -at_to.north}, steps, i + 1 == last, out);
        close_part(first, out);
        before = at_to;
    }
}

}  // namespace amaneku::footprint
