#pragma once

#include "core/scenario_config.hpp"

#include <string>

namespace amaneku::io {

/// A scenario of sites as `read_scenario` reads it: every number with all its digits. Sites of tables and
/// areas are not written.
[[nodiscard]] std::string scenario_toml(const ScenarioConfig& scenario);

}  // namespace amaneku::io
