#include "app/overlay_stage.hpp"

#include "app/binning.hpp"
#include "app/placement_step.hpp"
#include "overlay/overlay.hpp"

#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <numeric>
#include <optional>
#include <utility>

namespace amaneku::app {

namespace {

struct Measured {
    Measures measures;
    Found found;
};

std::uint64_t half_of_memory() {
    return static_cast<std::uint64_t>(sysconf(_SC_PHYS_PAGES)) *
           static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)) / 2;
}

/// Cells a side of a tile: some 16 km of a 500 m mesh, and less ground but more cells where they are small.
/// Larger tiles let fewer footprints be cut, smaller ones stay in the cache.
std::int32_t tile_size_of(const Population& population) {
    constexpr double small_cell_m = 200.0;
    if (population.cells.empty()) return 32;
    return population.grid.height_m(population.cells.front()) < small_cell_m ? 64 : 32;
}

/// Reads what is to be overlaid. `found` must stay where it is until the tiles are measured.
overlay::TileBins binned(const RunResult& run, Providers& providers, const RunOptions& options,
                         Messages& messages, Found& found) {
    overlay::BinOptions bin_options = overlay::bin_options(
        providers.overlay, options.tile_size > 0 ? options.tile_size : tile_size_of(run.population));
    bin_options.memory = options.memory != 0 ? options.memory : half_of_memory();
    overlay::TileBins bins{run.population.grid, run.population.cells, bin_options};
    bin_polygons(run, providers, bins, messages, found);
    if (bins.has_spilled()) messages.info("polygons beyond --memory wait in a temporary file");
    return bins;
}

Measured measured(const RunResult& run, std::span<const std::size_t> services, const RunOptions& options,
                  Messages& messages, const std::function<void(const std::string&)>& lap) {
    Providers providers = providers_of(run.config, services, run.zones.zones.size(), options.threads);
    providers.cache = options.cache;
    Measured out;
    overlay::TileBins bins = binned(run, providers, options, messages, out.found);
    lap("read and bin footprints");
    out.measures = overlay::measure(bins, run.population.grid, run.population.cells, providers.overlay,
                                    messages.progress());
    lap("overlay");
    return out;
}

template <typename T>
void copy_layers(const std::vector<T>& from, std::size_t from_width, std::size_t from_layer,
                 std::vector<T>& to, std::size_t to_width, std::size_t to_layer, std::size_t layers) {
    const std::size_t rows = from_width == 0 ? 0 : from.size() / from_width;
    to.resize(rows * to_width);
    for (std::size_t row = 0; row < rows; ++row) {
        std::copy_n(from.begin() + static_cast<std::ptrdiff_t>(row * from_width + from_layer), layers,
                    to.begin() + static_cast<std::ptrdiff_t>(row * to_width + to_layer));
    }
}

CachedPieces pieces_of(const Measured& from) {
    const Measures& m = from.measures;
    return {m.land, m.piece_begin, m.piece_zone, m.piece_area, m.piece_centre, from.found.zones_out_of_reach};
}

CachedService service_of(const Measures& from, std::size_t service) {
    const ServiceLayers& at = from.services[service];
    CachedService out;
    out.layer_count = 1 + at.provider_count + (at.has_other ? 1 : 0);
    const auto take = [&](const auto& values, auto& to) {
        copy_layers(values, from.layer_count, at.combined, to, out.layer_count, 0, out.layer_count);
    };
    take(from.fraction, out.fraction);
    take(from.centre, out.centre);
    take(from.land_fraction, out.land_fraction);
    take(from.piece_fraction, out.piece_fraction);
    return out;
}

/// Puts services together as if they had been measured at once.
Measures joined(CachedPieces pieces, std::vector<CachedService>& services,
                const std::vector<ServiceConfig>& configs) {
    Measures out;
    for (std::size_t s = 0; s < services.size(); ++s) {
        const auto providers = static_cast<std::uint32_t>(configs[s].providers.size());
        out.services.push_back(
            {out.layer_count, out.layer_count + 1, providers, services[s].layer_count > 1 + providers});
        out.layer_count += services[s].layer_count;
    }
    out.land = std::move(pieces.land);
    out.piece_begin = std::move(pieces.piece_begin);
    out.piece_zone = std::move(pieces.piece_zone);
    out.piece_area = std::move(pieces.piece_area);
    out.piece_centre = std::move(pieces.piece_centre);
    for (std::size_t s = 0; s < services.size(); ++s) {
        CachedService& from = services[s];
        const auto put = [&](auto& values, auto& to) {
            if (services.size() == 1) {
                to = std::move(values);
            } else {
                copy_layers(values, from.layer_count, 0, to, out.layer_count, out.services[s].combined,
                            from.layer_count);
            }
        };
        put(from.fraction, out.fraction);
        put(from.centre, out.centre);
        put(from.land_fraction, out.land_fraction);
        put(from.piece_fraction, out.piece_fraction);
    }
    return out;
}

