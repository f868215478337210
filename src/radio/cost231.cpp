#include "radio/cost231.hpp"

#include "radio/hata.hpp"

#include <cmath>

namespace amaneku::radio {

LogLine cost231_line(double frequency_mhz, double base_height_m, double mobile_height_m,
                     double correction_db) noexcept {
    const double log_base = std::log10(base_height_m);
    const double per_decade = 44.9 - 6.55 * log_base;
    const double at_1km = 46.3 + 33.9 * std::log10(frequency_mhz) - 13.82 * log_base -
                          small_city_height_gain_db(frequency_mhz, mobile_height_m) + correction_db;
    return {at_1km - 3.0 * per_decade, per_decade};
}

double cost231_db(double frequency_mhz, double base_height_m, double mobile_height_m, double correction_db,
                  double distance_m) noexcept {
    return cost231_line(frequency_mhz, base_height_m, mobile_height_m, correction_db)
        .at(distance_m, std::log10(distance_m));
}

}  // namespace amaneku::radio
