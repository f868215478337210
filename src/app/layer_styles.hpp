#pragma once

#include "core/result.hpp"
#include "gdal/layer_writer.hpp"

namespace amaneku::app {

/// The table `layer_styles`, so that QGIS opens the layers coloured and with columns named in words: one
/// style a layer and service, the first service's as default.
void write_styles(const RunResult& result, gdal::LayerWriter& writer);

}  // namespace amaneku::app
