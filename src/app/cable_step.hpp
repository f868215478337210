#pragma once

#include "core/result.hpp"
#include "zonal/allocation.hpp"

#include <vector>

namespace amaneku::app {

/// Fills a plan of cables: cells that the service does not cover are reached from covered cells, nodes and
/// one another, centre to centre, within the budget.
/// @param unreached  [cell] people (by the plan's weights) whom the service does not reach
/// @throws Error (Errc::input) where there is nothing that a cable could start from; (Errc::configuration)
///         for a budget that reaches no cell
void plan_cables(RunResult& result, const zonal::Allocation& allocation, const std::vector<double>& unreached,
                 PlanResult& plan);

}  // namespace amaneku::app
