#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace amaneku::io {

/// Whether `text` is `size` digits 0-9.
[[nodiscard]] bool is_digits(std::string_view text, std::size_t size) noexcept;

/// `text` with A-Z as a-z; every other byte stays, so UTF-8 does too.
[[nodiscard]] std::string ascii_lower(std::string text);

}  // namespace amaneku::io
