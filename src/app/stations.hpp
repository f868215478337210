#pragma once

#include "core/result.hpp"

namespace amaneku::app {

/// Fills `zone_has_site`: which zones hold a site of which service.
void find_stations(RunResult& result);

}  // namespace amaneku::app
