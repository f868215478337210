#pragma once

#include "core/result.hpp"

#include <string>

namespace amaneku::app {

/// Whether the page holds the values of a result's cells itself: not of more than a million, nor of a grid
/// that is not in degrees.
[[nodiscard]] bool embeds_mesh(const RunResult& result);

/// report.html of a result.
/// @param page_template  text of the page without data
/// @param has_tiles  coverage.pmtiles is written beside it, for cells that the page does not hold
/// @throws Error (Errc::output) where the template is of another version
[[nodiscard]] std::string report_html(const RunResult& result, const std::string& page_template,
                                      bool has_tiles);

/// The page's template; empty where this build has none.
/// @throws Error (Errc::output) where it cannot be read
[[nodiscard]] std::string page_template();

/// Said where a page is asked for and the build has no template.
inline constexpr const char* no_page =
    "report.html is left out: this build has no page, for it was made without Node.js; install Node.js 20 "
    "and npm, "
    "then configure and build again";

/// Said where a page holds no cells and no tiles are written beside it.
inline constexpr const char* no_cells =
    "report.html shows no cells: there are more than a million, or they are of a grid in a projected CRS; "
    "add "
    "\"pmtiles\" to output.formats and keep coverage.pmtiles beside the page";

}  // namespace amaneku::app
