#pragma once

#include "core/gap_config.hpp"
#include "io/toml_cursor.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace amaneku::io {

/// The file that a key names, absolute and there.
using FileOfKey = std::function<std::optional<std::string>(TomlCursor&, std::string_view key)>;

/// Reads the key `gap` of a profile or service where it is there; what it does not name stays.
void read_gap_rule(TomlCursor& table, GapRule& rule);

/// Reads `[gaps]`; nothing where there is none.
[[nodiscard]] std::optional<GapsConfig> read_gaps_config(TomlCursor& root, const FileOfKey& file);

}  // namespace amaneku::io
