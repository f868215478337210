#pragma once

#include "app/messages.hpp"
#include "app/pipeline.hpp"
#include "core/result.hpp"

#include <vector>

namespace amaneku::app {

/// Writes everything that `output.formats` asks for; files and tables appear together at the end,
/// so that a run that fails leaves those of an earlier run alone. Files that do not depend on one another are
/// written side by side; their bytes are the same for any number of threads.
/// @param threads  0: one a core
/// @throws Error (Errc::output)
void write_outputs(const RunResult& result, int threads, Messages& messages);

/// timing.json: the one file that differs from run to run.
void write_timing(const RunResult& result, const std::vector<StageTime>& times);

}  // namespace amaneku::app
