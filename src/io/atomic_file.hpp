#pragma once

#include <string>
#include <string_view>

namespace amaneku::io {

/// The temporary name beside a file under which it is written before it is renamed.
[[nodiscard]] std::string temporary_name(const std::string& path);

/// Writes a file whole or not at all: under a temporary name in the same folder, synced, then renamed.
/// @throws Error (Errc::output) with the system's reason; what was there before stays
void write_whole(const std::string& path, std::string_view content);

/// The first half of `write_whole`: the file stands under its temporary name, synced. @throws the same
void write_temporary(const std::string& path, std::string_view content);

/// Renames a finished temporary file; removes it where that fails.
void publish(const std::string& temporary, const std::string& path);

}  // namespace amaneku::io
