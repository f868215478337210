#include "radio/free_space.hpp"

#include <cmath>
#include <numbers>

namespace amaneku::radio {

double wavelength_m(double frequency_mhz) noexcept {
    return speed_of_light_m_s / (frequency_mhz * 1e6);
}

LogLine free_space_line(double frequency_mhz) noexcept {
    return {20.0 * std::log10(4.0 * std::numbers::pi / wavelength_m(frequency_mhz)), 20.0};
}

double free_space_db(double frequency_mhz, double distance_m) noexcept {
    return free_space_line(frequency_mhz).at(distance_m, std::log10(distance_m));
}

}  // namespace amaneku::radio
