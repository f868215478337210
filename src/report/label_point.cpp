#include "report/label_point.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace amaneku::report {

namespace {

/// Where the rings of a part cross a level line, ascending.
std::vector<double> crossings(const PolygonSet& polygons, std::size_t part, double y) {
    std::vector<double> out;
    for (std::size_t r = polygons.part_begin[part]; r < polygons.part_begin[part + 1]; ++r) {
        const auto ring = polygons.ring(r);
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const Point a = ring[i];
            const Point b = ring[(i + 1) % ring.size()];
            if ((a.y <= y) == (b.y <= y)) continue;
            out.push_back(a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y));
        }
    }
    std::sort(out.begin(), out.end());
    return out;
}

}  // namespace

double ring_area(std::span<const Point> ring) noexcept {
    double sum = 0.0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Point a = ring[i];
        const Point b = ring[(i + 1) % ring.size()];
        sum += (a.x - ring[0].x) * (b.y - ring[0].y) - (b.x - ring[0].x) * (a.y - ring[0].y);
    }
    return std::abs(sum);
}

Point label_point(const PolygonSet& polygons, std::size_t part) {
    const auto shell = polygons.ring(polygons.part_begin[part]);
    const auto [low, high] = std::minmax_element(shell.begin(), shell.end(),
                                                 [](const Point& a, const Point& b) { return a.y < b.y; });
    Point best = shell.front();
    double width = -1.0;
    for (const double at : {0.5, 0.45, 0.55, 0.4, 0.6, 0.3, 0.7}) {
        const double y = low->y + (high->y - low->y) * at;
        const auto x = crossings(polygons, part, y);
        for (std::size_t i = 0; i + 1 < x.size(); i += 2) {
            if (x[i + 1] - x[i] <= width) continue;
            width = x[i + 1] - x[i];
            best = {(x[i] + x[i + 1]) / 2, y};
        }
    }
    return best;
}

}  // namespace amaneku::report
