#pragma once

#include "core/source.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace amaneku {

/// The ground and what stands on it, for models of received power.
struct TerrainConfig {
    std::vector<std::string> files;       ///< GeoTIFF and what else GDAL reads, GSI's XML, zips of either
    std::vector<std::string> land_cover;  ///< rasters of classes; empty: bare ground
    std::string classes;                  ///< csv: class, clutter_m, name; for land_cover
    double least_step = 0.0;              ///< degrees: terrain is taken no finer than this
    std::size_t memory = std::size_t{256} << 20;
    Source source;
    Source land_cover_source;
};

}  // namespace amaneku
