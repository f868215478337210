#pragma once

#include "app/map_style.hpp"

#include <string>
#include <vector>

namespace amaneku::app {

/// A class of a raster's values: up to and with `value` (the last has no upper end), or of classes that one.
struct RasterClass {
    double value = 0.0;
    Colour colour;
    std::string label;
};

/// A QML file that draws a raster's first band in classes, for QGIS, which takes it from beside the raster.
/// @param is_of_classes  values are names and no amounts
[[nodiscard]] std::string raster_qml(const std::vector<RasterClass>& classes, bool is_of_classes);

/// Received power in steps of 5 and 10 dB around a threshold.
[[nodiscard]] std::vector<RasterClass> power_classes(double threshold_dbm);
/// One server, two, three and more.
[[nodiscard]] std::vector<RasterClass> server_count_classes();
/// A colour a server; neighbours by number differ.
[[nodiscard]] std::vector<RasterClass> server_classes(const std::vector<std::string>& names);

}  // namespace amaneku::app
