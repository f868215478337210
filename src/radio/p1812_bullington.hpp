#pragma once

#include "radio/p1812_path.hpp"

namespace amaneku::radio::p1812 {

/// Metres. The speed of light is 0.2998 m/ns here, as in the reference results.
[[nodiscard]] constexpr double wavelength_m(double frequency_ghz) noexcept {
    return 0.2998 / frequency_ghz;
}

/// J(ν), loss of a single knife edge (eq. 12), dB; 0 up to ν = -0.78.
[[nodiscard]] double knife_edge_loss(double nu) noexcept;

/// Bullington diffraction loss (section 4.3.1; eqs. 13-21), dB, over ground with clutter: L_bulla.
[[nodiscard]] double bullington_loss(const Path& path, double effective_radius_km) noexcept;

/// The same over a sea without waves at height 0 that has the points of `path`, for antennas at these heights
/// above it, m, both above 0: L_bulls.
[[nodiscard]] double smooth_bullington_loss(const Path& path, double tx_m, double rx_m,
                                            double effective_radius_km) noexcept;

}  // namespace amaneku::radio::p1812
