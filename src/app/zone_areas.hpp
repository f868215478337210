#pragma once

#include "core/grid.hpp"
#include "core/result.hpp"

#include <vector>

namespace amaneku::app {

/// Geodesic areas of the zones, in km².
[[nodiscard]] std::vector<double> zone_areas(const ZoneTable& zones, const Grid& grid, int threads);

/// Fills `prefectures`, `cities` and `groups`: reported zones by prefecture, by designated city, by the
/// user's groups.
void form_areas(RunResult& result, const std::vector<ZoneGroup>& groups);

}  // namespace amaneku::app
