#pragma once

#include <amaneku/geometry.hpp>

#include <array>

namespace amaneku {

/// A geodesic as longitude and latitude by powers of the distance in metres, from 0 to 5.
struct GeodesicLine {
    std::array<double, 6> longitude{};  ///< degrees a metre^n
    std::array<double, 6> latitude{};
};

/// Positions around one point on GRS80 by the Legendre series of the geodesic, to the fifth power of
/// distance over radius: some ten multiplications where a geodesic solver needs trigonometry.
///
/// Source: A. M. Legendre 1806, in the form of W. Jordan, Handbuch der Vermessungskunde III; the coefficients
/// were derived anew by differentiating the geodesic's equations.
class GeodesicSeries {
public:
    /// @param from  longitude and latitude in degrees
    explicit GeodesicSeries(Point from) noexcept;

    /// Whether `at` is within 0.1 µm of the geodesic for all positions up to `distance_m` away.
    [[nodiscard]] static bool is_good_for(Point from, double distance_m) noexcept;

    /// The point `north_m` = s·cos(azimuth), `east_m` = s·sin(azimuth) along the geodesic of azimuth and
    /// length s; degrees.
    [[nodiscard]] Point at(double north_m, double east_m) const noexcept {
        const double w = east_m * east_m;
        const double u = north_m;
        const auto& a = m_latitude;
        const auto& b = m_longitude;
        const double even = u * (a[0] + u * (a[1] + u * (a[2] + u * (a[3] + u * a[4]))));
        const double latitude =
            even + w * ((a[5] + u * (a[6] + u * (a[7] + u * a[8]))) + w * (a[9] + u * a[10]));
        const double along = b[0] + u * (b[1] + u * (b[2] + u * (b[3] + u * b[4])));
        const double longitude = east_m * (along + w * ((b[5] + u * (b[6] + u * b[7])) + w * b[8]));
        return {m_from.x + longitude, m_from.y + latitude};
    }

    /// The positions of `at` along one azimuth, in degrees clockwise from true north.
    [[nodiscard]] GeodesicLine line(double azimuth_degrees) const noexcept;

private:
    Point m_from;
    /// Degrees a metre^n: of u, u², u³, u⁴, u⁵, then w, uw, u²w, u³w, then w², uw²; w = v².
    std::array<double, 11> m_latitude{};
    /// Times v: of 1, u, u², u³, u⁴, then w, uw, u²w, then w².
    std::array<double, 9> m_longitude{};
};

}  // namespace amaneku
