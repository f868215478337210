#pragma once

#include "radio/p1812_path.hpp"

#include <array>

namespace amaneku::radio::p1812 {

/// Metres. The speed of light is 0.2998 m/ns here, as in the reference results.
[[nodiscard]] constexpr double wavelength_m(double frequency_ghz) noexcept {
    return 0.2998 / frequency_ghz;
}

/// J(ν), loss of a single knife edge (eq. 12), dB; 0 up to ν = -0.78.
[[nodiscard]] double knife_edge_loss(double nu) noexcept;

/// One value for each of the two effective Earth radii that a prediction needs. They are worked on together,
/// since what costs time, the divisions of each profile point, is the same for both.
using ForTwoRadii = std::array<double, 2>;

/// Bullington diffraction losses (section 4.3.1; eqs. 13-21), dB, over ground with clutter: L_bulla.
[[nodiscard]] ForTwoRadii bullington_losses(const Path& path, const ForTwoRadii& radii_km) noexcept;

/// The same over a smooth Earth that has the points of `path`, for antennas at these heights above it, m,
/// both above 0: L_bulls. Costs the logarithm of the number of points.
[[nodiscard]] ForTwoRadii smooth_bullington_losses(const Path& path, double tx_m, double rx_m,
                                                   const ForTwoRadii& radii_km) noexcept;

}  // namespace amaneku::radio::p1812
