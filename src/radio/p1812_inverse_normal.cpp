#include "radio/p1812_inverse_normal.hpp"

#include <algorithm>
#include <cmath>

namespace amaneku::radio::p1812 {

namespace {

/// For the upper half, x <= 0.5: T(x) - C(x).
double upper_half(double x) noexcept {
    const double t = std::sqrt(-2 * std::log(x));
    const double numerator = (0.010328 * t + 0.802853) * t + 2.515516698;
    const double denominator = ((0.001308 * t + 0.189269) * t + 1.432788) * t + 1;
    return t - numerator / denominator;
}

}  // namespace

double inverse_normal(double x) noexcept {
    const double y = std::clamp(x, 1e-6, 1 - 1e-6);
    return y <= 0.5 ? upper_half(y) : -upper_half(1 - y);
}

}  // namespace amaneku::radio::p1812
