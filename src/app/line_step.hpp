#pragma once

#include "core/result.hpp"
#include "planning/area_index.hpp"

namespace amaneku::app {

/// Reads every `[[line]]`, cuts it where it enters or leaves services and zones, and measures the pieces.
/// @throws Error (Errc::input) for files that cannot be used; (Errc::configuration) with more than 64
/// services
void find_lines(RunResult& result, const planning::AreaIndex& served, int threads);

}  // namespace amaneku::app
