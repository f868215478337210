#pragma once

#include "radio/log_line.hpp"

namespace amaneku::radio {

/// C of COST 231-Hata: 0 dB in medium cities and suburbs, 3 dB in metropolitan centres.
inline constexpr double cost231_metropolitan_db = 3.0;

/// COST 231-Hata loss over the horizontal distance in metres (COST 231 final report, chapter 4). Stated for
/// 1500 to 2000 MHz, base 30 to 200 m, receiver 1 to 10 m, 1 to 20 km; all of these must be above 0.
[[nodiscard]] LogLine cost231_line(double frequency_mhz, double base_height_m, double mobile_height_m,
                                   double correction_db) noexcept;
[[nodiscard]] double cost231_db(double frequency_mhz, double base_height_m, double mobile_height_m,
                                double correction_db, double distance_m) noexcept;

}  // namespace amaneku::radio
