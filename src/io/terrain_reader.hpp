#pragma once

#include "core/population.hpp"
#include "core/progress.hpp"
#include "core/terrain_config.hpp"
#include "terrain/land_cover.hpp"
#include "terrain/terrain.hpp"

#include <memory>
#include <string>
#include <vector>

namespace amaneku::io {

/// The ground of a run, ready to be asked.
struct OpenTerrain {
    std::shared_ptr<const terrain::Terrain> ground;     ///< never empty
    std::shared_ptr<const terrain::LandCover> clutter;  ///< empty: no land cover is configured
    std::vector<InputFile> inputs;                      ///< with digests, each file once
    std::vector<std::string> notes;
    std::vector<Issue> issues;  ///< of the files' heads; those of heights are `ground->issues()`
};

/// Opens what a configuration names: heads are read and files digested, side by side; heights are read where
/// they are asked for.
///
/// A file is GSI's XML (`.xml`) or what GDAL reads as a raster; a zip holds any number of either. Where
/// several know a height: the finest step first; of one step rasters in the order given, then GSI's DEM1A,
/// DEM5A, B, C, DEM10A, B, of one product the newer file.
/// @throws Error (Errc::input): a file that cannot be used, a zip of zips, land cover without classes
[[nodiscard]] OpenTerrain open_terrain(const TerrainConfig& config, int threads,
                                       const Progress& progress = {});

}  // namespace amaneku::io
