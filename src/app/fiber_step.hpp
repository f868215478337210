#pragma once

#include "app/binning.hpp"
#include "app/messages.hpp"
#include "core/result.hpp"

namespace amaneku::app {

/// What a provider's cables, closures and towns serve, as areas, with what came of reading them. The same for
/// any number of threads.
/// @param run       its population's grid and its zones
/// @param provider  with `fiber`
/// @throws Error of the readers
void model_fiber(const RunResult& run, const ProviderConfig& provider, int threads, ProviderFound& found);

}  // namespace amaneku::app
