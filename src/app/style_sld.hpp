#pragma once

#include "app/map_style.hpp"

#include <string>

namespace amaneku::app {

/// A style as OGC has it, Styled Layer Descriptor 1.0.0, for map servers and GIS other than QGIS: a rule a
/// class, and one for the labels. Its title is `name`.
[[nodiscard]] std::string sld(const std::string& layer, const std::string& name, const LayerStyle& style);

}  // namespace amaneku::app
