#include "footprint/line_points.hpp"

#include "proj/geodesic.hpp"

#include <cstddef>

namespace amaneku::footprint {

void append_line_points(std::span<const Point> line, double spacing_m, std::vector<Point>& out) {
    if (line.empty()) return;
    out.push_back(line.front());
    double gone = 0.0;  // since the last point
    for (std::size_t i = 1; i < line.size(); ++i) {
        const double length = proj::geodesic_distance(line[i - 1], line[i]);
        double at = spacing_m - gone;
        for (; at <= length; at += spacing_m) {
            const double part = at / length;
            out.push_back({line[i - 1].x + part * (line[i].x - line[i - 1].x),
                           line[i - 1].y + part * (line[i].y - line[i - 1].y)});
        }
        gone = length - (at - spacing_m);
    }
}

}  // namespace amaneku::footprint
