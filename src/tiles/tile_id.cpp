#include "tiles/tile_id.hpp"

#include <utility>

namespace amaneku::tiles {

std::uint64_t tile_id(const TileAddress& tile) noexcept {
    std::uint64_t id = ((std::uint64_t{1} << (2 * tile.z)) - 1) / 3;
    std::uint64_t x = tile.x;
    std::uint64_t y = tile.y;
    for (std::uint64_t s = tile.z > 0 ? std::uint64_t{1} << (tile.z - 1) : 0; s > 0; s >>= 1U) {
        const std::uint64_t rx = (x & s) != 0 ? 1 : 0;
        const std::uint64_t ry = (y & s) != 0 ? 1 : 0;
        id += s * s * ((3 * rx) ^ ry);
        if (ry != 0) continue;
        if (rx != 0) {
            x = s - 1 - (x & (s - 1));
            y = s - 1 - (y & (s - 1));
        }
        std::swap(x, y);
    }
    return id;
}

}  // namespace amaneku::tiles
