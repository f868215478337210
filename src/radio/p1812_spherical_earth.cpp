#include "radio/p1812_spherical_earth.hpp"

#include "radio/p1812_bullington.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace amaneku::radio::p1812 {

namespace {

struct Surface {
    double permittivity;  ///< relative
    double conductivity;  ///< S/m
};
constexpr Surface land{22, 0.003};
constexpr Surface sea{80, 5};

/// K, normalised surface admittance (eqs. 29a, 29b).
double admittance(const SmoothPath& path, Surface surface, double radius_km) noexcept {
    const double loss = 18 * surface.conductivity / path.frequency_ghz;
    const double contrast = surface.permittivity - 1;
    const double horizontal = 0.036 / (std::cbrt(radius_km * path.frequency_ghz) *
                                       std::sqrt(std::sqrt(contrast * contrast + loss * loss)));
    if (path.polarisation == Polarisation::horizontal) return horizontal;
    return horizontal * std::sqrt(surface.permittivity * surface.permittivity + loss * loss);
}

/// G(Y), gain of an antenna at a normalised height (eq. 35), for B = β Y.
double height_gain(double b, double k) noexcept {
    const double gain = b > 2 ? 17.6 * std::sqrt(b - 1.1) - 5 * std::log10(b - 1.1) - 8
                              : 20 * std::log10(b + 0.1 * b * b * b);
    return std::max(gain, 2 + 20 * std::log10(k));
}

/// F(X), the distance term (eq. 33).
double distance_term(double x) noexcept {
    return x >= 1.6 ? 11 + 10 * std::log10(x) - 17.6 * x : -20 * std::log10(x) - 5.6488 * std::pow(x, 1.425);
}

double first_term_over(const SmoothPath& path, Surface surface, double radius_km) noexcept {
    const double f = path.frequency_ghz;
    const double k = admittance(path, surface, radius_km);
    const double k2 = k * k;
    const double k4 = k2 * k2;
    const double beta = (1 + 1.6 * k2 + 0.67 * k4) / (1 + 4.5 * k2 + 1.53 * k4);              // eq. 30
    const double x = 21.88 * beta * std::cbrt(f / (radius_km * radius_km)) * path.length_km;  // eq. 31
    const double y = 0.9575 * beta * std::cbrt(f * f / radius_km);  // eqs. 32a, 32b, for 1 m
    return -distance_term(x) - height_gain(beta * y * path.tx_m, k) -
           height_gain(beta * y * path.rx_m, k);  // eq. 36
}

/// What is between a curved-Earth path in sight and the ray, at its narrowest.
struct Clearance {
    double height_m;    ///< h_se (eq. 23)
    double required_m;  ///< h_req (eq. 25), for no diffraction loss
};

Clearance smallest_clearance(const SmoothPath& path, double radius_km) noexcept {
    const double d = path.length_km;
    const double sum = path.tx_m + path.rx_m;
    const double c = (path.tx_m - path.rx_m) / sum;    // eq. 24d
    const double m = 250 * d * d / (radius_km * sum);  // eq. 24e
    const double cube = (m + 1) * (m + 1) * (m + 1);
    const double cosine = std::clamp(1.5 * c * std::sqrt(3 * m / cube), -1.0, 1.0);
    const double b =
        2 * std::sqrt((m + 1) / (3 * m)) * std::cos(std::numbers::pi / 3 + std::acos(cosine) / 3);  // eq. 24c
    const double d1 = d / 2 * (1 + b);                                                              // eq. 24a
    const double d2 = d - d1;                                                                       // eq. 24b
    const double height =
        ((path.tx_m - 500 * d1 * d1 / radius_km) * d2 + (path.rx_m - 500 * d2 * d2 / radius_km) * d1) / d;
    return {height, 17.456 * std::sqrt(d1 * d2 * wavelength_m(path.frequency_ghz) / d)};
}

}  // namespace

double first_term_loss(const SmoothPath& path, double radius_km) noexcept {
    const double w = path.sea_fraction;
    double loss = 0;  // eq. 28; most paths have one kind of surface only
    if (w > 0) loss += w * first_term_over(path, sea, radius_km);
    if (w < 1) loss += (1 - w) * first_term_over(path, land, radius_km);
    return loss;
}

double spherical_earth_loss(const SmoothPath& path, double effective_radius_km) noexcept {
    const double roots = std::sqrt(path.tx_m) + std::sqrt(path.rx_m);
    const double sight_km = std::sqrt(2 * effective_radius_km * 0.001) * roots;  // eq. 22
    if (path.length_km >= sight_km) return first_term_loss(path, effective_radius_km);

    const Clearance clearance = smallest_clearance(path, effective_radius_km);
    if (clearance.height_m > clearance.required_m) return 0;
    // eq. 26: the radius at which the path would just be in sight
    const double marginal_radius_km = 500 * (path.length_km / roots) * (path.length_km / roots);
    const double marginal = std::max(0.0, first_term_loss(path, marginal_radius_km));
    return (1 - clearance.height_m / clearance.required_m) * marginal;  // eq. 27
}

}  // namespace amaneku::radio::p1812
