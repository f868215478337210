#include "footprint/cell_outline.hpp"
#include "footprint/received_signal.hpp"
#include "terrain/terrain.hpp"

#include <benchmark/benchmark.h>

#include <cmath>
#include <vector>

namespace amaneku::bench {
namespace {

/// Hills of several sizes at posts 0.4″ apart around 135.3 to 135.7 east, 34.3 to 34.7 north.
terrain::Terrain hills() {
    constexpr double step = 0.4 / 3600.0;
    terrain::TileSource source;
    source.name = "made up";
    source.grid = {135.3, 34.7, step, step, 3601, 3601};
    source.tile_columns = 512;
    source.tile_rows = 512;
    source.read = [](const terrain::PostBlock& block) {
        terrain::TilePosts posts;
        for (std::int32_t r = 0; r < block.rows; ++r) {
            for (std::int32_t c = 0; c < block.columns; ++c) {
                const double x = 10.2 * (block.column + c);
                const double y = 12.3 * (block.row + r);
                posts.heights.push_back(
                    static_cast<float>(200.0 + 120.0 * std::sin(x / 900.0) * std::cos(y / 1100.0) +
                                       60.0 * std::sin(x / 310.0) * std::sin(y / 270.0) +
                                       15.0 * std::sin(x / 70.0) * std::cos(y / 53.0)));
            }
        }
        return posts;
    };
    return terrain::Terrain{{source}, "made up"};
}

std::vector<footprint::Transmitter> masts(std::int64_t count) {
    std::vector<footprint::Transmitter> out;
    for (std::int64_t i = 0; i < count; ++i) {
        footprint::Transmitter t;
        t.lon = 135.4 + 0.2 * static_cast<double>(i) / static_cast<double>(count);
        t.lat = 34.4 + 0.2 * static_cast<double>((7 * i) % count) / static_cast<double>(count);
        t.height_m = 20.0 + static_cast<double>(i % 20);
        t.frequency_mhz = 3500.0;
        t.reference_power_dbm = 18.0;
        t.azimuth = 120.0 * static_cast<double>(i % 3);
        t.tilt = 4.0;
        out.push_back(t);
    }
    return out;
}

/// Antennas to 5 km in cells of 50 m on one thread; the arguments are the level and their number. Items are
/// cells in reach.
void signal_of_masts(benchmark::State& state) {
    const terrain::Terrain ground = hills();
    const auto transmitters = masts(state.range(1));
    footprint::SignalSettings settings;
    settings.level = static_cast<AccuracyLevel>(state.range(0));
    settings.threads = 1;
    const auto cells = footprint::SubGrid::of_mesh(50.0, 35.0);
    // The terrain's tiles are read before.
    (void)footprint::received_signal(transmitters, settings, cells, {&ground});
    for (auto _ : state)
        benchmark::DoNotOptimize(footprint::received_signal(transmitters, settings, cells, {&ground}));
    constexpr std::int64_t cells_in_reach = 39'500;
    state.SetItemsProcessed(state.iterations() * state.range(1) * cells_in_reach);
}
BENCHMARK(signal_of_masts)->Args({3, 60})->Args({4, 20})->Args({5, 2})->Unit(benchmark::kMillisecond);

/// Items are tiles of 256 by 256 cells.
void outline_of_signal(benchmark::State& state) {
    const footprint::SignalSettings settings;
    const auto signal =
        footprint::received_signal(masts(60), settings, footprint::SubGrid::of_mesh(50.0, 35.0));
    for (auto _ : state)
        benchmark::DoNotOptimize(footprint::served_area(signal.grid, settings.threshold_dbm));
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(signal.grid.tiles().size()));
}
BENCHMARK(outline_of_signal)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace amaneku::bench