/// Whether a file of the cache has the sizes that this run needs.
bool fits(const CachedPieces& pieces, const RunResult& run) {
    const std::size_t count = pieces.piece_zone.size();
    return pieces.land.size() == run.population.cells.size() &&
           pieces.piece_begin.size() == run.population.cells.size() + 1 &&
           pieces.piece_begin.back() == count && pieces.piece_area.size() == count &&
           pieces.piece_centre.size() == count;
}
bool fits(const CachedService& service, const ServiceConfig& config, const CachedPieces& pieces,
          const Config& run) {
    const bool land_fraction = needs_land_fraction(run);
    const std::size_t cells = pieces.land.size() * service.layer_count;
    return service.layer_count == 1 + config.providers.size() + (other_k_of(run, config) > 0 ? 1 : 0) &&
           service.providers.size() == config.providers.size() && service.fraction.size() == cells &&
           service.centre.size() == cells && service.land_fraction.size() == (land_fraction ? cells : 0) &&
           service.piece_fraction.size() == pieces.piece_zone.size() * service.layer_count;
}

}  // namespace

void overlay_by_tiles(RunResult& result, const RunOptions& options, Messages& messages,
                      const std::function<void(const std::string&)>& lap,
                      const std::function<void(std::size_t worker, std::span<const std::uint32_t> cells,
                                               const Measures& measures)>& take) {
    Providers providers = providers_of(result.config, result.zones.zones.size(), options.threads);
    providers.cache = options.cache;
    Found found;
    overlay::TileBins bins = binned(result, providers, options, messages, found);
    lap("read and bin footprints");
    overlay::lay_out(providers.overlay, 0, result.measures);
    overlay::measure_tiles(bins, result.population.grid, result.population.cells, providers.overlay,
                           messages.progress(),
                           [&](std::size_t worker, std::size_t tile, const Measures& measures) {
                               take(worker, bins.cells_of(tile), measures);
                           });
    take_found(std::move(found), result);
}

void overlay_footprints(RunResult& result, const RunOptions& options, RunCache& cache, Messages& messages,
                        const std::function<void(const std::string&)>& lap) {
    const std::vector<ServiceConfig>& configs = result.config.services;
    std::vector<std::size_t> missing(configs.size());
    std::iota(missing.begin(), missing.end(), std::size_t{0});
    if (!cache.is_on()) {
        Measured all = measured(result, missing, options, messages, lap);
        result.measures = std::move(all.measures);
        take_found(std::move(all.found), result);
        return;
    }
    const bool land = needs_land_fraction(result.config);
    const std::string pieces_key = cache.pieces_key(result.population, result.zones);
    std::optional<CachedPieces> pieces = cache.pieces(pieces_key);
    if (pieces && !fits(*pieces, result)) pieces.reset();
    std::vector<std::string> keys;
    std::vector<CachedService> services(configs.size());
    missing.clear();
    for (std::size_t s = 0; s < configs.size(); ++s) {
        keys.push_back(cache.service_key(pieces_key, result, s, land, other_k_of(result.config, configs[s])));
        auto known = pieces && !has_placed_stations(configs[s]) ? cache.service(keys.back()) : std::nullopt;
        if (known && fits(*known, configs[s], *pieces, result.config)) {
            services[s] = std::move(*known);
        } else {
            missing.push_back(s);
        }
    }
    lap("cache");
    if (!missing.empty() || !pieces) {
        Measured fresh = measured(result, missing, options, messages, lap);
        if (!pieces) {
            pieces = pieces_of(fresh);
            cache.keep(pieces_key, *pieces);
        }
        auto provider = fresh.found.providers.begin();
        for (std::size_t i = 0; i < missing.size(); ++i) {
            CachedService& service = services[missing[i]] = service_of(fresh.measures, i);
            const auto end = provider + static_cast<std::ptrdiff_t>(configs[missing[i]].providers.size());
            service.providers.assign(std::make_move_iterator(provider), std::make_move_iterator(end));
            provider = end;
            if (!has_placed_stations(configs[missing[i]])) cache.keep(keys[missing[i]], service);
        }
        lap("write cache");
    }
    Found found;
    found.zones_out_of_reach = pieces->zones_out_of_reach;
    for (CachedService& service : services)
        std::move(service.providers.begin(), service.providers.end(), std::back_inserter(found.providers));
    result.measures = joined(std::move(*pieces), services, configs);
    take_found(std::move(found), result);
}

}  // namespace amaneku::app
