#pragma once

#include "app/column_titles.hpp"
#include "app/map_style.hpp"
#include "core/result.hpp"
#include "gdal/layer_writer.hpp"

#include <string>
#include <vector>

namespace amaneku::app {

/// A style under its name in the list of its layer.
struct NamedStyle {
    std::string layer;
    std::string name;
    bool is_default = false;  ///< of several of a layer's the one that it opens with
    LayerStyle style;
};

/// The styles of all layers of a run.
[[nodiscard]] std::vector<NamedStyle> layer_styles(const RunResult& result);

/// Cells by a service's covered fraction, areas by its rate.
[[nodiscard]] LayerStyle shaded_style(const std::string& layer, const ServiceConfig& service,
                                      const ColumnTitles& titles);
/// Footprints or sites, a colour and shape a provider: of one service, or of all.
[[nodiscard]] LayerStyle provider_style(const std::string& layer, const std::vector<ServiceConfig>& services);
/// Places or lines, by whether a service reaches them.
[[nodiscard]] LayerStyle reach_style(const std::string& layer, const ServiceConfig& service,
                                     const ColumnTitles& titles);

/// The style that a layer opens with.
[[nodiscard]] LayerStyle default_layer_style(const std::string& layer, const RunResult& result,
                                             const ColumnTitles& titles);

/// Writes the styles as the layer `layer_styles`, where QGIS finds them.
void write_styles(const RunResult& result, gdal::LayerWriter& writer);

/// The same of a few layers with their columns.
void write_styles(const std::vector<NamedStyle>& styles,
                  const std::vector<std::vector<gdal::LayerField>>& fields, const ColumnTitles& titles,
                  Date day, gdal::LayerWriter& writer);

/// The same for the layer `change` of a comparison.
void write_change_style(Date day, const std::vector<gdal::LayerField>& fields, gdal::LayerWriter& writer);

}  // namespace amaneku::app
