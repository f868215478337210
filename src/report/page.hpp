#pragma once

#include "report/page_data.hpp"

#include <string>

namespace amaneku::report {

/// `&`, `<`, `>`, `"` and `'` as entities.
[[nodiscard]] std::string html_escaped(const std::string& text);

/// The page: the template of web/DATA.md with a run's data in it.
/// @param tile_host  what the page may ask besides itself, `https://host`; empty: nothing
/// @throws Error (Errc::output) where the template lacks one of its marks
[[nodiscard]] std::string page(const std::string& page_template, const PageData& data,
                               const std::string& language, const std::string& title,
                               const std::string& tile_host);

}  // namespace amaneku::report
