#pragma once

#include "core/result.hpp"

#include <string>

namespace amaneku::io {

/// ranges.csv: by area, service with placed stations, provider, weight and rule the spread over the draws.
[[nodiscard]] std::string ranges_csv(const RunResult& result);

/// The rows of it that are of the services' own weights and rules.
[[nodiscard]] std::string own_ranges_csv(const RunResult& result);

}  // namespace amaneku::io
