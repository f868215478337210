#pragma once

#include "core/config.hpp"
#include "core/population.hpp"

namespace amaneku::io {

/// Reads rasters of people on one grid into `out`: a cell a pixel that has any. Strips are read side by side.
/// @throws Error (Errc::input): rasters on different grids, no such band, a damaged file
void read_raster_population(const PopulationConfig& config, int threads, Population& out);

}  // namespace amaneku::io
