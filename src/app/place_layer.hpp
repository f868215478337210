#pragma once

#include "core/result.hpp"
#include "gdal/layer_sink.hpp"

#include <vector>

namespace amaneku::app {

/// Columns of the layer `place`.
[[nodiscard]] std::vector<gdal::LayerField> place_fields(const RunResult& result);

/// Every place as a point. Needs `result.places`.
void write_places(const RunResult& result, gdal::LayerSink& writer);

/// Columns of the layer `line`.
[[nodiscard]] std::vector<gdal::LayerField> line_fields(const RunResult& result);

/// Every piece of a line that is all in or all out. Needs `result.lines`.
void write_lines(const RunResult& result, gdal::LayerSink& writer);

}  // namespace amaneku::app
