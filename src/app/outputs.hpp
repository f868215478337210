#pragma once

#include "app/messages.hpp"
#include "app/pipeline.hpp"
#include "core/result.hpp"

#include <vector>

namespace amaneku::app {

/// Writes everything that `output.formats` asks for; each file whole or not at all.
void write_outputs(const RunResult& result, Messages& messages);

/// timing.json: the one file that differs from run to run.
void write_timing(const RunResult& result, const std::vector<StageTime>& times);

}  // namespace amaneku::app
