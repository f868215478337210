#pragma once

#include "radio/p1812_path.hpp"

namespace amaneku::radio::p1812 {

/// How much of the path lies in which zone, a boundary lying halfway between two profile points.
struct ZoneShares {
    double longest_land_km = 0;    ///< d_tm: inland and coastal land without a break (section 3.6)
    double longest_inland_km = 0;  ///< d_lm: inland without a break (section 3.6)
    double sea_fraction = 0;       ///< ω, of the path's length (Table 5)
};

[[nodiscard]] ZoneShares zone_shares(const Path& path) noexcept;

/// τ (eq. 3), of d_lm.
[[nodiscard]] double inland_parameter(double longest_inland_km) noexcept;

/// β0 (eqs. 2-5), percentage of time with a lapse rate above 100 N-units/km in the lowest 100 m; below 47 %.
[[nodiscard]] double ducting_incidence_percent(double latitude_deg, const ZoneShares& zones) noexcept;

/// a_e (eqs. 6 and 7a), median effective Earth radius, km, for ΔN in N-units/km.
[[nodiscard]] constexpr double median_effective_radius_km(double dn) noexcept {
    return 6371 * (157 / (157 - dn));
}

/// a_β (eq. 7b), effective Earth radius exceeded for β0 % of time, km.
inline constexpr double ducting_effective_radius_km = 6371 * 3.0;

}  // namespace amaneku::radio::p1812
