#pragma once

#include "core/result.hpp"

#include <string>

namespace amaneku::io {

/// combinations.csv: people and places by what of two or more services reaches them.
[[nodiscard]] std::string combinations_csv(const RunResult& result);

/// equity.csv: every weight's rate, and its share of all people, of the covered and of the uncovered.
[[nodiscard]] std::string equity_csv(const RunResult& result);

/// mesh_kpi.csv: meshes that hold a station or are covered.
[[nodiscard]] std::string mesh_kpi_csv(const RunResult& result);

}  // namespace amaneku::io
