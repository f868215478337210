#pragma once

#include "report/page_input.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <vector>

namespace amaneku::report {

/// Areas of a page as web/DATA.md has them: `nation`, `prefectures`, `municipalities`, `groups`.
[[nodiscard]] nlohmann::ordered_json page_areas(const PageInput& input);

/// By zone: its place among the page's municipalities, those that are reported in ascending order; -1: none.
[[nodiscard]] std::vector<std::int32_t> municipality_places(const RunResult& result);

}  // namespace amaneku::report
