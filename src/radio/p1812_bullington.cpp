#include "radio/p1812_bullington.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace amaneku::radio::p1812 {

namespace {

constexpr double lowest = -std::numeric_limits<double>::infinity();

/// What all points of a profile share. Slopes in m/km.
struct Line {
    std::span<const double> distance_km;
    double tx_m;
    double rx_m;
    double bulge;  ///< 500 Ce
    double wavelength_m;

    [[nodiscard]] double length() const noexcept { return distance_km.back(); }
    /// Height of the straight line between the antennas.
    [[nodiscard]] double height_at(double d) const noexcept {
        return (tx_m * (length() - d) + rx_m * d) / length();
    }
    /// ν of a point `above_m` over the straight line, of which d·(length - d) is `product`.
    [[nodiscard]] double nu(double above_m, double product) const noexcept {
        return above_m * std::sqrt(0.002 * length() / (wavelength_m * product));
    }
};

/// Steepest lines to an inner point from the transmitter (eq. 13) and from the receiver (eq. 17).
struct Slopes {
    double tx = lowest;
    double rx = lowest;
};

template <typename HeightAt>
Slopes steepest(const Line& line, const HeightAt& height_at) noexcept {
    const double length = line.length();
    Slopes slopes;
    for (std::size_t i = 1; i + 1 < line.distance_km.size(); ++i) {
        const double d = line.distance_km[i];
        const double left = length - d;
        const double top = height_at(i) + line.bulge * d * left;
        slopes.tx = std::max(slopes.tx, (top - line.tx_m) / d);
        slopes.rx = std::max(slopes.rx, (top - line.rx_m) / left);
    }
    return slopes;
}

/// Largest ν of the inner points (eq. 15). Numbers order as their squares with the sign kept: one root for
/// all.
template <typename HeightAt>
double largest_nu(const Line& line, const HeightAt& height_at) noexcept {
    const double length = line.length();
    double largest = lowest;
    for (std::size_t i = 1; i + 1 < line.distance_km.size(); ++i) {
        const double d = line.distance_km[i];
        const double product = d * (length - d);
        const double above = height_at(i) + line.bulge * product - line.height_at(d);
        largest = std::max(largest, above * std::abs(above) / product);
    }
    const double nu = std::sqrt(std::abs(largest) * 0.002 * length / line.wavelength_m);
    return std::copysign(nu, largest);
}

template <typename HeightAt>
double loss_over(const Line& line, const HeightAt& height_at) noexcept {
    const double length = line.length();
    const double direct = (line.rx_m - line.tx_m) / length;  // eq. 14
    const Slopes slopes = steepest(line, height_at);
    // Where a point lies on the direct line to the last digit, eq. 18 is 0 / 0: its limit is the case in
    // sight.
    const double crossing = (line.rx_m - line.tx_m + slopes.rx * length) / (slopes.tx + slopes.rx);  // eq. 18
    const bool is_transhorizon = slopes.tx >= direct && crossing > 0 && crossing < length;
    const double nu = is_transhorizon ? line.nu(line.tx_m + slopes.tx * crossing - line.height_at(crossing),
                                                crossing * (length - crossing))  // eq. 19
                                      : largest_nu(line, height_at);
    const double edge = knife_edge_loss(nu);
    return edge + (1 - std::exp(-edge / 6)) * (10 + 0.02 * length);  // eq. 21
}

}  // namespace

double knife_edge_loss(double nu) noexcept {
    if (nu <= -0.78) return 0;
    const double x = nu - 0.1;
    return 6.9 + 20 * std::log10(std::sqrt(x * x + 1) + x);
}

double bullington_loss(const Path& path, double effective_radius_km) noexcept {
    const Line line{path.distance_km, tx_above_sea_m(path), rx_above_sea_m(path), 500 / effective_radius_km,
                    wavelength_m(path.frequency_ghz)};
    if (path.clutter_m.empty()) return loss_over(line, [&](std::size_t i) { return path.ground_m[i]; });
    return loss_over(line, [&](std::size_t i) { return path.ground_m[i] + path.clutter_m[i]; });
}

double smooth_bullington_loss(const Path& path, double tx_m, double rx_m,
                              double effective_radius_km) noexcept {
    const Line line{path.distance_km, tx_m, rx_m, 500 / effective_radius_km,
                    wavelength_m(path.frequency_ghz)};
    return loss_over(line, [](std::size_t) { return 0.0; });
}

}  // namespace amaneku::radio::p1812
