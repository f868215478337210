#pragma once

#include "overlay/spill_file.hpp"
#include "overlay/tile_geometry.hpp"

#include <cstdint>

namespace amaneku::overlay {

/// Where a tile's geometry lies in a spill file.
struct SpilledGeometry {
    std::uint64_t at = 0;
    std::uint32_t points = 0;
    std::uint32_t chains = 0;
    std::uint32_t rings = 0;
    std::uint32_t parts = 0;
};

[[nodiscard]] SpilledGeometry spill(const TileGeometry& geometry, SpillFile& file);
void read_back(const SpilledGeometry& spilled, const SpillFile& file, TileGeometry& geometry);

}  // namespace amaneku::overlay
