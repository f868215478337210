#include "radio/p1812_great_circle.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace amaneku::radio::p1812 {

double centre_latitude(Position tx, Position rx, double length_km) noexcept {
    constexpr double degree = std::numbers::pi / 180;
    constexpr double earth_radius_km = 6371;
    const double sin_tx = std::sin(tx.latitude_deg * degree);
    const double cos_tx = std::cos(tx.latitude_deg * degree);
    const double sin_rx = std::sin(rx.latitude_deg * degree);
    const double cos_rx = std::cos(rx.latitude_deg * degree);
    const double east = (rx.longitude_deg - tx.longitude_deg) * degree;

    const double r = sin_tx * sin_rx + cos_tx * cos_rx * std::cos(east);
    const double bearing = std::atan2(cos_tx * cos_rx * std::sin(east), sin_rx - r * sin_tx);
    const double half = length_km / 2 / earth_radius_km;
    const double sine = sin_tx * std::cos(half) + cos_tx * std::sin(half) * std::cos(bearing);
    return std::asin(std::clamp(sine, -1.0, 1.0)) / degree;
}

}  // namespace amaneku::radio::p1812
