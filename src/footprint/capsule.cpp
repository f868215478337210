#include "footprint/capsule.hpp"

#include "footprint/geodesic_series.hpp"
#include "footprint/local_metric.hpp"
#include "proj/geodesic.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
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

/// Appends half a circle clockwise from the left of a heading's opposite: behind a piece's start, or with the
/// heading turned round before its end.
void append_half_circle(Point centre, Heading to, double radius, int steps, PolygonSet& out) {
    const bool is_near = GeodesicSeries::is_good_for(centre, radius);
    const GeodesicSeries series{is_near ? centre : Point{}};
    for (int i = 0; i <= steps; ++i) {
        // From the right (90° clockwise of the heading) over the back to the left.
        const double turn = std::numbers::pi * (0.5 + static_cast<double>(i) / steps);
        const double c = i == 0 || i == steps ? 0.0 : std::cos(turn);
        const double s = i == 0 ? 1.0 : i == steps ? -1.0 : std::sin(turn);
        const double north = to.north * c - to.east * s;
        const double east = to.east * c + to.north * s;
        if (is_near) {
            out.points.push_back(series.at(radius * north, radius * east));
            continue;
        }
        Point p = proj::geodesic_direct(centre, std::atan2(east, north) * (180.0 / std::numbers::pi), radius);
        if (p.x - centre.x > 180.0) p.x -= 360.0;
        if (p.x - centre.x < -180.0) p.x += 360.0;
        out.points.push_back(p);
    }
}

void append_capsule(Point a, Point b, double radius, int steps, PolygonSet& out) {
    const std::size_t first = out.points.size();
    const Heading at_a = heading(a, b, a.y);
    const Heading at_b = heading(a, b, b.y);
    append_half_circle(a, at_a, radius, steps, out);
    append_half_circle(b, {-at_b.east, -at_b.north}, radius, steps, out);
    out.points.push_back(Point{out.points[first]});
    out.close_ring();
    out.close_part();
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
    const int steps = (directions.segments() + 1) / 2;
    constexpr double longest_piece_m = 20'000.0;
    bool is_empty = true;
    for (std::size_t i = 1; i < line.size(); ++i) {
        const Point a = line[i - 1];
        const Point b = line[i];
        if (a == b) continue;
        const int pieces = static_cast<int>(std::ceil(short_distance_m(a, b) / longest_piece_m));
        const auto cut = [&](int k) {
            if (k == 0 || k == pieces) return k == 0 ? a : b;
            const double t = static_cast<double>(k) / pieces;
            return Point{a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
        };
        for (int k = 0; k < pieces; ++k) append_capsule(cut(k), cut(k + 1), distance_m, steps, out);
        is_empty = false;
    }
    if (is_empty && !line.empty()) append_circle(line.front(), distance_m, directions, out);
}

}  // namespace amaneku::footprint
