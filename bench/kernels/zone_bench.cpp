#include "block.hpp"
#include "zonal/allocation.hpp"
#include "zonal/judge.hpp"

#include <benchmark/benchmark.h>

namespace amaneku::bench {
namespace {

constexpr std::uint32_t zones_across = 4;
constexpr std::uint32_t zone_count = zones_across * zones_across;

/// A run over a block up to its measures: wobbly zones that overlap and leave gaps, and many circles.
struct SmallRun {
    Block block{160};
    Population population;
    ZoneTable zones;
    ZonesConfig zones_config;
    std::vector<ServiceConfig> services{1};
    PolygonSet circles = strewn_circles(block, 4000, 1.5);
    Measures measures;

    SmallRun() {
        population.cells = block.cells;
        population.weight_names = {"population"};
        population.weights.emplace_back();
        for (std::size_t i = 0; i < block.cells.size(); ++i)
            population.weights[0].push_back(static_cast<CellAmount>(i % 997) * amount_per_unit);
        const double width = (block.high.x - block.low.x) / zones_across;
        const double height = (block.high.y - block.low.y) / zones_across;
        for (std::uint32_t z = 0; z < zone_count; ++z) {
            zones.zones.emplace_back().code = std::to_string(51201 + z);
            zones.part_zone.push_back(z);
            append_round(zones.polygons,
                         {block.low.x + width * (z % zones_across + 0.5),
                          block.low.y + height * (z / zones_across + 0.5)},
                         0.6 * width, 0.6 * height, 400, 0.1);
        }
        services[0].id = "s";
        services[0].providers.emplace_back().id = "p";
        measures = measured();
    }

    [[nodiscard]] overlay::TileBins bins() const {
        auto out = binned(block, zones.polygons, one_provider(zone_count), true);
        for (std::size_t p = 0; p < circles.part_count(); ++p) out.add(circles, p, zone_count);
        return out;
    }
    [[nodiscard]] Measures measured() const {
        auto filled = bins();
        return overlay::measure(filled, block.grid, block.cells, one_provider(zone_count));
    }
    [[nodiscard]] zonal::Allocation allocated() const {
        return zonal::allocate(population, zones, measures, zones_config, {});
    }
};

/// Cells, zones and circles together. Items are cells.
void measure_zones_and_circles(benchmark::State& state) {
    const SmallRun run;
    for (auto _ : state) {
        state.PauseTiming();
        auto bins = run.bins();
        state.ResumeTiming();
        benchmark::DoNotOptimize(
            overlay::measure(bins, run.block.grid, run.block.cells, one_provider(zone_count))
                .fraction.data());
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(run.block.cells.size()));
}
BENCHMARK(measure_zones_and_circles)->Unit(benchmark::kMillisecond);

void share_among_zones(benchmark::State& state) {
    const SmallRun run;
    for (auto _ : state) benchmark::DoNotOptimize(run.allocated().share.data());
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(run.block.cells.size()));
}
BENCHMARK(share_among_zones)->Unit(benchmark::kMillisecond);

void judge_all_rules(benchmark::State& state) {
    const SmallRun run;
    const auto allocation = run.allocated();
    for (auto _ : state) {
        benchmark::DoNotOptimize(
            zonal::judge(run.population, zone_count, run.measures, allocation, run.zones_config, run.services)
                .zones.covered.data());
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(run.block.cells.size()));
}
BENCHMARK(judge_all_rules)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace amaneku::bench
