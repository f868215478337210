#pragma once

#include "core/targets_config.hpp"
#include "io/toml_cursor.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace amaneku::io {

/// The table [targets] without its projection.
/// @param files  the paths that a key names, absolute and there
[[nodiscard]] TargetsConfig read_targets_config(
    TomlCursor& table, const std::function<std::vector<std::string>(TomlCursor&, std::string_view)>& files);

}  // namespace amaneku::io
