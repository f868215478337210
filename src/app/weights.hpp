#pragma once

#include "core/result.hpp"

namespace amaneku::app {

/// @throws Error (Errc::configuration) naming the service that counts by a weight that is not there
void check_weights(const RunResult& result);

}  // namespace amaneku::app
