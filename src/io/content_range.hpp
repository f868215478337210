#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace amaneku::io {

/// What a `Content-Range: bytes 100-199/200` says: the first byte, and the size of the whole where it is
/// known.
struct ContentRange {
    std::uint64_t first = 0;
    std::optional<std::uint64_t> total;
};

/// @returns nothing where `text`, the header's value, is not of that form (`bytes */200` of a refusal is not)
[[nodiscard]] std::optional<ContentRange> parse_content_range(std::string_view text);

}  // namespace amaneku::io
