#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace amaneku::http {

/// Bytes of a file.
struct ByteRange {
    std::uint64_t first = 0;
    std::uint64_t size = 0;
};

enum class RangeKind : std::uint8_t { none, some, beyond };

struct AskedRange {
    RangeKind kind = RangeKind::none;  ///< none: all of the file is to be sent; beyond: status 416
    ByteRange bytes;
};

/// What a header `Range` asks of a file of `size` bytes. Several ranges, other units and what is no range
/// are of no account, as the standard allows.
[[nodiscard]] AskedRange asked_range(std::string_view header, std::uint64_t size);

}  // namespace amaneku::http
