#include "overlay/overlay.hpp"

#include "overlay/parallel_tiles.hpp"
#include "overlay/tile_measure.hpp"

#include <algorithm>
#include <memory>
#include <mutex>
#include <numeric>

namespace amaneku::overlay {

namespace {

/// Pieces tile by tile -> one list in cell order.
void stitch(const TileBins& bins, const std::vector<TilePieces>& tiles, Measures& out) {
    std::partial_sum(out.piece_begin.begin(), out.piece_begin.end(), out.piece_begin.begin());
    const std::size_t count = out.piece_begin.back();
    out.piece_zone.resize(count);
    out.piece_area.resize(count);
    out.piece_centre.resize(count);
    out.piece_fraction.resize(count * out.layer_count);
    for (std::size_t tile = 0; tile < tiles.size(); ++tile) {
        std::size_t from = 0;
        for (const auto cell : bins.cells_of(tile)) {
            for (std::size_t to = out.piece_begin[cell]; to < out.piece_begin[cell + 1]; ++to, ++from) {
                out.piece_zone[to] = tiles[tile].zone[from];
                out.piece_area[to] = tiles[tile].area[from];
                out.piece_centre[to] = tiles[tile].centre[from];
                std::copy_n(
                    tiles[tile].fraction.begin() + static_cast<std::ptrdiff_t>(from * out.layer_count),
                    out.layer_count,
                    out.piece_fraction.begin() + static_cast<std::ptrdiff_t>(to * out.layer_count));
            }
        }
    }
}

}  // namespace

BinOptions bin_options(const OverlayConfig& config, std::int32_t tile_size) {
    BinOptions out{config.zone_count, 0, tile_size, worker_count(config.threads)};
    for (const ServiceShape& service : config.services) out.provider_count += service.provider_count;
    return out;
}

Measures laid_out(const OverlayConfig& config, std::size_t cell_count) {
    Measures out;
    for (const ServiceShape& service : config.services) {
        out.services.push_back({out.layer_count, out.layer_count + 1, service.provider_count});
        out.layer_count += 1 + service.provider_count;
    }
    out.fraction.assign(cell_count * out.layer_count, 0.0);
    out.centre.assign(cell_count * out.layer_count, 0);
    out.land.assign(cell_count, 0.0);
    if (config.land_fraction) out.land_fraction.assign(cell_count * out.layer_count, 0.0);
    out.piece_begin.assign(cell_count + 1, 0);
    return out;
}

Measures measure(TileBins& bins, const Grid& grid, std::span<const Cell> cells, const OverlayConfig& config,
                 const Progress& progress) {
    Measures out = laid_out(config, cells.size());
    std::vector<std::size_t> order(bins.tile_count());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::vector<std::size_t> cost(bins.tile_count());
    for (std::size_t tile = 0; tile < cost.size(); ++tile) cost[tile] = bins.cost(tile);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return cost[a] > cost[b]; });

    std::vector<TilePieces> tiles(bins.tile_count());
    std::vector<std::unique_ptr<TileMeasure>> workers(worker_count(config.threads));
    std::mutex progress_mutex;
    std::uint64_t done = 0;
    for_each_tile(order, config.threads, [&](std::size_t worker, std::size_t tile) {
        if (!workers[worker]) workers[worker] = std::make_unique<TileMeasure>(grid, config);
        tiles[tile] = workers[worker]->measure(bins, tile, cells, out);
        bins.release(tile);
        if (progress) {
            const std::lock_guard lock{progress_mutex};
            done += bins.cells_of(tile).size();
            progress("overlay", done, cells.size());
        }
    });
    stitch(bins, tiles, out);
    return out;
}

}  // namespace amaneku::overlay
