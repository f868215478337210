#pragma once

#include "core/result.hpp"

namespace amaneku::app {

/// Fills `result.flags`: the words of `S_flag` of all areas with their reasons. Reads the earlier run of
/// `[compare]` where a service asks for rates that fell.
/// @throws Error (Errc::input) where that run has no coverage.csv
void find_flags(RunResult& result);

}  // namespace amaneku::app
