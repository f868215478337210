#include "core/geodesic_series.hpp"

#include <cmath>
#include <numbers>

namespace amaneku {

namespace {

constexpr double semi_major_m = 6378137.0;  // GRS80
constexpr double flattening = 1.0 / 298.257222101;
constexpr double e2 = flattening * (2.0 - flattening);
constexpr double second_e2 = e2 / (1.0 - e2);
constexpr double degrees = 180.0 / std::numbers::pi;

}  // namespace

bool GeodesicSeries::is_good_for(Point from, double distance_m) noexcept {
    // The sixth term is about (s/N)^6 · tan⁵ · N: 6e-8 m here.
    constexpr double greatest_distance_m = 20'000.0;
    constexpr double greatest_latitude = 65.0;
    return std::abs(from.y) <= greatest_latitude && distance_m <= greatest_distance_m;
}

GeodesicSeries::GeodesicSeries(Point from) noexcept : m_from{from} {
    const double latitude = from.y / degrees;
    const double sine = std::sin(latitude);
    const double cosine = std::cos(latitude);
    const double t = sine / cosine;
    const double t2 = t * t;
    const double t4 = t2 * t2;
    const double h = second_e2 * cosine * cosine;  // η²
    const double h2 = h * h;
    const double h3 = h2 * h;
    const double n = 1.0 / (semi_major_m / std::sqrt(1.0 - e2 * sine * sine));  // 1/N
    const double n2 = n * n;
    const double n3 = n2 * n;
    const double n4 = n3 * n;
    const double n5 = n4 * n;
    const double v2 = (1.0 + h) * degrees;

    m_latitude = {
        v2 * n,
        v2 * n2 * (-3.0 * h * t / 2.0),
        v2 * n3 * (h * (5.0 * h * t2 - h + t2 - 1.0) / 2.0),
        v2 * n4 * (-h * t * (35.0 * h2 * t2 - 19.0 * h2 + 15.0 * h * t2 - 23.0 * h - 4.0) / 8.0),
        v2 * n5 *
            (h *
             (315.0 * h3 * t4 - 314.0 * h3 * t2 + 19.0 * h3 + 210.0 * h2 * t4 - 452.0 * h2 * t2 + 42.0 * h2 +
              15.0 * h * t4 - 142.0 * h * t2 + 27.0 * h - 4.0 * t2 + 4.0) /
             40.0),
        v2 * n2 * (-t / 2.0),
        v2 * n3 * ((9.0 * h * t2 - h - 3.0 * t2 - 1.0) / 6.0),
        v2 * n4 * (-t * (45.0 * h2 * t2 - 17.0 * h2 - 9.0 * h * t2 - 13.0 * h + 6.0 * t2 + 4.0) / 12.0),
        v2 * n5 *
            ((525.0 * h3 * t4 - 402.0 * h3 * t2 + 17.0 * h3 - 354.0 * h2 * t2 + 30.0 * h2 + 45.0 * h * t4 +
              18.0 * h * t2 + 9.0 * h - 30.0 * t4 - 30.0 * t2 - 4.0) /
             60.0),
        v2 * n4 * (-t * (9.0 * h * t2 - h - 3.0 * t2 - 1.0) / 24.0),
        v2 * n5 *
            ((225.0 * h2 * t4 - 102.0 * h2 * t2 + h2 - 90.0 * h * t4 - 72.0 * h * t2 + 2.0 * h + 45.0 * t4 +
              30.0 * t2 + 1.0) /
             120.0),
    };
    const double c = degrees / cosine;
    m_longitude = {
        c * n,
        c * n2 * t,
        c * n3 * ((h + 3.0 * t2 + 1.0) / 3.0),
        c * n4 * (t * (-h2 + h + 3.0 * t2 + 2.0) / 3.0),
        c * n5 *
            ((6.0 * h3 * t2 - h3 - 3.0 * h2 * t2 + 6.0 * h * t2 + 3.0 * h + 15.0 * t4 + 15.0 * t2 + 2.0) /
             15.0),
        c * n3 * (-t2 / 3.0),
        c * n4 * (-t * (h + 3.0 * t2 + 1.0) / 3.0),
        c * n5 * (-(-7.0 * h2 * t2 + h2 + 13.0 * h * t2 + 2.0 * h + 30.0 * t4 + 20.0 * t2 + 1.0) / 15.0),
        c * n5 * (t2 * (h + 3.0 * t2 + 1.0) / 15.0),
    };
}

GeodesicLine GeodesicSeries::line(double azimuth_degrees) const noexcept {
    const double c = std::cos(azimuth_degrees / degrees);
    const double s = std::sin(azimuth_degrees / degrees);
    const double c2 = c * c;
    const double s2 = s * s;
    const auto& a = m_latitude;
    const auto& b = m_longitude;
    return {{m_from.x, s * b[0], s * c * b[1], s * (c2 * b[2] + s2 * b[5]), s * c * (c2 * b[3] + s2 * b[6]),
             s * (c2 * (c2 * b[4] + s2 * b[7]) + s2 * s2 * b[8])},
            {m_from.y, c * a[0], c2 * a[1] + s2 * a[5], c * (c2 * a[2] + s2 * a[6]),
             c2 * (c2 * a[3] + s2 * a[7]) + s2 * s2 * a[9],
             c * (c2 * (c2 * a[4] + s2 * a[8]) + s2 * s2 * a[10])}};
}

}  // namespace amaneku
