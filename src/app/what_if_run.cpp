#include "app/what_if_run.hpp"

#include "app/binning.hpp"
#include "overlay/parallel_tiles.hpp"

#include <utility>

namespace amaneku::app {

std::unique_ptr<scenario::WhatIf> what_if(const Config& config, const RunOptions& options,
                                          Messages& messages) {
    constexpr std::int32_t small_tile = 8;  // cells a side: an edit measures a few cells among few polygons
    std::vector<StageTime> times;
    SharedRun shared = compute_shared(config, options, messages, times);
    Providers providers = providers_of(shared.run.config, shared.run.zones.zones.size(), options.threads);
    overlay::BinOptions bin_options = overlay::bin_options(providers.overlay, small_tile);
    overlay::TileBins bins{shared.run.population.grid, shared.run.population.cells, bin_options};
    bin_areas(shared.run, providers, bins, messages);
    return std::make_unique<scenario::WhatIf>(
        scenario::Ground{std::move(shared.run), std::move(shared.allocation), std::move(providers.overlay),
                         std::move(providers.directions), std::move(bins)});
}

}  // namespace amaneku::app
