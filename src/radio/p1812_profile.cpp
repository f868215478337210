#include "radio/p1812_profile.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace amaneku::radio::p1812 {

namespace {

constexpr double lowest = -std::numeric_limits<double>::infinity();

/// The steepest line from an antenna to an inner profile point.
struct Steepest {
    double slope = lowest;  ///< m/m, the Earth's curvature taken off
    std::size_t point = 0;
};

/// First of equals, as seen from the transmitter.
Steepest steepest_from_tx(const Path& path, double radius_km) noexcept {
    const double antenna = tx_above_sea_m(path);
    const double drop = 1 / (2 * radius_km);
    Steepest best;
    for (std::size_t i = 1; i + 1 < path.distance_km.size(); ++i) {
        const double d = path.distance_km[i];
        const double slope = (path.ground_m[i] - antenna) / (1000 * d) - d * drop;
        if (slope > best.slope) best = {slope, i};
    }
    return best;
}

/// Last of equals: the one next to the receiver.
Steepest steepest_from_rx(const Path& path, double radius_km) noexcept {
    const double antenna = rx_above_sea_m(path);
    const double length = length_km(path);
    const double drop = 1 / (2 * radius_km);
    Steepest best;
    for (std::size_t i = 1; i + 1 < path.distance_km.size(); ++i) {
        const double d = length - path.distance_km[i];
        const double slope = (path.ground_m[i] - antenna) / (1000 * d) - d * drop;
        if (slope >= best.slope) best = {slope, i};
    }
    return best;
}

/// The inner point of largest diffraction parameter, last of equals. The wavelength scales all alike, and a
/// number and its square with the sign kept have the same order, so that no root is needed.
std::size_t most_obstructing_point(const Path& path, double radius_km) noexcept {
    const double tx = tx_above_sea_m(path);
    const double rx = rx_above_sea_m(path);
    const double length = length_km(path);
    const double bulge = 500 / radius_km;
    const double slope = (rx - tx) / length;
    double largest = lowest;
    std::size_t point = 1;
    for (std::size_t i = 1; i + 1 < path.distance_km.size(); ++i) {
        const double d = path.distance_km[i];
        const double left = length - d;
        const double product = d * left;
        const double above = path.ground_m[i] + bulge * product - (tx + slope * d);
        const double order = above * std::abs(above) / product;
        if (order >= largest) {
            largest = order;
            point = i;
        }
    }
    return point;
}

double milliradians(double slope) noexcept {
    return 1000 * std::atan(slope);
}

}  // namespace

SmoothEarth fitted_ground(const Path& path) noexcept {
    const auto& d = path.distance_km;
    const auto& h = path.ground_m;
    double area = 0;    // ν1
    double moment = 0;  // ν2
    for (std::size_t i = 1; i < d.size(); ++i) {
        const double step = d[i] - d[i - 1];
        area += step * (h[i] + h[i - 1]);
        moment += step * (h[i] * (2 * d[i] + d[i - 1]) + h[i - 1] * (d[i] + 2 * d[i - 1]));
    }
    const double length = length_km(path);
    return {(2 * area * length - moment) / (length * length), (moment - area * length) / (length * length)};
}

SmoothEarth diffraction_ground(const Path& path, SmoothEarth fitted) noexcept {
    const double tx = tx_above_sea_m(path);
    const double rx = rx_above_sea_m(path);
    const double length = length_km(path);
    const double slope = (rx - tx) / length;
    const auto above_line = [&](std::size_t i) {
        return path.ground_m[i] - (tx + slope * path.distance_km[i]);
    };

    double obstruction = lowest;  // h_obs
    for (std::size_t i = 1; i + 1 < path.distance_km.size(); ++i) {
        obstruction = std::max(obstruction, above_line(i));
    }
    SmoothEarth ground = fitted;
    if (obstruction > 0) {
        double tx_slope = lowest;  // α_obt
        double rx_slope = lowest;  // α_obr
        for (std::size_t i = 1; i + 1 < path.distance_km.size(); ++i) {
            const double above = above_line(i);
            tx_slope = std::max(tx_slope, above / path.distance_km[i]);
            rx_slope = std::max(rx_slope, above / (length - path.distance_km[i]));
        }
        const double share = obstruction / (tx_slope + rx_slope);
        ground = {fitted.tx_m - share * tx_slope, fitted.rx_m - share * rx_slope};
    }
    return {std::min(ground.tx_m, path.ground_m.front()), std::min(ground.rx_m, path.ground_m.back())};
}

Horizons horizons(const Path& path, double effective_radius_km) noexcept {
    const double length = length_km(path);
    const double rise = (rx_above_sea_m(path) - tx_above_sea_m(path)) / (1000 * length);
    const double drop = length / (2 * effective_radius_km);

    Horizons seen;
    const Steepest from_tx = steepest_from_tx(path, effective_radius_km);
    seen.is_transhorizon = from_tx.slope > rise - drop;
    if (seen.is_transhorizon) {
        const Steepest from_rx = steepest_from_rx(path, effective_radius_km);
        seen.tx_mrad = milliradians(from_tx.slope);
        seen.rx_mrad = milliradians(from_rx.slope);
        seen.tx_point = std::min(from_tx.point, from_rx.point);
        seen.rx_point = std::max(from_tx.point, from_rx.point);
    } else {
        seen.tx_mrad = milliradians(rise - drop);
        seen.rx_mrad = milliradians(-rise - drop);
        seen.tx_point = seen.rx_point = most_obstructing_point(path, effective_radius_km);
    }
    seen.tx_km = path.distance_km[seen.tx_point];
    seen.rx_km = length - path.distance_km[seen.rx_point];
    seen.angle_mrad = 1000 * length / effective_radius_km + seen.tx_mrad + seen.rx_mrad;
    return seen;
}

DuctingGround ducting_ground(const Path& path, SmoothEarth fitted, const Horizons& seen) noexcept {
    DuctingGround ground;
    ground.smooth = {std::min(fitted.tx_m, path.ground_m.front()),
                     std::min(fitted.rx_m, path.ground_m.back())};
    ground.tx_effective_m = tx_above_sea_m(path) - ground.smooth.tx_m;
    ground.rx_effective_m = rx_above_sea_m(path) - ground.smooth.rx_m;
    const double slope = (ground.smooth.rx_m - ground.smooth.tx_m) / length_km(path);
    ground.roughness_m = lowest;
    for (std::size_t i = seen.tx_point; i <= seen.rx_point; ++i) {
        const double smooth = ground.smooth.tx_m + slope * path.distance_km[i];
        ground.roughness_m = std::max(ground.roughness_m, path.ground_m[i] - smooth);
    }
    return ground;
}

}  // namespace amaneku::radio::p1812
