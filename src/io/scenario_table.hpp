#pragma once

#include "core/result.hpp"

#include <string>

namespace amaneku::io {

/// scenario.csv: areas whose coverage the scenario changes, by service and provider.
[[nodiscard]] std::string scenario_csv(const RunResult& result);

/// scenario_cells.csv: cells that it changes.
[[nodiscard]] std::string scenario_cells_csv(const RunResult& result);

}  // namespace amaneku::io
