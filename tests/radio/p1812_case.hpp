#pragma once

#include "radio/p1812.hpp"

#include <algorithm>
#include <cstddef>
#include <random>
#include <vector>

namespace amaneku::tests {

/// A path that owns its profile; copies point at their own arrays.
struct P1812Case {
    std::vector<double> distance_km;
    std::vector<double> ground_m;
    std::vector<double> clutter_m;
    std::vector<radio::p1812::RadioZone> zone;
    radio::p1812::Path link;  ///< everything but the arrays

    [[nodiscard]] radio::p1812::Path path() const {
        radio::p1812::Path path = link;
        path.distance_km = distance_km;
        path.ground_m = ground_m;
        path.clutter_m = clutter_m;
        path.zone = zone;
        return path;
    }

    [[nodiscard]] P1812Case turned_round() const {
        P1812Case other = *this;
        std::reverse(other.distance_km.begin(), other.distance_km.end());
        for (double& d : other.distance_km) d = distance_km.back() - d;
        std::reverse(other.ground_m.begin(), other.ground_m.end());
        std::reverse(other.clutter_m.begin(), other.clutter_m.end());
        std::reverse(other.zone.begin(), other.zone.end());
        std::swap(other.link.tx_height_m, other.link.rx_height_m);
        std::swap(other.link.tx_coast_km, other.link.rx_coast_km);
        return other;
    }
};

/// `points` evenly over `length_km`, ground at 0, nothing on it, all inland; 30 m and 1.5 m antennas, 3.5
/// GHz.
inline P1812Case flat_case(double length_km, std::size_t points) {
    P1812Case c;
    for (std::size_t i = 0; i < points; ++i) {
        c.distance_km.push_back(length_km * static_cast<double>(i) / static_cast<double>(points - 1));
    }
    c.ground_m.assign(points, 0);
    c.link.tx_height_m = 30;
    c.link.rx_height_m = 1.5;
    c.link.frequency_ghz = 3.5;
    c.link.centre_latitude_deg = 35;
    return c;
}

/// A path over hills with clutter and zones, of another shape, length and spacing for each seed.
inline P1812Case hilly_case(unsigned seed) {
    std::mt19937 dice{seed};
    const auto between = [&](double low, double high) {
        return low + (high - low) * (static_cast<double>(dice()) / 4294967296.0);
    };
    const double step = std::vector{0.02, 0.1, 1.0}[seed % 3];
    const double slope = std::vector{1.0, 8.0, 40.0, 0.2}[seed % 4];
    P1812Case c = flat_case(1, 20 + seed % 50);
    double d = 0;
    double h = 100;
    for (std::size_t i = 0; i < c.distance_km.size(); ++i) {
        c.distance_km[i] = d;
        d += step * between(0.5, 1.5);
        h = std::max(0.0, h + slope * between(-1, 1));
        c.ground_m[i] = h;
        c.clutter_m.push_back(dice() % 2 == 0 ? 0 : between(0, 20));
        c.zone.push_back(static_cast<radio::p1812::RadioZone>(i / 7 % 3));
    }
    c.link.tx_height_m = between(10, 100);
    c.link.rx_height_m = between(1, 20);
    c.link.frequency_ghz = between(0.1, 6);
    c.link.time_percent = between(1, 50);
    c.link.location_percent = between(1, 99);
    c.link.location_sigma_db = 5.5;
    c.link.polarisation =
        seed % 2 == 0 ? radio::p1812::Polarisation::horizontal : radio::p1812::Polarisation::vertical;
    c.link.tx_coast_km = between(0, 8);
    c.link.rx_coast_km = between(0, 8);
    return c;
}

}  // namespace amaneku::tests
