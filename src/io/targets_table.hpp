#pragma once

#include "core/result.hpp"

#include <string>

namespace amaneku::io {

/// A row a target and series; columns as docs/formats.md says.
[[nodiscard]] std::string targets_csv(const RunResult& result);
/// A row a point of a time series.
[[nodiscard]] std::string kpi_series_csv(const RunResult& result);

}  // namespace amaneku::io
