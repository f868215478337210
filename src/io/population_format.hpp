#pragma once

#include "core/config.hpp"

#include <string>

namespace amaneku::io {

/// The format of a population file, by its content; of a zip, by its members.
/// @throws Error (Errc::input) where it cannot be opened or holds nothing of use
[[nodiscard]] PopulationFormat detect_population_format(const std::string& file);

}  // namespace amaneku::io
