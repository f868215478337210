#pragma once

#include "app/layers.hpp"
#include "core/result.hpp"
#include "tiles/tile_source.hpp"

#include <string>

namespace amaneku::app {

/// The layers of a result as vector tiles have them: those of the GeoPackage with the same attributes, each
/// from the zoom on that `tiles::LayerZooms` says, cells by row and column.
[[nodiscard]] tiles::TileSource tile_source(const RunResult& result, const AreaShapes& shapes);

/// Writes the tiles of a result as PMTiles and as MBTiles, each under a name given, or empty for none.
/// @param threads  0: one a core; the bytes are the same for any number
/// @throws Error (Errc::output); stops on a signal between two tiles
void write_tiles(const RunResult& result, const AreaShapes& shapes, const std::string& pmtiles,
                 const std::string& mbtiles, int threads);

}  // namespace amaneku::app
