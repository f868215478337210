#include "radio/hata.hpp"

#include <cmath>

namespace amaneku::radio {

namespace {

double squared(double value) noexcept {
    return value * value;
}

double large_city_height_gain_db(double frequency_mhz, double mobile_height_m) noexcept {
    if (frequency_mhz < 300.0) return 8.29 * squared(std::log10(1.54 * mobile_height_m)) - 1.1;
    return 3.2 * squared(std::log10(11.75 * mobile_height_m)) - 4.97;
}

/// What is added to the city's loss.
double area_correction_db(HataArea area, double frequency_mhz) noexcept {
    const double log_frequency = std::log10(frequency_mhz);
    switch (area) {
        case HataArea::suburban:
            return -2.0 * squared(std::log10(frequency_mhz / 28.0)) - 5.4;
        case HataArea::open:
            return -4.78 * squared(log_frequency) + 18.33 * log_frequency - 40.94;
        case HataArea::small_city:
        case HataArea::large_city:
            break;
    }
    return 0.0;
}

}  // namespace

double small_city_height_gain_db(double frequency_mhz, double mobile_height_m) noexcept {
    const double log_frequency = std::log10(frequency_mhz);
    return (1.1 * log_frequency - 0.7) * mobile_height_m - (1.56 * log_frequency - 0.8);
}

LogLine hata_line(HataArea area, double frequency_mhz, double base_height_m,
                  double mobile_height_m) noexcept {
    const double log_base = std::log10(base_height_m);
    const double gain = area == HataArea::large_city
                            ? large_city_height_gain_db(frequency_mhz, mobile_height_m)
                            : small_city_height_gain_db(frequency_mhz, mobile_height_m);
    const double per_decade = 44.9 - 6.55 * log_base;
    const double at_1km = 69.55 + 26.16 * std::log10(frequency_mhz) - 13.82 * log_base - gain +
                          area_correction_db(area, frequency_mhz);
    return {at_1km - 3.0 * per_decade, per_decade};
}

double hata_db(HataArea area, double frequency_mhz, double base_height_m, double mobile_height_m,
               double distance_m) noexcept {
    return hata_line(area, frequency_mhz, base_height_m, mobile_height_m)
        .at(distance_m, std::log10(distance_m));
}

}  // namespace amaneku::radio
