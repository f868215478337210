#pragma once

#include "terrain/tile_source.hpp"

#include <map>
#include <string>

namespace amaneku::io {

/// What stands on the ground by class of land cover.
struct ClutterClasses {
    std::string file;
    std::map<int, float> height_m;  ///< by class

    /// A raster's classes as clutter heights; a class that the table has not is 0 m, with a remark.
    [[nodiscard]] terrain::TileSource heights_of(terrain::TileSource classes) const;
};

/// Reads a csv with columns `class` (whole numbers), `clutter_m` (0 to 200) and further ones (`name`).
/// @throws Error (Errc::input): no such column, a bad value, a class twice, no row
[[nodiscard]] ClutterClasses read_clutter_classes(const std::string& path);

}  // namespace amaneku::io
