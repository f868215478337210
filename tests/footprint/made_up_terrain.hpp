#pragma once

#include "terrain/terrain.hpp"

#include <functional>
#include <limits>
#include <string>

namespace amaneku::tests {

inline constexpr float unknown_height = std::numeric_limits<float>::quiet_NaN();

/// Posts 0.4″ apart around Nara (135.6 to 136.0 east, 34.5 to 34.9 north), with heights as told.
inline terrain::TileSource made_up_source(std::function<float(double lon, double lat)> height) {
    constexpr double step = 0.4 / 3600.0;
    terrain::TileSource source;
    source.name = "made up";
    source.grid = {135.6, 34.9, step, step, 3601, 3601};
    source.tile_columns = 512;
    source.tile_rows = 512;
    source.read = [grid = source.grid, height = std::move(height)](const terrain::PostBlock& block) {
        terrain::TilePosts posts;
        for (std::int32_t r = 0; r < block.rows; ++r) {
            for (std::int32_t c = 0; c < block.columns; ++c)
                posts.heights.push_back(height(grid.west + (block.column + c) * grid.step_x,
                                               grid.north - (block.row + r) * grid.step_y));
        }
        return posts;
    };
    return source;
}

inline terrain::Terrain made_up_terrain(std::function<float(double lon, double lat)> height,
                                        std::string digest = "made up") {
    return terrain::Terrain{{made_up_source(std::move(height))}, std::move(digest)};
}

}  // namespace amaneku::tests
