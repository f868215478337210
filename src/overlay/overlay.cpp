#include "overlay/overlay.hpp"

#include "overlay/tile_measure.hpp"
#include "parallel/loop.hpp"

#include <algorithm>
#include <memory>
#include <mutex>
#include <numeric>
#include <utility>

namespace amaneku::overlay {

namespace {

/// Zone pieces of one tile's cells, until all tiles' are known.
struct TilePieces {
    std::vector<std::uint32_t> zone;
    std::vector<double> area;
    std::vector<std::uint8_t> centre;
    std::vector<double> fraction;  ///< [piece * layer_count + layer]
};

template <typename T>
void put_rows(const std::vector<T>& from, std::span<const std::uint32_t> cells, std::size_t width,
              std::vector<T>& to) {
    for (std::size_t i = 0; i < cells.size(); ++i)
        std::copy_n(from.begin() + static_cast<std::ptrdiff_t>(i * width), width,
                    to.begin() + static_cast<std::ptrdiff_t>(cells[i] * width));
}

/// Puts a tile's cells in their places; `piece_begin[cell + 1]` becomes the number of the cell's pieces.
TilePieces put_cells(const Measures& tile, std::span<const std::uint32_t> cells, Measures& out) {
    put_rows(tile.fraction, cells, out.layer_count, out.fraction);
    put_rows(tile.centre, cells, out.layer_count, out.centre);
    put_rows(tile.land, cells, 1, out.land);
    if (!out.land_fraction.empty()) put_rows(tile.land_fraction, cells, out.layer_count, out.land_fraction);
    for (std::size_t i = 0; i < cells.size(); ++i)
        out.piece_begin[cells[i] + 1] = tile.piece_begin[i + 1] - tile.piece_begin[i];
    return {tile.piece_zone, tile.piece_area, tile.piece_centre, tile.piece_fraction};
}

/// Pieces tile by tile -> one list in cell order.
void stitch(const TileBins& bins, std::vector<TilePieces>& tiles, Measures& out) {
    std::partial_sum(out.piece_begin.begin(), out.piece_begin.end(), out.piece_begin.begin());
    const std::size_t count = out.piece_begin.back();
    out.piece_zone.resize(count);
    out.piece_area.resize(count);
    out.piece_centre.resize(count);
    out.piece_fraction.resize(count * out.layer_count);
    for (std::size_t tile = 0; tile < tiles.size(); ++tile) {
        const TilePieces pieces = std::exchange(tiles[tile], {});
        std::size_t from = 0;
        for (const auto cell : bins.cells_of(tile)) {
            for (std::size_t to = out.piece_begin[cell]; to < out.piece_begin[cell + 1]; ++to, ++from) {
                out.piece_zone[to] = pieces.zone[from];
                out.piece_area[to] = pieces.area[from];
                out.piece_centre[to] = pieces.centre[from];
                std::copy_n(pieces.fraction.begin() + static_cast<std::ptrdiff_t>(from * out.layer_count),
                            out.layer_count,
                            out.piece_fraction.begin() + static_cast<std::ptrdiff_t>(to * out.layer_count));
            }
        }
    }
}

/// Tiles, the costliest first.
std::vector<std::size_t> by_cost(const TileBins& bins) {
    std::vector<std::size_t> order(bins.tile_count());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::vector<std::size_t> cost(bins.tile_count());
    for (std::size_t tile = 0; tile < cost.size(); ++tile) cost[tile] = bins.cost(tile);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return cost[a] > cost[b]; });
    return order;
}

}  // namespace

BinOptions bin_options(const OverlayConfig& config, std::int32_t tile_size) {
    BinOptions out{config.zone_count, 0, tile_size, parallel::worker_count(config.threads)};
    for (const ServiceShape& service : config.services) out.provider_count += service.provider_count;
    return out;
}

void lay_out(const OverlayConfig& config, std::size_t cell_count, Measures& out) {
    out.layer_count = 0;
    out.services.clear();
    for (const ServiceShape& service : config.services) {
        out.services.push_back(
            {out.layer_count, out.layer_count + 1, service.provider_count, service.other_k > 0});
        out.layer_count += service.layer_count();
    }
    out.fraction.assign(cell_count * out.layer_count, 0.0);
    out.centre.assign(cell_count * out.layer_count, 0);
    out.land.assign(cell_count, 0.0);
    out.land_fraction.assign(config.land_fraction ? cell_count * out.layer_count : 0, 0.0);
    out.piece_begin.assign(cell_count + 1, 0);
    out.piece_zone.clear();
    out.piece_area.clear();
    out.piece_centre.clear();
    out.piece_fraction.clear();
}

void measure_tiles(TileBins& bins, const Grid& grid, std::span<const Cell> cells, const OverlayConfig& config,
                   const Progress& progress, const TileTaker& take) {
    struct Worker {
        TileMeasure measure;
        Measures measures;
    };
    std::vector<std::unique_ptr<Worker>> workers(parallel::worker_count(config.threads));
    std::mutex progress_mutex;
    std::uint64_t done = 0;
    parallel::for_each(by_cost(bins), config.threads, [&](std::size_t w, std::size_t tile) {
        if (!workers[w]) workers[w] = std::make_unique<Worker>(TileMeasure{grid, config}, Measures{});
        Worker& worker = *workers[w];
        worker.measure.measure(bins, tile, cells, worker.measures);
        bins.release(tile);
        take(w, tile, worker.measures);
        if (progress) {
            const std::lock_guard lock{progress_mutex};
            done += bins.cells_of(tile).size();
            progress("overlay", done, cells.size());
        }
    });
}

Measures measure(TileBins& bins, const Grid& grid, std::span<const Cell> cells, const OverlayConfig& config,
                 const Progress& progress) {
    Measures out;
    lay_out(config, cells.size(), out);
    std::vector<TilePieces> tiles(bins.tile_count());
    measure_tiles(bins, grid, cells, config, progress,
                  [&](std::size_t, std::size_t tile, const Measures& measures) {
                      tiles[tile] = put_cells(measures, bins.cells_of(tile), out);
                  });
    stitch(bins, tiles, out);
    return out;
}

}  // namespace amaneku::overlay
