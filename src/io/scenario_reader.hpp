#pragma once

#include "core/config.hpp"
#include "core/scenario_config.hpp"

#include <string>

namespace amaneku::io {

/// Reads a scenario file. Providers are those of a configuration; files are relative to the scenario's.
/// @throws Error (Errc::configuration) that lists every problem, one a line
[[nodiscard]] ScenarioConfig read_scenario(const std::string& path, const Config& config);

}  // namespace amaneku::io
