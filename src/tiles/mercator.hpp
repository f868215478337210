#pragma once

#include "tiles/tile_maker.hpp"
#include <amaneku/geometry.hpp>

#include <cstdint>

namespace amaneku::tiles {

/// Units along a tile's side, and how far beyond it polygons and lines go on.
inline constexpr std::int32_t extent = 4096;
inline constexpr std::int32_t buffer = 64;

/// The last zoom whose units fit into 32 bits with room to spare.
inline constexpr int deepest_zoom = 16;

/// Where a position is in the square of web mercator, 0 to 1 from the west and from the north. What is beyond
/// the antimeridian or the last parallel (85.05 degrees) is on the edge.
[[nodiscard]] Point world_of(Point degrees) noexcept;

/// Longitude and latitude of a place in the square.
[[nodiscard]] Point degrees_of(Point world) noexcept;

/// A whole position in units of a zoom, or of a tile.
struct UnitPoint {
    std::int32_t x = 0;
    std::int32_t y = 0;

    friend auto operator<=>(const UnitPoint&, const UnitPoint&) = default;
};

/// How many units the square is wide.
[[nodiscard]] constexpr double units_across(int z) noexcept {
    return static_cast<double>(static_cast<std::int64_t>(extent) << z);
}

/// The nearest unit, for all tiles that show it the same.
[[nodiscard]] UnitPoint units_of(Point world, int z) noexcept;

/// The tile whose square holds a place; the east and south edges of the world belong to the last tiles.
[[nodiscard]] TileAddress tile_of(Point world, int z) noexcept;

/// The corner of a tile in units of its zoom.
[[nodiscard]] constexpr UnitPoint origin_of(const TileAddress& tile) noexcept {
    return {static_cast<std::int32_t>(tile.x) * extent, static_cast<std::int32_t>(tile.y) * extent};
}

/// Bits of x and y in turn: a tile's descendants of any zoom follow one another.
[[nodiscard]] constexpr std::uint64_t interleaved(std::uint32_t x, std::uint32_t y) noexcept {
    std::uint64_t out = 0;
    for (int bit = 0; bit < 2 * deepest_zoom; ++bit)
        out |= (static_cast<std::uint64_t>((bit % 2 == 0 ? x : y) >> (bit / 2) & 1U)) << bit;
    return out;
}

}  // namespace amaneku::tiles
