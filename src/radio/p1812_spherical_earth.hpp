#pragma once

#include "radio/p1812_path.hpp"

namespace amaneku::radio::p1812 {

/// A path over a smooth sphere.
struct SmoothPath {
    double length_km;
    double tx_m;  ///< antenna heights above the sphere, above 0
    double rx_m;
    double frequency_ghz;
    Polarisation polarisation;
    double sea_fraction;  ///< ω; the rest is land
};

/// First-term part of spherical-Earth diffraction loss (section 4.3.3; eqs. 28-36), dB: L_dft; below 0 well
/// inside the radio horizon.
[[nodiscard]] double first_term_loss(const SmoothPath& path, double radius_km) noexcept;

/// Spherical-Earth diffraction loss (section 4.3.2; eqs. 22-27), dB: L_dsph.
[[nodiscard]] double spherical_earth_loss(const SmoothPath& path, double effective_radius_km) noexcept;

}  // namespace amaneku::radio::p1812
