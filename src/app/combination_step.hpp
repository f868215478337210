#pragma once

#include "core/result.hpp"
#include "zonal/allocation.hpp"

namespace amaneku::app {

/// Adds up the people of every zone by the services that reach their cell, by each service's own rule. With
/// `[combinations]` only; needs `cell_covered`.
void combine_services(RunResult& result, const zonal::Allocation& allocation);

/// Checks that the weights of `[equity]` are the population's. @throws Error (Errc::configuration)
void check_equity(const RunResult& result);

}  // namespace amaneku::app
