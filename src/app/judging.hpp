#pragma once

#include "app/messages.hpp"
#include "app/pipeline.hpp"
#include "app/run_cache.hpp"
#include "core/result.hpp"
#include "zonal/allocation.hpp"
#include "zonal/block_judge.hpp"
#include "zonal/calibration.hpp"

#include <functional>
#include <string>

namespace amaneku::app {

/// What a run keeps of its cells once they are in their zones' sums. The less, the less memory a run needs.
enum class Keep {
    zones,     ///< nothing
    cells,     ///< what the mesh layer shows of them
    measures,  ///< their measures and shares as well, of all cells at once
};

/// What the outputs and steps of a configuration need.
[[nodiscard]] Keep what_to_keep(const Config& config, const RunOptions& options);

/// What judging finds beside the run's own columns.
struct Judged {
    zonal::Allocation allocation;           ///< with Keep::measures; else its issues and notes only
    std::vector<std::uint8_t> cell_border;  ///< zonal::CellBorder by cell; empty with extent = "all"
};

/// Overlays the footprints, shares all cells among zones and applies all rules: fills `measures`, `sites`,
/// `zone_coverage`, `ledger` and what is kept of the cells.
/// @param lap  is called with a name at the end of a stage
[[nodiscard]] Judged overlay_and_judge(RunResult& result, Keep keep, const RunOptions& options,
                                       RunCache& cache, const zonal::CensusTotals& census, Messages& messages,
                                       const std::function<void(const std::string&)>& lap);

}  // namespace amaneku::app
