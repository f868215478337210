#include "footprint/path_ground.hpp"

#include "proj/geodesic.hpp"
#include "terrain/profile.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace amaneku::footprint {

namespace {

/// Holds the circle and a post more.
terrain::Box box_around(Point at, double reach_m) noexcept {
    constexpr double least_metres_per_degree = 110'500.0;
    constexpr double degrees = std::numbers::pi / 180.0;
    const double north = reach_m / least_metres_per_degree + 1e-6;
    const double furthest = std::min(std::abs(at.y) + north, 89.0);
    const double east = north / std::cos(furthest * degrees);
    return {at.x - east, at.y - north, at.x + east, at.y + north};
}

float height_in(const terrain::HeightWindow& window, Point at) noexcept {
    return window.columns > 0 && window.rows > 0 ? window.at(at.x, at.y)
                                                 : std::numeric_limits<float>::quiet_NaN();
}

}  // namespace

PathGround::PathGround(Point at, double reach_m, const terrain::Terrain& terrain,
                       const terrain::LandCover* land_cover)
    : m_at{at},
      m_series{at},
      m_heights{terrain.window(box_around(at, reach_m))},
      m_height{height_in(m_heights, at)} {
    if (land_cover != nullptr) m_cover = land_cover->window(box_around(at, reach_m));
}

std::size_t PathGround::ground(double azimuth, double step_m, std::span<float> out) const noexcept {
    return terrain::sample_radial(m_heights, m_at.x, m_at.y, azimuth, step_m, out.size(), out);
}

void PathGround::cover(double azimuth, double step_m, std::span<float> out) const {
    const bool is_near =
        GeodesicSeries::is_good_for(m_at, step_m * static_cast<double>(std::max<std::size_t>(out.size(), 1)));
    const double radians = azimuth * (std::numbers::pi / 180.0);
    const double north = step_m * std::cos(radians);
    const double east = step_m * std::sin(radians);
    for (std::size_t i = 0; i < out.size(); ++i) {
        const auto s = static_cast<double>(i);
        const Point p =
            is_near ? m_series.at(s * north, s * east) : proj::geodesic_direct(m_at, azimuth, s * step_m);
        const float height = m_cover->at(p.x, p.y);
        out[i] = height > 0.0F ? height : 0.0F;  // not known: none
    }
}

}  // namespace amaneku::footprint
