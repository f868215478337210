#pragma once

#include "core/fiber_config.hpp"
#include "io/toml_cursor.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace amaneku::io {

/// The files that a key names, absolute and there.
using FilesOfKey = std::function<std::vector<std::string>(TomlCursor&, std::string_view key)>;

/// Whether a provider gives cables, closures or towns.
[[nodiscard]] bool gives_fiber(const TomlCursor& provider);

/// Reads the keys of cables, closures and towns of a provider, with its `columns`; nothing where it gives
/// none of them. Keys of what is not given are problems.
[[nodiscard]] std::optional<FiberConfig> read_fiber_config(TomlCursor& provider, const FilesOfKey& files);

}  // namespace amaneku::io
