#pragma once

#include "core/population.hpp"

#include <stop_token>
#include <string>
#include <string_view>

namespace amaneku::io {

/// Size and SHA-256 of a file; both empty for a name that is no file (PG:, /vsicurl/).
/// @param stop  ends the reading early; what comes back is then of no use
[[nodiscard]] InputFile digest(const std::string& role, const std::string& path,
                               const std::stop_token& stop = {});

/// SHA-256 of bytes, 64 hexadecimal digits.
[[nodiscard]] std::string sha256(std::string_view bytes);

}  // namespace amaneku::io
