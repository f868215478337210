#pragma once

#include "core/result.hpp"

namespace amaneku::app {

/// Fills `inputs`: every file with its role, size, digest and source.
void list_inputs(RunResult& result);

}  // namespace amaneku::app
