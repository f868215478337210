#include "app/projection.hpp"

#include "app/weights.hpp"
#include "core/weight.hpp"
#include "io/population_reader.hpp"
#include "zonal/judge.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <span>

namespace amaneku::app {

namespace {

/// The run's cell of each projected cell; nothing where the run has no such cell.
std::vector<std::optional<std::size_t>> cells_of_run(const Population& run, const Population& projected) {
    std::vector<std::optional<std::size_t>> out;
    for (const Cell& cell : projected.cells) {
        const auto at = std::lower_bound(run.cells.begin(), run.cells.end(), cell);
        out.push_back(at != run.cells.end() && *at == cell
                          ? std::optional{static_cast<std::size_t>(at - run.cells.begin())}
                          : std::nullopt);
    }
    return out;
}

/// The allocation of the projected people by the run's shares.
zonal::Allocation shared_out(const Population& run, const Population& projected,
                             const zonal::Allocation& shares,
                             const std::vector<std::optional<std::size_t>>& cells) {
    zonal::Allocation out = shares;
    for (std::size_t w = 0; w < run.weight_names.size(); ++w) {
        std::vector<CellAmount>& amount = out.amount[w];
        std::fill(amount.begin(), amount.end(), 0);
        const std::size_t from = weight_index(projected, run.weight_names[w]);
        if (from == projected.weight_names.size()) continue;
        for (std::size_t p = 0; p < projected.cells.size(); ++p) {
            if (!cells[p]) continue;
            const std::uint64_t begin = shares.begin[*cells[p]];
            const std::uint64_t size = shares.begin[*cells[p] + 1] - begin;
            if (size == 0) continue;
            zonal::split(projected.weights[from][p], std::span{shares.share}.subspan(begin, size),
                         std::span{amount}.subspan(begin, size));
        }
    }
    return out;
}

void note_people_elsewhere(RunResult& result, const Population& projected,
                           const std::vector<std::optional<std::size_t>>& cells) {
    const std::size_t w = weight_index(projected, "population");
    if (w == projected.weight_names.size()) return;
    Amount people = 0;
    std::size_t count = 0;
    for (std::size_t p = 0; p < cells.size(); ++p) {
        if (cells[p] || projected.weights[w][p] == 0) continue;
        people += projected.weights[w][p];
        ++count;
    }
    if (count == 0) return;
    result.issues.push_back(
        {IssueKind::note, result.config.projection->files.front(), "",
         fmt::format(
             "{} cells of the projection are not among the population's: their people are not counted",
             count),
         to_double(people)});
}

}  // namespace

Projection project(RunResult& result, const zonal::Allocation& allocation) {
    const PopulationConfig& config = *result.config.projection;
    const Population projected = io::read_population(config);
    const Population& run = result.population;
    const auto same_grid = [&] {
        return projected.grid.level() == run.grid.level() && projected.grid.crs() == run.grid.crs() &&
               projected.grid.rows() == run.grid.rows() && projected.grid.columns() == run.grid.columns();
    };
    if (!same_grid())
        throw Error{Errc::input, config.files.front(),
                    "is of other cells than the population: a projection needs cells of the same level"};
    const auto cells = cells_of_run(run, projected);
    note_people_elsewhere(result, projected, cells);
    const zonal::Allocation shares = shared_out(run, projected, allocation, cells);
    Projection out;
    out.year = config.year;
    out.zones = zonal::judge(run, result.zones.zones.size(), result.measures, shares, result.config.zones,
                             result.config.services, result.cell_counted)
                    .zones;
    std::vector<std::uint8_t> reported;
    for (const Zone& zone : result.zones.zones) reported.push_back(zone.reported ? 1 : 0);
    for (std::size_t s = 0; s < result.config.services.size(); ++s) {
        if (result.config.services[s].profile.combine == Combine::max_single)
            zonal::choose_single_provider(out.zones, reported, result.measures.services[s]);
    }
    for (const std::string& name : run.weight_names)
        out.has_weight.push_back(weight_index(projected, name) < projected.weight_names.size() ? 1 : 0);
    return out;
}

}  // namespace amaneku::app
