#pragma once

#include "app/messages.hpp"
#include "app/pipeline.hpp"
#include "app/run_cache.hpp"
#include "core/result.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <string>

namespace amaneku::app {

/// Fills `measures` and `sites` of a run with population and zones, and tells what it found in the providers'
/// files; services that the cache knows are not read.
/// @param lap  is called with a name at the end of a stage
void overlay_footprints(RunResult& result, const RunOptions& options, RunCache& cache, Messages& messages,
                        const std::function<void(const std::string&)>& lap);

/// As above, but hands every tile on as it is measured: `measures` gets the layers and no cells, so that only
/// the tiles in work need memory.
/// @param take  gets the cells' places in the population and their measures, see `overlay::TileTaker`
void overlay_by_tiles(RunResult& result, const RunOptions& options, Messages& messages,
                      const std::function<void(const std::string&)>& lap,
                      const std::function<void(std::size_t worker, std::span<const std::uint32_t> cells,
                                               const Measures& measures)>& take);

}  // namespace amaneku::app
