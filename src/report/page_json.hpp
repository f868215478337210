#pragma once

#include "core/amount.hpp"
#include <amaneku/geometry.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <string>

namespace amaneku::report {

/// Six decimals, a tenth of a metre.
[[nodiscard]] inline double short_degrees(double degrees) {
    constexpr double steps = 1e6;
    return std::round(degrees * steps) / steps;
}

/// Longitude and latitude as a page has them.
[[nodiscard]] inline nlohmann::ordered_json position(Point p) {
    return nlohmann::ordered_json::array({short_degrees(p.x), short_degrees(p.y)});
}

/// A rate as the tables print it; null where nobody is counted.
[[nodiscard]] inline nlohmann::ordered_json rate_json(Amount covered, Amount counted, int decimals) {
    const std::string text = format_rate(std::min(covered, counted), counted, decimals);
    return text.empty() ? nlohmann::ordered_json{} : nlohmann::ordered_json(std::stod(text));
}

}  // namespace amaneku::report
