#include "footprint/local_metric.hpp"

#include <cmath>
#include <numbers>

namespace amaneku::footprint {

LocalMetric LocalMetric::at(double latitude) noexcept {
    constexpr double semi_major_m = 6'378'137.0;
    constexpr double e2 = 0.006694380022903416;
    constexpr double radians = std::numbers::pi / 180.0;
    const double sine = std::sin(latitude * radians);
    const double w2 = 1.0 - e2 * sine * sine;
    const double prime_vertical = semi_major_m / std::sqrt(w2);
    const double meridian = prime_vertical * (1.0 - e2) / w2;
    return {prime_vertical * std::cos(latitude * radians) * radians, meridian * radians};
}

double short_distance_m(Point a, Point b) noexcept {
    const LocalMetric metric = LocalMetric::at(0.5 * (a.y + b.y));
    return std::hypot((b.x - a.x) * metric.metres_x, (b.y - a.y) * metric.metres_y);
}

}  // namespace amaneku::footprint
