#pragma once

#include "core/sensitivity_config.hpp"
#include "io/toml_cursor.hpp"

#include <optional>

namespace amaneku::io {

/// Reads `[sensitivity]`; nothing where there is none. A key with an empty list leaves its comparison out.
[[nodiscard]] std::optional<SensitivityConfig> read_sensitivity_config(TomlCursor& root);

}  // namespace amaneku::io
