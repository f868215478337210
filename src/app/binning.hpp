#pragma once

#include "app/messages.hpp"
#include "core/result.hpp"
#include "footprint/site_footprint.hpp"
#include "overlay/overlay.hpp"
#include "overlay/tile_bins.hpp"

#include <string>
#include <vector>

namespace amaneku::app {

/// What covers: the services' providers one after the other, as the overlay numbers them.
struct Providers {
    overlay::OverlayConfig overlay;
    std::vector<const ProviderConfig*> list;
    std::vector<std::string> roles;                 ///< service/provider
    std::vector<footprint::Directions> directions;  ///< of the circles around the sites
};

[[nodiscard]] Providers providers_of(const Config& config, std::size_t zone_count, int threads);

/// Zones and footprints into the tiles: read on this thread, binned by all. Sites are read into
/// `result.sites`; their shapes are binned by their extents and made in the tiles, by `overlay.make_shape`,
/// which needs both arguments alive.
/// @throws Error of the readers
void bin_polygons(RunResult& result, Providers& providers, overlay::TileBins& bins, Messages& messages);

/// Bins zones and polygons again, as `bin_polygons` did, but no sites; says nothing of what it finds.
/// @throws Error of the readers
void bin_areas(RunResult& result, const Providers& providers, overlay::TileBins& bins, Messages& messages);

}  // namespace amaneku::app
