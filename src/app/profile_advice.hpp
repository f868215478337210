#pragma once

#include "core/result.hpp"

namespace amaneku::app {

/// Notes where a service's profile advises another `zones.assign`, or smaller cells, than the run has.
void note_unfollowed_advice(RunResult& result);

}  // namespace amaneku::app
