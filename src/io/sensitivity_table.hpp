#pragma once

#include "core/result.hpp"

#include <string>

namespace amaneku::io {

/// sensitivity.csv: every rate by other ways of counting, beside the run's own and its bounds.
[[nodiscard]] std::string sensitivity_csv(const RunResult& result);

/// near_threshold.csv: cells whose fraction is near the threshold.
[[nodiscard]] std::string near_threshold_csv(const RunResult& result);

}  // namespace amaneku::io
