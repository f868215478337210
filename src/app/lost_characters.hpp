#pragma once

#include "core/result.hpp"

namespace amaneku::app {

/// With `output.encoding = "cp932"`: a line of issues.csv for each name of an area that has characters which
/// CP932 lacks (𠮷).
void note_lost_characters(RunResult& result);

}  // namespace amaneku::app
