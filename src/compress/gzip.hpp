#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace amaneku::compress {

/// How hard zlib tries; its own words for each.
struct Effort {
    int level = 6;
    int memory = 8;
    bool is_filtered = false;  ///< columns of small numbers rather than text
};

/// A gzip member; no time and no name in its head, so that the same bytes give the same bytes.
/// @throws Error (Errc::resources) where there is no memory, (Errc::internal) where zlib refuses
[[nodiscard]] std::string gzipped(std::string_view bytes, Effort effort = {});

/// The checksum of zip and gzip.
[[nodiscard]] std::uint32_t checksum(std::string_view bytes) noexcept;

}  // namespace amaneku::compress
