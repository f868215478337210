#pragma once

#include "core/measures.hpp"
#include "core/progress.hpp"
#include "core/rule_profile.hpp"
#include "overlay/tile_bins.hpp"

#include <span>
#include <vector>

namespace amaneku::overlay {

/// One service as the overlay sees it.
struct ServiceShape {
    std::uint32_t provider_count = 0;  ///< at most 64
    Combine combine = Combine::union_area_first;
    int k = 2;  ///< with k_of_n
};

struct OverlayConfig {
    std::uint32_t zone_count = 0;  ///< targets 0 … are zones, then come the providers, service by service
    std::vector<ServiceShape> services;
    bool land_fraction = false;  ///< also fractions of the land part
    int threads = 0;             ///< 0: as many as there are cores
};

/// Exact fractions of every cell, by zone and layer.
///
/// @param bins   all polygons; emptied tile by tile
/// @param cells  the cells that `bins` was made with
/// @returns index-aligned with `cells`; the same to the bit for any number of threads,
///          any tile size and any order of the polygons
[[nodiscard]] Measures measure(TileBins& bins, const Grid& grid, std::span<const Cell> cells,
                               const OverlayConfig& config, const Progress& progress = {});

}  // namespace amaneku::overlay
