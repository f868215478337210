#pragma once

#include "core/comparison.hpp"

#include <string>

namespace amaneku::io {

/// compare.csv; columns as docs/formats.md says.
[[nodiscard]] std::string compare_csv(const Comparison& comparison);
/// compare_cells.csv: every cell that was newly covered or lost.
[[nodiscard]] std::string compare_cells_csv(const Comparison& comparison);

}  // namespace amaneku::io
