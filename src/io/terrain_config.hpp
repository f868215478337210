#pragma once

#include "core/terrain_config.hpp"
#include "io/toml_cursor.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace amaneku::io {

/// Reads `[terrain]`; nothing where it is absent. What is wrong is noted in the cursor.
///
/// Keys: `files`, `land_cover`, `classes`, `least_step_m` (0 to 1000), `source.files`, `source.land_cover`.
/// @param files_of  the files that a key of a table names, absolute and there
[[nodiscard]] std::optional<TerrainConfig> read_terrain_config(
    TomlCursor& root,
    const std::function<std::vector<std::string>(TomlCursor&, std::string_view key)>& files_of);

}  // namespace amaneku::io
