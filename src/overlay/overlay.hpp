#pragma once

#include "core/measures.hpp"
#include "core/progress.hpp"
#include "core/round_bounds.hpp"
#include "core/rule_profile.hpp"
#include "overlay/tile_bins.hpp"

#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace amaneku::overlay {

/// One service as the overlay sees it.
struct ServiceShape {
    std::uint32_t provider_count = 0;  ///< at most 64
    Combine combine = Combine::union_area_first;
    int k = 2;        ///< with k_of_n
    int other_k = 0;  ///< > 0: one layer more, behind the providers': the area of at least so many of them

    [[nodiscard]] std::uint32_t layer_count() const noexcept {
        return 1 + provider_count + (other_k > 0 ? 1 : 0);
    }
};

/// Makes the polygon of a shape that was binned by its extent, in the grid's CRS: one part, one ring that
/// neither crosses itself nor winds twice; no part where the maker knows that the tile needs none. Called by
/// several workers at a time.
using ShapeMaker = std::function<void(const TileShape& shape, PolygonSet& out)>;

/// Bounds of what a `ShapeMaker` makes, by which it is known that a tile has no need of most shapes of a city
/// before they are made; nothing where there are none. Called by several workers at a time.
using ShapeBounds = std::function<std::optional<RoundBounds>(const TileShape& shape)>;

struct OverlayConfig {
    std::uint32_t zone_count = 0;  ///< targets 0 … are zones, then come the providers, service by service
    std::vector<ServiceShape> services;
    bool land_fraction = false;  ///< also fractions of the land part
    int threads = 0;             ///< 0: as many as there are cores
    ShapeMaker make_shape;       ///< needed where the bins hold shapes
    ShapeBounds shape_bounds;    ///< may be empty
};

/// How `TileBins` are to be made for a configuration.
[[nodiscard]] BinOptions bin_options(const OverlayConfig& config, std::int32_t tile_size = 32);
/// Makes `out` measures of `cell_count` cells with nothing in them, in the memory that it has.
void lay_out(const OverlayConfig& config, std::size_t cell_count, Measures& out);

/// Takes the measures of a tile, index-aligned with `bins.cells_of(tile)`. Called by several workers at a
/// time; `measures` is the worker's own and is used again for its next tile.
using TileTaker = std::function<void(std::size_t worker, std::size_t tile, const Measures& measures)>;

/// Exact fractions of every cell, by zone and layer, tile by tile: the costliest first.
///
/// @param bins   all polygons; emptied tile by tile
/// @param cells  the cells that `bins` was made with
/// @param take   called once a tile; what it is given is the same to the bit for any number of threads, any
///               tile size and any order of the polygons
void measure_tiles(TileBins& bins, const Grid& grid, std::span<const Cell> cells, const OverlayConfig& config,
                   const Progress& progress, const TileTaker& take);

/// All tiles in one, in the order of cells.
///
/// @returns index-aligned with `cells`
[[nodiscard]] Measures measure(TileBins& bins, const Grid& grid, std::span<const Cell> cells,
                               const OverlayConfig& config, const Progress& progress = {});

}  // namespace amaneku::overlay
