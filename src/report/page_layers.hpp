#pragma once

#include "report/page_input.hpp"

#include <nlohmann/json.hpp>

namespace amaneku::report {

/// Puts `gaps`, `places`, `place_counts`, `sites` and `plan` into a page's data, as web/DATA.md has them.
void add_page_layers(const PageInput& input, nlohmann::ordered_json& to);

/// The most places that a page carries; of more it carries those that some service leaves out.
inline constexpr std::size_t most_places = 20'000;

}  // namespace amaneku::report
