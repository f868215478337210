#pragma once

#include "radio/p1812_path.hpp"

#include <cstddef>

namespace amaneku::radio::p1812 {

/// Height above mean sea level, m, of a straight line fitted to the ground, or one derived from it, under the
/// two antennas.
struct SmoothEarth {
    double tx_m = 0;
    double rx_m = 0;
};

/// h_st and h_sr of the least-squares straight line through the ground (Attachment 1, section 5.6.1; eqs. 85,
/// 86).
[[nodiscard]] SmoothEarth fitted_ground(const Path& path) noexcept;

/// h_std and h_srd for the diffraction model (Attachment 1, section 5.6.2; eq. 89): lowered by what stands in
/// the direct line, and never above the ground at the antennas.
[[nodiscard]] SmoothEarth diffraction_ground(const Path& path, SmoothEarth fitted) noexcept;

/// What each antenna sees as its horizon (Attachment 1, sections 5.1-5.5). Ground only, no clutter.
struct Horizons {
    bool is_transhorizon = false;
    double tx_mrad = 0;     ///< θ_t (eqs. 76-78), elevation above the horizontal
    double rx_mrad = 0;     ///< θ_r (eqs. 79-81)
    double angle_mrad = 0;  ///< θ (eq. 82), the path's angular distance
    double tx_km = 0;  ///< d_lt (eq. 78); on a path in sight: to the point of largest diffraction parameter
    double rx_km = 0;  ///< d_lr (eq. 81a)
    std::size_t tx_point = 0;  ///< profile point of d_lt
    std::size_t rx_point = 0;  ///< profile point of d_lr, never before tx_point
};

[[nodiscard]] Horizons horizons(const Path& path, double effective_radius_km) noexcept;

/// For the ducting and layer-reflection model (Attachment 1, section 5.6.3).
struct DuctingGround {
    SmoothEarth smooth;         ///< h_st and h_sr (eqs. 90a, 90b), never above the ground at the antennas
    double tx_effective_m = 0;  ///< h_te (eq. 92a)
    double rx_effective_m = 0;  ///< h_re (eq. 92b)
    double roughness_m = 0;     ///< h_m (eq. 93), highest ground above the smooth Earth between the horizons
};

[[nodiscard]] DuctingGround ducting_ground(const Path& path, SmoothEarth fitted,
                                           const Horizons& seen) noexcept;

}  // namespace amaneku::radio::p1812
