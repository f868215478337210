#include "tiles/mercator.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace amaneku::tiles {

namespace {

constexpr double last_parallel = 85.0511287798066;
constexpr double radians = std::numbers::pi / 180.0;

}  // namespace

Point world_of(Point degrees) noexcept {
    const double latitude = std::clamp(degrees.y, -last_parallel, last_parallel) * radians;
    const double y = 0.5 - std::asinh(std::tan(latitude)) / (2.0 * std::numbers::pi);
    return {std::clamp(degrees.x / 360.0 + 0.5, 0.0, 1.0), std::clamp(y, 0.0, 1.0)};
}

Point degrees_of(Point world) noexcept {
    return {(world.x - 0.5) * 360.0,
            std::atan(std::sinh((0.5 - world.y) * 2.0 * std::numbers::pi)) / radians};
}

UnitPoint units_of(Point world, int z) noexcept {
    const double across = units_across(z);
    return {static_cast<std::int32_t>(std::floor(world.x * across + 0.5)),
            static_cast<std::int32_t>(std::floor(world.y * across + 0.5))};
}

TileAddress tile_of(Point world, int z) noexcept {
    const double tiles = std::ldexp(1.0, z);
    const auto index = [&](double at) {
        return static_cast<std::uint32_t>(std::clamp(std::floor(at * tiles), 0.0, tiles - 1.0));
    };
    return {z, index(world.x), index(world.y)};
}

}  // namespace amaneku::tiles
