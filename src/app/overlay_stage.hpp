#pragma once

#include "app/messages.hpp"
#include "app/pipeline.hpp"
#include "app/run_cache.hpp"
#include "core/result.hpp"

#include <functional>
#include <string>

namespace amaneku::app {

/// Fills `measures` and `sites` of a run with population and zones, and tells what it found in the providers'
/// files; services that the cache knows are not read.
/// @param lap  is called with a name at the end of a stage
void overlay_footprints(RunResult& result, const RunOptions& options, RunCache& cache, Messages& messages,
                        const std::function<void(const std::string&)>& lap);

}  // namespace amaneku::app
