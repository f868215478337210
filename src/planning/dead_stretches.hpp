#pragma once

#include "core/line_result.hpp"

#include <cstdint>
#include <vector>

namespace amaneku::planning {

/// The ways of a table without a service, the longest first (of equal ones the first in the table).
///
/// Pieces that follow one another are one way; so are those of two lines of the same class and name that end
/// at the very same position, where no third one does. A ring has its first piece's start for both ends.
[[nodiscard]] std::vector<DeadStretch> dead_stretches(const LineTable& lines, std::uint32_t service);

}  // namespace amaneku::planning
