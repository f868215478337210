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

/// A provider alone, from the text of a table as `[[service.provider]]` has it.
/// @param folder  that its paths are relative to
/// @throws Error (Errc::configuration) that lists every problem, one a line
[[nodiscard]] ProviderConfig read_provider(const std::string& text, const std::string& folder);

/// @throws Error (Errc::configuration) that lists every problem, one a line
[[nodiscard]] Config read_config(const std::string& path);

}  // namespace amaneku::io
