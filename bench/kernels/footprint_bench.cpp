#include "block.hpp"
#include "footprint/site_footprint.hpp"

#include <benchmark/benchmark.h>

#include <limits>

namespace amaneku::bench {
namespace {

/// Items are vertices.
void make_circles(benchmark::State& state) {
    SiteTable sites;
    for (int i = 0; i < 256; ++i) {
        sites.lon.push_back(130.0 + 0.01 * i);
        sites.lat.push_back(32.0 + 0.01 * i);
        sites.radius_m.push_back(300.0 + 4.0 * i);
        sites.azimuth.push_back(std::numeric_limits<double>::quiet_NaN());
        sites.beamwidth.push_back(360.0);
    }
    std::size_t i = 0;
    PolygonSet out;
    const footprint::Directions directions{64};
    for (auto _ : state) {
        out.clear();
        footprint::append_footprint(sites, i, directions, out);
        benchmark::DoNotOptimize(out.points.data());
        i = (i + 1) % sites.size();
    }
    state.SetItemsProcessed(state.iterations() * 64);
}
BENCHMARK(make_circles)->Iterations(1 << 12);

/// Sorting 64-gons into tiles; the argument is the radius in cells. Items are vertices.
void bin_circles(benchmark::State& state) {
    const Block block{160};
    const PolygonSet circles = strewn_circles(block, 2000, static_cast<double>(state.range(0)));
    for (auto _ : state)
        benchmark::DoNotOptimize(binned(block, circles, one_provider(0), false).tile_count());
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(circles.points.size()));
}
BENCHMARK(bin_circles)->Arg(1)->Arg(4)->Arg(16)->Unit(benchmark::kMillisecond);

/// Walking the edges of few circles that hardly overlap: the argument is the radius in cells. Items are
/// vertices.
void walk_circles(benchmark::State& state) {
    const Block block{160};
    const PolygonSet circles = strewn_circles(block, 200, static_cast<double>(state.range(0)));
    const auto config = one_provider(0);
    for (auto _ : state) {
        state.PauseTiming();
        auto bins = binned(block, circles, config, false);  // the overlay empties them
        state.ResumeTiming();
        benchmark::DoNotOptimize(overlay::measure(bins, block.grid, block.cells, config).fraction.data());
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(circles.points.size()));
}
BENCHMARK(walk_circles)->Arg(1)->Arg(4)->Arg(16)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace amaneku::bench
