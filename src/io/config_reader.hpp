#pragma once

#include "core/config.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace amaneku::io {

struct ConfigProblem {
    std::string where;  ///< `file:line`
    std::string what;   ///< key, value, rule, what to do
};

/// Reads a configuration and says everything that is wrong with it at once.
/// @returns the configuration, as far as it could be read, and the problems; usable only where there are none
[[nodiscard]] std::pair<Config, std::vector<ConfigProblem>> check_config(const std::string& path);

/// @throws Error (Errc::configuration) that lists every problem, one a line
[[nodiscard]] Config read_config(const std::string& path);

}  // namespace amaneku::io
