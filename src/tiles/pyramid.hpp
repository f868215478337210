#pragma once

#include "tiles/tile_maker.hpp"

#include <functional>
#include <string>

namespace amaneku::tiles {

/// Makes all tiles that hold something, compressed, on up to `threads` threads (0: one a core), and hands
/// them to `use` on this thread in the order of PMTiles: by zoom, then along the Hilbert curve.
/// @param check  called before each tile, on any thread; may throw to stop the work
void make_tiles(const TileMaker& maker, int threads, const std::function<void()>& check,
                const std::function<void(const TileAddress&, std::string&& gzip)>& use);

}  // namespace amaneku::tiles
