#pragma once

#include "app/messages.hpp"
#include "core/result.hpp"
#include "zonal/allocation.hpp"

namespace amaneku::app {

/// People of reported zones in cells that reach beyond all supplied zones, where no neighbour is supplied.
void warn_missing_neighbours(RunResult& result, const zonal::Allocation& allocation, Messages& messages);

}  // namespace amaneku::app
