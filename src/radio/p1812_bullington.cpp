#include "radio/p1812_bullington.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace amaneku::radio::p1812 {

namespace {

constexpr double lowest = -std::numeric_limits<double>::infinity();
constexpr ForTwoRadii lowest_for_both{lowest, lowest};

/// The straight line between the antennas; slopes in m/km.
struct Line {
    double length_km;
    double tx_m;
    double rx_m;
    double wavelength_m;

    /// Slope from transmitter to receiver (eq. 14).
    [[nodiscard]] double slope() const noexcept { return (rx_m - tx_m) / length_km; }
};

/// 500 Ce of both radii, Ce their curvature: the bulge of the Earth at d1 and d2 km from the ends is this ·
/// d1 · d2 m.
ForTwoRadii bulges(const ForTwoRadii& radii_km) noexcept {
    return {500 / radii_km[0], 500 / radii_km[1]};
}

/// ν of a point, given the square of its height over the line, with the sign of the height, over its
/// distances from both ends. Numbers order as their squares with the sign kept, so that the largest ν needs
/// one root.
double nu_of_signed_square(const Line& line, double square) noexcept {
    const double nu = std::sqrt(std::abs(square) * 0.002 * line.length_km / line.wavelength_m);
    return std::copysign(nu, square);
}

/// Where the steepest lines from both antennas cross (eq. 18), km from the transmitter.
double crossing_km(const Line& line, double tx_slope, double rx_slope) noexcept {
    return (line.rx_m - line.tx_m + rx_slope * line.length_km) / (tx_slope + rx_slope);
}

/// ν of the Bullington point (eq. 19).
double nu_at_crossing(const Line& line, double tx_slope, double crossing) noexcept {
    const double above = (tx_slope - line.slope()) * crossing;
    return above *
           std::sqrt(0.002 * line.length_km / (line.wavelength_m * crossing * (line.length_km - crossing)));
}

/// Loss for one radius, from the steepest slopes (eqs. 13, 17) and the largest ν (eq. 15), which are asked
/// for when they are needed.
template <typename RxSlope, typename LargestNu>
double loss_of(const Line& line, double tx_slope, const RxSlope& rx_slope,
               const LargestNu& largest_nu) noexcept {
    double nu = lowest;
    bool is_in_sight = tx_slope < line.slope();
    if (!is_in_sight) {
        const double crossing = crossing_km(line, tx_slope, rx_slope());
        // Where a point lies on the line to the last digit, eq. 18 is 0 / 0: its limit is the case in sight.
        is_in_sight = !(crossing > 0 && crossing < line.length_km);
        if (!is_in_sight) nu = nu_at_crossing(line, tx_slope, crossing);
    }
    if (is_in_sight) nu = largest_nu();
    const double edge = knife_edge_loss(nu);
    return edge + (1 - std::exp(-edge / 6)) * (10 + 0.02 * line.length_km);  // eq. 21
}

/// Eq. 13 over a real profile.
template <typename HeightAt>
ForTwoRadii tx_slopes(std::span<const double> distance_km, const Line& line, const ForTwoRadii& bulge,
                      const HeightAt& height_at) noexcept {
    ForTwoRadii slopes = lowest_for_both;
    for (std::size_t i = 1; i + 1 < distance_km.size(); ++i) {
        const double d = distance_km[i];
        const double left = line.length_km - d;
        const double flat = (height_at(i) - line.tx_m) / d;
        slopes[0] = std::max(slopes[0], flat + bulge[0] * left);
        slopes[1] = std::max(slopes[1], flat + bulge[1] * left);
    }
    return slopes;
}

/// Eq. 17 over a real profile.
template <typename HeightAt>
ForTwoRadii rx_slopes(std::span<const double> distance_km, const Line& line, const ForTwoRadii& bulge,
                      const HeightAt& height_at) noexcept {
    ForTwoRadii slopes = lowest_for_both;
    for (std::size_t i = 1; i + 1 < distance_km.size(); ++i) {
        const double d = distance_km[i];
        const double flat = (height_at(i) - line.rx_m) / (line.length_km - d);
        slopes[0] = std::max(slopes[0], flat + bulge[0] * d);
        slopes[1] = std::max(slopes[1], flat + bulge[1] * d);
    }
    return slopes;
}

/// Eq. 15 over a real profile.
template <typename HeightAt>
ForTwoRadii largest_nus(std::span<const double> distance_km, const Line& line, const ForTwoRadii& bulge,
                        const HeightAt& height_at) noexcept {
    const double slope = line.slope();
    ForTwoRadii squares = lowest_for_both;
    for (std::size_t i = 1; i + 1 < distance_km.size(); ++i) {
        const double d = distance_km[i];
        const double product = d * (line.length_km - d);
        const double inverse = 1 / product;
        const double flat = height_at(i) - (line.tx_m + slope * d);
        for (std::size_t k = 0; k < 2; ++k) {
            const double above = flat + bulge[k] * product;
            squares[k] = std::max(squares[k], above * std::abs(above) * inverse);
        }
    }
    return {nu_of_signed_square(line, squares[0]), nu_of_signed_square(line, squares[1])};
}

template <typename HeightAt>
ForTwoRadii losses_over(const Path& path, const ForTwoRadii& radii_km, const HeightAt& height_at) noexcept {
    const Line line{length_km(path), tx_above_sea_m(path), rx_above_sea_m(path),
                    wavelength_m(path.frequency_ghz)};
    const ForTwoRadii bulge = bulges(radii_km);
    const ForTwoRadii from_tx = tx_slopes(path.distance_km, line, bulge, height_at);
    ForTwoRadii from_rx = lowest_for_both;
    if (std::max(from_tx[0], from_tx[1]) >= line.slope()) {
        from_rx = rx_slopes(path.distance_km, line, bulge, height_at);
    }
    ForTwoRadii nu = lowest_for_both;
    const auto largest_nu = [&](std::size_t k) {
        if (nu[k] == lowest) nu = largest_nus(path.distance_km, line, bulge, height_at);
        return nu[k];
    };
    ForTwoRadii losses;
    for (std::size_t k = 0; k < 2; ++k) {
        losses[k] = loss_of(
            line, from_tx[k], [&] { return from_rx[k]; }, [&] { return largest_nu(k); });
    }
    return losses;
}

/// Largest value at an inner point of a function that rises and then falls.
template <typename ValueAt>
double peak(std::span<const double> distance_km, const ValueAt& value_at) noexcept {
    std::size_t low = 1;
    std::size_t high = distance_km.size() - 2;
    while (low < high) {
        const std::size_t middle = low + (high - low) / 2;
        if (value_at(distance_km[middle]) < value_at(distance_km[middle + 1])) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return value_at(distance_km[low]);
}

/// Over a smooth Earth all three quantities have one peak: with d = L sin²φ, slopes are concave in d and ν in
/// φ.
double smooth_loss(std::span<const double> distance_km, const Line& line, double bulge) noexcept {
    const double length = line.length_km;
    const double slope = line.slope();
    const double tx_slope = peak(distance_km, [&](double d) { return bulge * (length - d) - line.tx_m / d; });
    const auto rx_slope = [&] {
        return peak(distance_km, [&](double d) { return bulge * d - line.rx_m / (length - d); });
    };
    const auto largest_nu = [&] {
        return nu_of_signed_square(line, peak(distance_km, [&](double d) {
                                       const double product = d * (length - d);
                                       const double above = bulge * product - (line.tx_m + slope * d);
                                       return above * std::abs(above) / product;
                                   }));
    };
    return loss_of(line, tx_slope, rx_slope, largest_nu);
}

}  // namespace

double knife_edge_loss(double nu) noexcept {
    if (nu <= -0.78) return 0;
    const double x = nu - 0.1;
    return 6.9 + 20 * std::log10(std::sqrt(x * x + 1) + x);
}

ForTwoRadii bullington_losses(const Path& path, const ForTwoRadii& radii_km) noexcept {
    if (path.clutter_m.empty())
        return losses_over(path, radii_km, [&](std::size_t i) { return path.ground_m[i]; });
    return losses_over(path, radii_km, [&](std::size_t i) { return path.ground_m[i] + path.clutter_m[i]; });
}

ForTwoRadii smooth_bullington_losses(const Path& path, double tx_m, double rx_m,
                                     const ForTwoRadii& radii_km) noexcept {
    const Line line{length_km(path), tx_m, rx_m, wavelength_m(path.frequency_ghz)};
    const ForTwoRadii bulge = bulges(radii_km);
    return {smooth_loss(path.distance_km, line, bulge[0]), smooth_loss(path.distance_km, line, bulge[1])};
}

}  // namespace amaneku::radio::p1812
