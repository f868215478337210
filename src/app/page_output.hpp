#pragma once

#include "core/result.hpp"

#include <string>

namespace amaneku::app {

/// report.html of a result.
/// @param page_template  text of the page without data
/// @throws Error (Errc::output) where the template is of another version
[[nodiscard]] std::string report_html(const RunResult& result, const std::string& page_template);

/// The page's template; empty where this build has none.
/// @throws Error (Errc::output) where it cannot be read
[[nodiscard]] std::string page_template();

/// Said where a page is asked for and the build has no template.
inline constexpr const char* no_page =
    "report.html is left out: this build has no page, for it was made without Node.js; install Node.js 20 "
    "and npm, "
    "then configure and build again";

}  // namespace amaneku::app
