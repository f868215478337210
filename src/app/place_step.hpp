#pragma once

#include "core/result.hpp"
#include "planning/area_index.hpp"

namespace amaneku::app {

/// Reads every `[[place]]` and finds for each place in a reported zone whether each service holds it, whose,
/// and how far its nearest footprint is.
/// @throws Error (Errc::input) for tables that cannot be used
void find_places(RunResult& result, const planning::AreaIndex& served, int threads);

/// `find_places` and `find_lines`, where the configuration has any of them.
void find_places_and_lines(RunResult& result, int threads);

}  // namespace amaneku::app
