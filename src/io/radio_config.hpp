#pragma once

#include "core/radio_config.hpp"
#include "io/toml_cursor.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace amaneku::io {

/// What a table of radio keys asks of the configuration around it.
struct RadioConfigPlace {
    std::function<std::vector<std::string>(TomlCursor&, std::string_view key)> files;  ///< absolute, there
    std::function<std::string(const std::string& name)> absolute;
    std::vector<std::string> dirs;  ///< that may hold radio/NAME.toml
};

/// Reads `[service.provider.radio]`; nothing where there is none.
[[nodiscard]] std::optional<RadioConfig> read_radio_config(TomlCursor& provider,
                                                           const RadioConfigPlace& place,
                                                           std::vector<Problem>& problems);

}  // namespace amaneku::io
