#pragma once

#include "core/combination_config.hpp"
#include "core/config.hpp"
#include "io/toml_cursor.hpp"

#include <optional>
#include <vector>

namespace amaneku::io {

/// Reads `[combinations]`; nothing where there is none.
[[nodiscard]] std::optional<CombinationsConfig> read_combinations_config(
    TomlCursor& root, const std::vector<ServiceConfig>& services);

/// Reads `[equity]`; nothing where there is none.
[[nodiscard]] std::optional<EquityConfig> read_equity_config(TomlCursor& root);

}  // namespace amaneku::io
