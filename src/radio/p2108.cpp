#include "radio/p2108.hpp"

#include "radio/knife_edge.hpp"
#include "radio/normal.hpp"
#include "radio/validity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <numbers>

namespace amaneku::radio::p2108 {

namespace {

constexpr Range statistical_ghz{0.5, 67.0};
constexpr Range statistical_km{0.25};
constexpr Range height_gain_ghz{0.03, 3.0};

std::string joined(std::initializer_list<std::string> problems) {
    std::string text;
    for (const std::string& problem : problems) {
        if (!text.empty() && !problem.empty()) text += "; ";
        text += problem;
    }
    return text;
}

std::string not_positive(const char* quantity, double value) {
    if (std::isfinite(value) && value > 0.0) return {};
    return fmt::format("{} {:g} m, must be above 0", quantity, value);
}

/// Eq. 3 to 7 without the cap.
double uncapped_db(double frequency_ghz, double distance_km, double location_percent) {
    const double log_frequency = std::log10(frequency_ghz);
    const double near =
        -2.0 * std::log10(std::pow(10.0, -5.0 * log_frequency - 12.5) + std::pow(10.0, -16.5));
    const double far = 32.98 + 23.9 * std::log10(distance_km) + 3.0 * log_frequency;
    const double near_power = std::pow(10.0, -0.2 * near);
    const double far_power = std::pow(10.0, -0.2 * far);
    const double sigma = std::sqrt((16.0 * near_power + 36.0 * far_power) / (near_power + far_power));
    return -5.0 * std::log10(near_power + far_power) + sigma * inverse_normal(location_percent / 100.0);
}

double behind_roofs_db(const HeightGain& input) {
    const double difference = input.clutter_height_m - input.height_m;
    const double angle = std::atan(difference / input.street_width_m) * 180.0 / std::numbers::pi;
    const double nu = 0.342 * std::sqrt(input.frequency_ghz) * std::sqrt(difference * angle);
    return knife_edge_db(nu) - 6.03;
}

}  // namespace

std::string statistical_problem(double frequency_ghz, double distance_km, double location_percent) {
    const bool is_percentage = location_percent > 0.0 && location_percent < 100.0;
    return joined({broken_range("frequency", frequency_ghz, statistical_ghz, "GHz"),
                   statistical_km.holds(distance_km)
                       ? std::string{}
                       : fmt::format("distance {:g} km, stated from 0.25 km", distance_km),
                   is_percentage ? std::string{}
                                 : fmt::format("share of places {:g} %, must be above 0 and below 100",
                                               location_percent)});
}

std::optional<double> statistical_db(double frequency_ghz, double distance_km, double location_percent) {
    if (!statistical_problem(frequency_ghz, distance_km, location_percent).empty()) return std::nullopt;
    return std::min(uncapped_db(frequency_ghz, distance_km, location_percent),
                    uncapped_db(frequency_ghz, 2.0, location_percent));
}

std::string height_gain_problem(const HeightGain& input) {
    return joined({broken_range("frequency", input.frequency_ghz, height_gain_ghz, "GHz"),
                   not_positive("antenna height", input.height_m),
                   not_positive("clutter height", input.clutter_height_m),
                   not_positive("street width", input.street_width_m)});
}

std::optional<double> height_gain_db(const HeightGain& input) {
    if (!height_gain_problem(input).empty()) return std::nullopt;
    if (input.height_m >= input.clutter_height_m) return 0.0;
    if (input.surroundings != Surroundings::water_sea && input.surroundings != Surroundings::open_rural) {
        return behind_roofs_db(input);
    }
    const double per_decade = 21.8 + 6.2 * std::log10(input.frequency_ghz);
    return -per_decade * std::log10(input.height_m / input.clutter_height_m);
}

}  // namespace amaneku::radio::p2108
