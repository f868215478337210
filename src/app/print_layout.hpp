#pragma once

#include <string>

namespace amaneku::app {

/// West, south, east and north of a map in the units of its CRS.
struct MapBox {
    double west = 0.0, south = 0.0, east = 0.0, north = 0.0;
};

/// What stands on a printed page of the project.
struct PrintPage {
    std::string name;  ///< in QGIS's list of layouts
    std::string title;
    std::string subtitle;     ///< date and rules
    std::string attribution;  ///< sources, at the foot
    std::string legend_title;
    MapBox box;  ///< that the map must show, EPSG:3857
};

/// Element Layout of a QGIS project: A4, across or upright as the map is, with title, map, legend, scale bar
/// and attribution.
[[nodiscard]] std::string print_layout(const PrintPage& page);

}  // namespace amaneku::app
