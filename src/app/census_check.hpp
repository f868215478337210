#pragma once

#include "core/result.hpp"
#include "zonal/allocation.hpp"
#include "zonal/calibration.hpp"

namespace amaneku::app {

/// By zone of the table what the configured census says; < 0 where it says nothing. Reads its file.
[[nodiscard]] zonal::CensusTotals read_census_totals(const RunResult& result);

/// Fits people, and households where the census has them, to the census; other weights follow people.
void calibrate(const RunResult& result, const zonal::CensusTotals& census, zonal::Allocation& allocation);

/// The computed totals of zones against the census.
[[nodiscard]] CensusCheck check_census(const RunResult& result, const zonal::CensusTotals& census);

}  // namespace amaneku::app
