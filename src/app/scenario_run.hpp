#pragma once

#include "app/messages.hpp"
#include "app/pipeline.hpp"
#include "core/scenario_config.hpp"

#include <string>
#include <vector>

namespace amaneku::app {

/// Runs a configuration as it is, then changes what the scenario says, all of it together:
/// `RunResult::scenario` is the difference, everything else the run as it is.
/// @throws Error as a run does; (Errc::configuration) for a site that is not there or a scenario that removes
///         nothing; (Errc::input) for files of the scenario
[[nodiscard]] RunResult run_scenario(const Config& config, const ScenarioConfig& scenario,
                                     const RunOptions& options, Messages& messages,
                                     std::vector<StageTime>& times);

/// What a scenario comes to, in a few lines.
[[nodiscard]] std::string scenario_lines(const RunResult& result);

}  // namespace amaneku::app
