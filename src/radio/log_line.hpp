#pragma once

#include <limits>

namespace amaneku::radio {

/// Loss that is a straight line over the logarithm of the distance: constant + per_decade log10(d) +
/// per_metre d. Every empirical model is made of these once its frequency and heights are known.
struct LogLine {
    double constant_db = 0.0;
    double per_decade_db = 0.0;
    double per_metre_db = 0.0;

    [[nodiscard]] double at(double distance_m, double log10_distance) const noexcept {
        return constant_db + per_decade_db * log10_distance + per_metre_db * distance_m;
    }
};

/// One line up to a break point and another beyond it.
struct TwoSlopes {
    LogLine near;
    LogLine far;
    double break_m =
        std::numeric_limits<double>::infinity();  ///< horizontal distance; the point itself is near

    [[nodiscard]] const LogLine& of(double horizontal_m) const noexcept {
        return horizontal_m <= break_m ? near : far;
    }
};

}  // namespace amaneku::radio
