#pragma once

#include "app/messages.hpp"
#include "core/result.hpp"
#include "zonal/allocation.hpp"
#include <amaneku/error.hpp>

#include <string>
#include <utility>
#include <vector>

namespace amaneku::app {

struct RunOptions {
    int threads = 0;             ///< 0: all cores
    std::int32_t tile_size = 0;  ///< cells a side, 0: by the grid's; of no influence on results
    std::uint64_t memory = 0;    ///< bytes of polygons kept in memory, about; 0: half of what the machine has
    std::string cache;           ///< folder of intermediate results, see RunCache; empty: none
};

/// Seconds and peak memory by stage, for timing.json.
struct StageTime {
    std::string stage;
    double seconds;
    std::uint64_t peak_bytes;
};

/// Reads, overlays, shares, judges: everything but writing.
[[nodiscard]] RunResult compute(const Config& config, const RunOptions& options, Messages& messages,
                                std::vector<StageTime>& times);

/// A run with the shares that its people were given to zones by.
struct SharedRun {
    RunResult run;
    zonal::Allocation allocation;
};
/// As `compute`.
[[nodiscard]] SharedRun compute_shared(const Config& config, const RunOptions& options, Messages& messages,
                                       std::vector<StageTime>& times);

/// What a check found. Warnings were said on the way.
struct CheckReport {
    std::vector<Error> problems;
    std::size_t warnings = 0;
};

/// Reads every input and says everything that is wrong, file by file; where nothing is, goes on like a run
/// and says what the run would warn of. Writes nothing.
[[nodiscard]] CheckReport check_inputs(const Config& config, Messages& messages);

}  // namespace amaneku::app
