#pragma once

#include "radio/p1812_path.hpp"
#include "radio/p1812_profile.hpp"

namespace amaneku::radio::p1812 {

/// The complete delta-Bullington model for one effective Earth radius (section 4.3.4), dB.
struct DeltaBullington {
    double actual_db = 0;     ///< L_bulla (eq. 21)
    double smooth_db = 0;     ///< L_bulls (eq. 21)
    double spherical_db = 0;  ///< L_dsph (eq. 27)
    double loss_db = 0;       ///< L_d (eq. 39)
};

/// The model for the two effective Earth radii that a prediction for p % of time lies between
/// (section 4.3.5).
struct Diffraction {
    DeltaBullington median;   ///< for a_e, 50 % of time
    DeltaBullington ducting;  ///< for a_β, β0 % of time
};

/// @param tx_effective_m  antenna heights above the smooth surface for diffraction (eqs. 37a, 37b), above 0
[[nodiscard]] Diffraction diffraction(const Path& path, double tx_effective_m, double rx_effective_m,
                                      double sea_fraction, double median_radius_km) noexcept;

}  // namespace amaneku::radio::p1812
