#pragma once

#include "core/result.hpp"

#include <string>

namespace amaneku::io {

/// gaps.csv: for every gap a line of the whole and one of each municipality's part.
[[nodiscard]] std::string gaps_csv(const RunResult& result);

/// gap_towns.csv: people left out by town.
[[nodiscard]] std::string gap_towns_csv(const RunResult& result);

/// gap_subsidies.csv: programmes that apply to the parts of gaps, or may, with the shares of the cost.
[[nodiscard]] std::string gap_subsidies_csv(const RunResult& result);

}  // namespace amaneku::io
