#pragma once

#include "radio/log_line.hpp"

namespace amaneku::radio {

inline constexpr double speed_of_light_m_s = 299'792'458.0;

/// Wavelength in metres of a frequency in MHz, in vacuum.
[[nodiscard]] double wavelength_m(double frequency_mhz) noexcept;

/// Free-space loss 20 log10(4 pi d / lambda) over the distance in metres between the antennas (ITU-R P.525,
/// isotropic antennas). Any frequency and distance above 0.
[[nodiscard]] LogLine free_space_line(double frequency_mhz) noexcept;
[[nodiscard]] double free_space_db(double frequency_mhz, double distance_m) noexcept;

}  // namespace amaneku::radio
