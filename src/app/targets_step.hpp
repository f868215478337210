#pragma once

#include "core/result.hpp"
#include "zonal/allocation.hpp"

namespace amaneku::app {

/// Reads the tables of targets and actuals, adds what this run and the snapshots computed, and puts every
/// target beside them. Nothing where the configuration has no [targets].
/// @throws Error (Errc::input) for tables and folders that cannot be used
void add_targets(RunResult& result, const zonal::Allocation& allocation);

}  // namespace amaneku::app
