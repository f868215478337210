#pragma once

#include "core/config.hpp"
#include "core/place_config.hpp"
#include "io/toml_cursor.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace amaneku::io {

/// What sections of a configuration have in common.
struct CommonKeys {
    /// The table's id, good and not among those taken.
    std::function<std::string(TomlCursor&, std::vector<std::string>& taken)> id;
    /// The files that a key names, absolute and there.
    std::function<std::vector<std::string>(TomlCursor&, std::string_view key)> files;
    std::function<Source(TomlCursor&)> source;
};

/// Reads every `[[place]]` (`key` is "place") or `[[line]]` ("line").
[[nodiscard]] std::vector<FeatureConfig> read_feature_configs(TomlCursor& root, std::string_view key,
                                                              const CommonKeys& common);

}  // namespace amaneku::io
