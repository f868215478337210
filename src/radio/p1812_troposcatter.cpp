#include "radio/p1812_troposcatter.hpp"

#include <cmath>

namespace amaneku::radio::p1812 {

double troposcatter_loss(double length_km, double angle_mrad, double frequency_ghz, double time_percent,
                         double n0) noexcept {
    const double octaves = std::log10(frequency_ghz / 2);
    const double frequency_db = 25 * std::log10(frequency_ghz) - 2.5 * octaves * octaves;  // eq. 45
    return 190.1 + frequency_db + 20 * std::log10(length_km) + 0.573 * angle_mrad - 0.15 * n0 -
           10.125 * std::pow(std::log10(50 / time_percent), 0.7);
}

}  // namespace amaneku::radio::p1812
