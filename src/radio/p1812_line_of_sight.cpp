#include "radio/p1812_line_of_sight.hpp"

#include <cmath>

namespace amaneku::radio::p1812 {

LineOfSight line_of_sight(double length_km, double height_difference_m, double horizons_km,
                          double frequency_ghz, double time_percent, double ducting_percent) noexcept {
    const double rise_km = height_difference_m / 1000;
    const double squared_km2 = length_km * length_km + rise_km * rise_km;  // eq. 8a
    LineOfSight loss;
    loss.free_space_db = 92.4 + 20 * std::log10(frequency_ghz) + 10 * std::log10(squared_km2);
    const double focusing = 2.6 * (1 - std::exp(-0.1 * horizons_km));  // eqs. 9a, 9b
    loss.at_time_db = loss.free_space_db + focusing * std::log10(time_percent / 50);
    loss.at_ducting_db = loss.free_space_db + focusing * std::log10(ducting_percent / 50);
    return loss;
}

}  // namespace amaneku::radio::p1812
