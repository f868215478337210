#pragma once

#include "app/messages.hpp"
#include "app/pipeline.hpp"
#include "scenario/what_if.hpp"

#include <memory>

namespace amaneku::app {

/// Runs a configuration and makes ready to change its sites.
/// @throws Error as a run does
[[nodiscard]] std::unique_ptr<scenario::WhatIf> what_if(const Config& config, const RunOptions& options,
                                                        Messages& messages);

}  // namespace amaneku::app
