#pragma once

#include "core/result.hpp"

#include <string>

namespace amaneku::app {

/// The comparison with the census in a few lines for the terminal: the total, the middle municipality, the
/// worst ones, and after calibration what could not be placed.
[[nodiscard]] std::string census_lines(const CensusCheck& census);

}  // namespace amaneku::app
