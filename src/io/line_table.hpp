#pragma once

#include "core/result.hpp"

#include <string>

namespace amaneku::io {

/// lines.csv: lengths inside and outside by class and area, with the longest stretch outside.
[[nodiscard]] std::string lines_csv(const RunResult& result);

/// dead_stretches.csv: the longest stretches outside of every class, a hundred at most.
[[nodiscard]] std::string dead_stretches_csv(const RunResult& result);

}  // namespace amaneku::io
