#pragma once

#include "core/result.hpp"

#include <map>
#include <string>

namespace amaneku::app {

/// coverage.qgz: a QGIS project over coverage.gpkg beside it, with groups, styles, labels and a page to
/// print. The same bytes for the same result.
[[nodiscard]] std::string qgis_project(const RunResult& result);

/// The SLD files of a run by name, `mesh 5g.sld`: one for each style of `layer_styles`.
[[nodiscard]] std::map<std::string, std::string> sld_files(const RunResult& result);

}  // namespace amaneku::app
