#pragma once

#include "core/result.hpp"
#include "gdal/layer_sink.hpp"

#include <vector>

namespace amaneku::app {

/// Columns of the layer `gap`: what gaps.csv has of whole gaps.
[[nodiscard]] std::vector<gdal::LayerField> gap_fields(const RunResult& result);

/// Every gap as the outline of its cells. Needs `result.gaps`.
void write_gaps(const RunResult& result, gdal::LayerSink& writer);

}  // namespace amaneku::app
