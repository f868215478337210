#include "block.hpp"

#include <benchmark/benchmark.h>

namespace amaneku::bench {
namespace {

/// Exact union area of cells that each hold as many overlapping partial footprints as the argument says: one
/// needs no slabs, more do. Items are cells.
void union_in_a_cell(benchmark::State& state) {
    const Block block{64};
    Dice dice;
    PolygonSet shapes;
    for (const Cell& cell : block.cells) {
        const auto corners = block.grid.polygon(cell);
        const double width = corners[2].x - corners[0].x;
        const double height = corners[2].y - corners[0].y;
        for (std::int64_t i = 0; i < state.range(0); ++i) {
            const Point centre{corners[0].x + width * dice.between(0.35, 0.65),
                               corners[0].y + height * dice.between(0.35, 0.65)};
            append_round(shapes, centre, 0.3 * width, 0.3 * height, 16);
        }
    }
    const auto config = one_provider(0);
    for (auto _ : state) {
        state.PauseTiming();
        auto bins = binned(block, shapes, config, false);  // the overlay empties them
        state.ResumeTiming();
        benchmark::DoNotOptimize(overlay::measure(bins, block.grid, block.cells, config).fraction.data());
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(block.cells.size()));
}
BENCHMARK(union_in_a_cell)->Arg(1)->Arg(3)->Arg(10)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace amaneku::bench
