#pragma once

#include <limits>

namespace amaneku::radio {

/// Where an antenna points and how wide it is. Angles in degrees.
struct Antenna {
    double azimuth = std::numeric_limits<double>::quiet_NaN();  ///< clockwise from true north; NaN: all round
    double beamwidth = 65.0;  ///< horizontal, between the 3 dB points; 360 or more: all round
    double vertical_beamwidth = 65.0;
    double tilt = 0.0;  ///< of the beam below the horizon
};

/// The most that the pattern takes off, at the back and in total (TR 38.901, Table 7.3-1: A_max and SLA_V).
inline constexpr double most_attenuation_db = 30.0;

/// The angle in (-180, 180] that is the same direction.
[[nodiscard]] double wrapped_degrees(double degrees) noexcept;

/// What the pattern takes off the boresight's gain towards a bearing (clockwise from true north) and an
/// elevation above the horizon (negative: below it): 0 to 30 dB (TR 38.901, Table 7.3-1, with beamwidths of
/// its own instead of 65 degrees): min(A_h + A_v, 30), A = min(12 (angle / beamwidth)^2, 30); all round
/// without A_h.
[[nodiscard]] double pattern_attenuation_db(const Antenna& antenna, double bearing,
                                            double elevation) noexcept;

}  // namespace amaneku::radio
