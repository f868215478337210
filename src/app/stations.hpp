#pragma once

#include "core/result.hpp"

namespace amaneku::app {

/// Fills `zone_has_site`: which zones have a station of which service. A site that stands in no zone counts
/// for the nearest one within `zones.nearest_m`.
void find_stations(RunResult& result);

}  // namespace amaneku::app
