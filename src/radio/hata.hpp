#pragma once

#include "radio/log_line.hpp"

#include <cstdint>

namespace amaneku::radio {

/// Where the receiver is. Suburban and open start from the small or medium city's loss.
enum class HataArea : std::uint8_t { small_city, large_city, suburban, open };

/// Okumura-Hata loss over the horizontal distance in metres (Hata 1980). Stated for 150 to 1500 MHz, base 30
/// to 200 m, receiver 1 to 10 m, 1 to 20 km; all of these must be above 0. The large city's receiver
/// correction changes its form at 300 MHz (some texts: above 200 MHz).
[[nodiscard]] LogLine hata_line(HataArea area, double frequency_mhz, double base_height_m,
                                double mobile_height_m) noexcept;
[[nodiscard]] double hata_db(HataArea area, double frequency_mhz, double base_height_m,
                             double mobile_height_m, double distance_m) noexcept;

/// a(hm): what a receiver above 1.5 m gains in a small or medium city; COST 231 takes it as well.
[[nodiscard]] double small_city_height_gain_db(double frequency_mhz, double mobile_height_m) noexcept;

}  // namespace amaneku::radio
