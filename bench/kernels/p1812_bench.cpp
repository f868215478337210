#include "radio/p1812.hpp"

#include <benchmark/benchmark.h>

#include <cmath>
#include <vector>

namespace amaneku::bench {
namespace {

/// Paths of 5 km over hills whose height is the second argument, in as many points as the first says: low
/// hills leave the antennas in sight of each other, high ones do not. Items are paths.
void p1812_path(benchmark::State& state) {
    const auto points = static_cast<std::size_t>(state.range(0));
    const auto hills_m = static_cast<double>(state.range(1));
    std::vector<double> distance(points);
    std::vector<double> ground(points);
    std::vector<double> clutter(points);
    for (std::size_t i = 0; i < points; ++i) {
        const double share = static_cast<double>(i) / static_cast<double>(points - 1);
        distance[i] = 5 * share;
        ground[i] = 100 + hills_m * std::sin(40 * share) * std::sin(7 * share);
        clutter[i] = i % 3 == 0 ? 10 : 0;
    }
    radio::p1812::Path path;
    path.distance_km = distance;
    path.ground_m = ground;
    path.clutter_m = clutter;
    path.tx_height_m = 30;
    path.rx_height_m = 1.5;
    path.frequency_ghz = 3.5;
    path.centre_latitude_deg = 35;
    for (auto _ : state) benchmark::DoNotOptimize(radio::p1812::basic_loss(path));
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(p1812_path)->Args({20, 60})->Args({100, 0})->Args({100, 60})->Args({1000, 60});

}  // namespace
}  // namespace amaneku::bench
