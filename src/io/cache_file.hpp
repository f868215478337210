#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace amaneku::io {

/// A file of intermediate results: what it is of, and its bytes, with a sum that tells damage.
struct CacheFile {
    std::string content;  ///< all of the file
    std::string_view payload() const noexcept { return std::string_view{content}.substr(offset); }
    std::size_t offset = 0;
    std::string problem;  ///< why there is no payload, a sentence; empty where the file is good or not there
    bool is_good = false;
};

/// Reads a file that `write_cache_file` wrote. Whatever is wrong with it is told, not thrown.
/// @param key  64 hexadecimal digits; a file with another key is not taken
[[nodiscard]] CacheFile read_cache_file(const std::string& path, std::string_view key);

/// Writes a file whole or not at all. @throws Error (Errc::output)
void write_cache_file(const std::string& path, std::string_view key, std::string_view payload);

}  // namespace amaneku::io
