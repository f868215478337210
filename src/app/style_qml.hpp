#pragma once

#include "app/column_titles.hpp"
#include "app/map_style.hpp"

#include <string>
#include <vector>

namespace amaneku::app {

/// The parts of a style as QGIS has them: inside a layer of a project and in a QML file.
struct QgisStyle {
    std::string renderer;  ///< element renderer-v2
    std::string labels;    ///< element labeling, or empty
    std::string aliases;   ///< element aliases: columns in words
};
[[nodiscard]] QgisStyle qgis_style(const LayerStyle& style, const std::vector<std::string>& columns,
                                   const ColumnTitles& titles);

/// A whole QML file.
[[nodiscard]] std::string qml(const LayerStyle& style, const std::vector<std::string>& columns,
                              const ColumnTitles& titles);

}  // namespace amaneku::app
