#pragma once

namespace amaneku::radio::p1812 {

/// L_bs (eqs. 44, 45): basic transmission loss by tropospheric scatter not exceeded for `time_percent`, dB.
///
/// @param angle_mrad  θ (eq. 82)
/// @param n0          N-units
[[nodiscard]] double troposcatter_loss(double length_km, double angle_mrad, double frequency_ghz,
                                       double time_percent, double n0) noexcept;

}  // namespace amaneku::radio::p1812
