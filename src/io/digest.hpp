#pragma once

#include "core/population.hpp"

#include <string>
#include <string_view>

namespace amaneku::io {

/// Size and SHA-256 of a file; both empty for a name that is no file (PG:, /vsicurl/).
[[nodiscard]] InputFile digest(const std::string& role, const std::string& path);

/// SHA-256 of bytes, 64 hexadecimal digits.
[[nodiscard]] std::string sha256(std::string_view bytes);

}  // namespace amaneku::io
