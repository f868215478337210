#pragma once

#include "core/result.hpp"
#include "zonal/allocation.hpp"

namespace amaneku::app {

/// Finds the gaps of every service, names, measures and prices them: `result.gaps`. Needs `[gaps]` and the
/// judged cells; tells in a note what the limits of the profiles left out.
/// @throws Error (Errc::input) for a table that cannot be taken
void find_gaps(RunResult& result, const zonal::Allocation& allocation, int threads);

}  // namespace amaneku::app
