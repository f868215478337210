#pragma once

#include "core/result.hpp"
#include "gdal/layer_sink.hpp"

#include <vector>

namespace amaneku::app {

/// Columns of the layer `candidate`.
[[nodiscard]] std::vector<gdal::LayerField> candidate_fields(const RunResult& result);

/// Every candidate as a point, those of the plan with their rank; of a plan of cables, every cable's end.
/// Needs `result.plan`.
void write_candidates(const RunResult& result, gdal::LayerSink& writer);

}  // namespace amaneku::app
