#pragma once

#include "core/result.hpp"
#include "gdal/layer_writer.hpp"

#include <string>
#include <vector>

namespace amaneku::app {

/// Every layer that there may be.
[[nodiscard]] const std::vector<std::string>& all_layer_names();

/// Names of the layers of a result, in the order in which they are written.
[[nodiscard]] std::vector<std::string> layer_names(const RunResult& result);

/// The columns of one of them.
[[nodiscard]] std::vector<gdal::LayerField> layer_fields(const RunResult& result, const std::string& name);

/// Writes one of them.
void write_layer(const RunResult& result, const std::string& name, gdal::LayerWriter& writer);

}  // namespace amaneku::app
