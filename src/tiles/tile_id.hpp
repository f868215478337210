#pragma once

#include "tiles/tile_maker.hpp"

#include <cstdint>

namespace amaneku::tiles {

/// A tile's number in a PMTiles archive: all tiles of lower zooms first, then along a Hilbert curve.
[[nodiscard]] std::uint64_t tile_id(const TileAddress& tile) noexcept;

}  // namespace amaneku::tiles
