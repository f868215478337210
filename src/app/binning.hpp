#pragma once

#include "app/messages.hpp"
#include "core/result.hpp"
#include "footprint/site_footprint.hpp"
#include "overlay/overlay.hpp"
#include "overlay/tile_bins.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace amaneku::app {

/// What covers: providers one after the other, as the overlay numbers them.
struct Providers {
    overlay::OverlayConfig overlay;
    std::vector<const ProviderConfig*> list;
    std::vector<std::size_t> number;                ///< of all providers of the configuration
    std::vector<std::string> roles;                 ///< service/provider
    std::string cache;                              ///< folder of intermediate results; empty: none
    std::vector<footprint::Directions> directions;  ///< of the circles around the sites
};

/// The providers of some services, given by their places in the configuration.
[[nodiscard]] Providers providers_of(const Config& config, std::span<const std::size_t> services,
                                     std::size_t zone_count, int threads);
/// Of all.
[[nodiscard]] Providers providers_of(const Config& config, std::size_t zone_count, int threads);

/// What came of reading a provider's files of a kind.
struct FilesFound {
    bool were_read = false;   ///< it has files of the kind
    std::uint64_t taken = 0;  ///< sites or areas that take part
    std::vector<Issue> issues;
    std::vector<std::string> notes;
};

/// What came of reading a provider.
struct ProviderFound {
    SiteTable sites;  ///< empty where it has none
    FilesFound footprints;
    FilesFound site_files;
    ModelledArea area;                         ///< empty where nothing is modelled
    FilesFound model_files;                    ///< what the model is of, where that is not sites
    std::vector<CalibrationLine> calibration;  ///< service and provider are not set
    std::uint64_t out_of_reach = 0;            ///< polygons that reach too far beyond the grid
};

/// What came of binning.
struct Found {
    std::uint64_t zones_out_of_reach = 0;
    std::vector<ProviderFound> providers;
};

/// Zones and footprints into the tiles: read on this thread, binned by all. The shapes of sites are binned by
/// their extents and made in the tiles, by `overlay.make_shape`, which needs `providers` and what is returned
/// alive and in place.
/// @param run  its configuration, population and zones
/// @throws Error of the readers
void bin_polygons(const RunResult& run, Providers& providers, overlay::TileBins& bins, Messages& messages,
                  Found& found);

/// Bins zones and polygons, but no sites.
/// @throws Error of the readers
void bin_areas(const RunResult& run, const Providers& providers, overlay::TileBins& bins, Messages& messages);

/// Puts what was found of all of a run's providers into its result.
void take_found(Found found, RunResult& result);

}  // namespace amaneku::app
