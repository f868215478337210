#pragma once

#include "radio/p1812_climate.hpp"
#include "radio/p1812_path.hpp"
#include "radio/p1812_profile.hpp"

namespace amaneku::radio::p1812 {

/// L_ba (section 4.5; eqs. 46-56): basic transmission loss by ducting and layer reflection not exceeded for p
/// % of time, dB.
[[nodiscard]] double ducting_loss(const Path& path, const ZoneShares& zones, const Horizons& seen,
                                  const DuctingGround& ground, double ducting_percent,
                                  double effective_radius_km) noexcept;

}  // namespace amaneku::radio::p1812
