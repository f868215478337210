#pragma once

namespace amaneku::radio::p1812 {

/// Basic transmission losses of line-of-sight propagation with short-term effects (section 4.2), dB.
struct LineOfSight {
    double free_space_db = 0;  ///< L_bfs (eq. 8), over the straight distance of eq. 8a
    double at_time_db = 0;     ///< L_b0p (eq. 10), not exceeded for p % of time
    double at_ducting_db = 0;  ///< L_b0β (eq. 11), not exceeded for β0 % of time
};

/// @param length_km          along the ground
/// @param height_difference_m  between the antennas
/// @param horizons_km        d_lt + d_lr
[[nodiscard]] LineOfSight line_of_sight(double length_km, double height_difference_m, double horizons_km,
                                        double frequency_ghz, double time_percent,
                                        double ducting_percent) noexcept;

}  // namespace amaneku::radio::p1812
