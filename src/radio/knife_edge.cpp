#include "radio/knife_edge.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace amaneku::radio {

double earth_bulge_m(double d1_m, double d2_m, double earth_radius_m) noexcept {
    return d1_m * d2_m / (2.0 * earth_radius_m);
}

double fresnel_radius_m(double d1_m, double d2_m, double wavelength_m) noexcept {
    return std::sqrt(wavelength_m * d1_m * d2_m / (d1_m + d2_m));
}

double diffraction_parameter(double height_m, double d1_m, double d2_m, double wavelength_m) noexcept {
    return height_m * std::sqrt(2.0 * (d1_m + d2_m) / (wavelength_m * d1_m * d2_m));
}

double knife_edge_db(double nu) noexcept {
    if (nu <= free_nu) return 0.0;
    const double u = nu - 0.1;
    return 6.9 + 20.0 * std::log10(std::sqrt(u * u + 1.0) + u);
}

double clearance_shift(double clearance) noexcept {
    return std::max(0.0, std::numbers::sqrt2 * clearance + free_nu);
}

}  // namespace amaneku::radio
