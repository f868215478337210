#include "radio/normal.hpp"

#include <cmath>
#include <limits>
#include <numbers>

namespace amaneku::radio {

namespace {

/// Abramowitz and Stegun 26.2.23: z with P(Z > z) = tail within 4.5e-4, tail in (0, 0.5].
double first_guess(double tail) noexcept {
    const double t = std::sqrt(-2.0 * std::log(tail));
    return t - (2.515517 + t * (0.802853 + t * 0.010328)) /
                   (1.0 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
}

/// Halley's step for P(Z > z) = tail.
double better(double z, double tail) noexcept {
    const double density = std::exp(-0.5 * z * z) / std::sqrt(2.0 * std::numbers::pi);
    const double error = (0.5 * std::erfc(z / std::numbers::sqrt2) - tail) / density;
    return z + error / (1.0 - 0.5 * z * error);
}

}  // namespace

double inverse_normal(double probability) noexcept {
    if (!(probability >= 0.0 && probability <= 1.0)) return std::numeric_limits<double>::quiet_NaN();
    const double tail = probability < 0.5 ? probability : 1.0 - probability;
    if (tail == 0.0) return (probability - 0.5) * std::numeric_limits<double>::infinity();
    if (tail == 0.5) return 0.0;
    const double z = better(better(better(first_guess(tail), tail), tail), tail);
    return probability < 0.5 ? -z : z;
}

}  // namespace amaneku::radio
