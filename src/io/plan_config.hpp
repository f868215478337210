#pragma once

#include "core/config.hpp"
#include "io/gap_config.hpp"
#include "io/toml_cursor.hpp"

#include <optional>

namespace amaneku::io {

/// Reads `[plan]`; nothing where there is none.
/// @param config  what was read before it: services and weights
[[nodiscard]] std::optional<PlanConfig> read_plan_config(TomlCursor& root, const FileOfKey& file,
                                                         const Config& config);

}  // namespace amaneku::io
