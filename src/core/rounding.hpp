#pragma once

#include <cmath>

namespace amaneku {

/// 2^bits, without a call.
constexpr double power_of_two(int bits) noexcept {
    return bits == 0 ? 1.0 : 2.0 * power_of_two(bits - 1);
}

/// The nearest whole number, ties to even, as std::nearbyint has it, which is a call on the oldest machines
/// this is built for.
inline double nearest(double value) noexcept {
    const double shift = std::copysign(power_of_two(52), value);
    return std::abs(value) < power_of_two(52) ? (value + shift) - shift : value;
}

}  // namespace amaneku
