#pragma once

#include "core/result.hpp"
#include "zonal/allocation.hpp"
#include "zonal/calibration.hpp"

namespace amaneku::app {

/// Checks that the weights of `[sensitivity]` are the population's. @throws Error (Errc::configuration)
void check_sensitivity(const RunResult& result);

/// With `[sensitivity]`: counts the measured cells again in its other ways, and finds the cells near the
/// threshold. Nothing is overlaid again.
/// @param census  with `zones.calibrate`: other ways of sharing cells are calibrated too
/// @throws Error (Errc::configuration) where a list of zones meets cells that are no JIS mesh
void find_sensitivity(RunResult& result, const zonal::Allocation& allocation,
                      const zonal::CensusTotals& census, int threads);

}  // namespace amaneku::app
