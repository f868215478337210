#pragma once

#include "core/result.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>

namespace amaneku::report {

/// The target that a service's headline rate stands beside: of the reported areas together (of the one
/// prefecture, else of the nation) the next that is not met yet, or the last that is; null where there is
/// none.
[[nodiscard]] nlohmann::ordered_json headline_target(const RunResult& result, std::size_t service);

/// Puts `targets` and `series` into a page's data, as web/DATA.md has them.
void add_page_targets(const RunResult& result, nlohmann::ordered_json& to);

}  // namespace amaneku::report
