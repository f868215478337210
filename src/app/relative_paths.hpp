#pragma once

#include "core/result.hpp"

namespace amaneku::app {

/// Names the inputs from the configuration's folder, in inputs, issues and notes, so that outputs do not
/// depend on where a folder of data with its configuration stands.
void make_paths_relative(RunResult& result);

}  // namespace amaneku::app
