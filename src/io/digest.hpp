#pragma once

#include "core/population.hpp"

#include <stop_token>
#include <string>

namespace amaneku::io {

/// Size and SHA-256 of a file; both empty for a name that is no file (PG:, /vsicurl/).
/// @param stop  ends the reading early; what comes back is then of no use
[[nodiscard]] InputFile digest(const std::string& role, const std::string& path,
                               const std::stop_token& stop = {});

}  // namespace amaneku::io
