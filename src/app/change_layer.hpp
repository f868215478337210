#pragma once

#include "core/comparison.hpp"
#include "core/config.hpp"

#include <string>

namespace amaneku::app {

/// Writes the layer `change`, the cells that one of two runs alone covers, to a GeoPackage, whole or not at
/// all. Cells of a raster have no place of their own in a comparison: of them nothing is written.
/// @param cell_level  of both runs
/// @param day         of the later run
/// @returns whether the file was written
/// @throws Error (Errc::output)
bool write_change_layer(const Comparison& comparison, const std::string& cell_level, Date day,
                        const std::string& path);

}  // namespace amaneku::app
