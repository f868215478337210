#pragma once

#include "app/messages.hpp"
#include "app/pipeline.hpp"
#include "core/result.hpp"

#include <vector>

namespace amaneku::app {

/// Runs a configuration with `[plan]` and says where to build next: the run as it is, and `RunResult::plan`.
///
/// What each candidate would add by itself is measured exactly; the choice counts a cell once, by the site
/// that reaches most of it; the finished plan goes through the engine site by site.
/// @throws Error as a run does; (Errc::configuration) where the plan cannot be made: no `[plan]`, a budget
///         below the cheapest candidate, a target out of reach; (Errc::input) where no candidate can be taken
[[nodiscard]] RunResult plan(const Config& config, const RunOptions& options, Messages& messages,
                             std::vector<StageTime>& times);

}  // namespace amaneku::app
