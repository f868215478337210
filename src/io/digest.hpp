#pragma once

#include "core/population.hpp"

#include <string>

namespace amaneku::io {

/// Size and SHA-256 of a file; both empty for a name that is no file (PG:, /vsicurl/).
[[nodiscard]] InputFile digest(const std::string& role, const std::string& path);

}  // namespace amaneku::io
