#include "radio/tr38901.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace amaneku::radio::tr38901 {

namespace {

// Effective height of the surroundings below which UMa and UMi see no ground reflection.
constexpr double environment_m = 1.0;

double squared(double value) noexcept {
    return value * value;
}

double height_difference(const Link& link) noexcept {
    return link.base_height_m - link.mobile_height_m;
}

double distance_3d(const Link& link, double horizontal_m) noexcept {
    return std::sqrt(squared(horizontal_m) + squared(height_difference(link)));
}

LogLine rural_near(const Link& link) noexcept {
    const double h = link.surroundings.building_height_m;
    const double growth = std::pow(h, 1.72);
    return {20.0 * std::log10(40.0 * std::numbers::pi * link.frequency_ghz / 3.0) -
                std::min(0.044 * growth, 14.77),
            20.0 + std::min(0.03 * growth, 10.0), 0.002 * std::log10(h)};
}

TwoSlopes rural(const Link& link) noexcept {
    const double break_m = 2.0 * std::numbers::pi * link.base_height_m * link.mobile_height_m *
                           link.frequency_ghz * 1e9 / speed_of_light_m_s;
    const LogLine near = rural_near(link);
    const double log_break = std::log10(break_m);
    return {near, {near.at(break_m, log_break) - 40.0 * log_break, 40.0}, break_m};
}

/// UMa and UMi differ in three figures. `per_decade` before the break, 40 beyond it.
TwoSlopes urban(const Link& link, double constant_db, double per_decade_db) noexcept {
    const double break_m =
        std::max(0.0, 4.0 * (link.base_height_m - environment_m) * (link.mobile_height_m - environment_m) *
                          link.frequency_ghz * 1e9 / speed_of_light_m_s);
    const double at_1m = constant_db + 20.0 * std::log10(link.frequency_ghz);
    // (40 - per_decade)/2 of log10 of a square: 9 for UMa, 9.5 for UMi. The floor keeps equal heights finite.
    const double square = std::max(squared(break_m) + squared(height_difference(link)), 1.0);
    const double beyond = 0.5 * (40.0 - per_decade_db) * std::log10(square);
    return {{at_1m, per_decade_db}, {at_1m - beyond, 40.0}, break_m};
}

LogLine rural_hidden(const Link& link) noexcept {
    const double log_base = std::log10(link.base_height_m);
    const double h = link.surroundings.building_height_m;
    const double per_decade = 43.42 - 3.1 * log_base;
    const double constant = 161.04 - 7.1 * std::log10(link.surroundings.street_width_m) +
                            7.5 * std::log10(h) - (24.37 - 3.7 * squared(h / link.base_height_m)) * log_base -
                            3.0 * per_decade + 20.0 * std::log10(link.frequency_ghz) -
                            (3.2 * squared(std::log10(11.75 * link.mobile_height_m)) - 4.97);
    return {constant, per_decade};
}

double urban_macro_probability(double d, double mobile_height_m) noexcept {
    const double high = std::clamp(mobile_height_m, 13.0, 23.0) - 13.0;
    const double raised = std::pow(high / 10.0, 1.5) * 1.25 * std::pow(d / 100.0, 3.0) * std::exp(-d / 150.0);
    return (18.0 / d + std::exp(-d / 63.0) * (1.0 - 18.0 / d)) * (1.0 + raised);
}

}  // namespace

TwoSlopes line_of_sight(Scenario scenario, const Link& link) noexcept {
    switch (scenario) {
        case Scenario::rma:
            return rural(link);
        case Scenario::uma:
            return urban(link, 28.0, 22.0);
        case Scenario::umi:
            break;
    }
    return urban(link, 32.4, 21.0);
}

LogLine no_line_of_sight(Scenario scenario, const Link& link) noexcept {
    const double log_frequency = std::log10(link.frequency_ghz);
    const double above = link.mobile_height_m - 1.5;
    switch (scenario) {
        case Scenario::rma:
            return rural_hidden(link);
        case Scenario::uma:
            return {13.54 + 20.0 * log_frequency - 0.6 * above, 39.08};
        case Scenario::umi:
            break;
    }
    return {22.4 + 21.3 * log_frequency - 0.3 * above, 35.3};
}

double line_of_sight_db(Scenario scenario, const Link& link, double horizontal_m) noexcept {
    const double d3 = distance_3d(link, horizontal_m);
    return line_of_sight(scenario, link).of(horizontal_m).at(d3, std::log10(d3));
}

double no_line_of_sight_db(Scenario scenario, const Link& link, double horizontal_m) noexcept {
    const double d3 = distance_3d(link, horizontal_m);
    return std::max(line_of_sight_db(scenario, link, horizontal_m),
                    no_line_of_sight(scenario, link).at(d3, std::log10(d3)));
}

double sight_probability(Scenario scenario, double horizontal_m, double mobile_height_m) noexcept {
    const double d = horizontal_m;
    if (scenario == Scenario::rma) return d <= 10.0 ? 1.0 : std::exp(-(d - 10.0) / 1000.0);
    if (d <= 18.0) return 1.0;
    if (scenario == Scenario::uma) return urban_macro_probability(d, mobile_height_m);
    return 18.0 / d + std::exp(-d / 36.0) * (1.0 - 18.0 / d);
}

double sight_sigma_db(Scenario scenario, double horizontal_m, double break_m) noexcept {
    return scenario == Scenario::rma && horizontal_m > break_m ? 6.0 : 4.0;
}

double no_sight_sigma_db(Scenario scenario) noexcept {
    switch (scenario) {
        case Scenario::rma:
            return 8.0;
        case Scenario::uma:
            return 6.0;
        case Scenario::umi:
            break;
    }
    return 7.82;
}

}  // namespace amaneku::radio::tr38901
