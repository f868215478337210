#pragma once

#include "core/result.hpp"
#include "gdal/layer_writer.hpp"

#include <string>
#include <vector>

namespace amaneku::app {

/// The layers that coverage.kml has of a run: those that a globe can show. Cells, footprints, places and
/// lines are too many.
[[nodiscard]] std::vector<std::string> kml_layers(const RunResult& result);

/// Title, date, rules, sources and what is left out.
[[nodiscard]] gdal::DocumentText kml_document(const RunResult& result);

/// How one of them is named and drawn there.
[[nodiscard]] gdal::LayerDress kml_dress(const RunResult& result, const std::string& layer);

}  // namespace amaneku::app
