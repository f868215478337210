#include "app/judging.hpp"

#include "app/census_check.hpp"
#include "app/overlay_stage.hpp"
#include "core/weight.hpp"
#include "io/zone_reader.hpp"
#include "parallel/loop.hpp"
#include "zonal/judge.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <numeric>
#include <utility>

namespace amaneku::app {

namespace {

bool has_layers(const OutputConfig& output) {
    return std::any_of(output.formats.begin(), output.formats.end(), [](const std::string& format) {
        return format != "csv" && format != "json" && format != "xlsx";
    });
}

bool any_max_single(const Config& config) {
    return std::any_of(config.services.begin(), config.services.end(),
                       [](const ServiceConfig& s) { return s.profile.combine == Combine::max_single; });
}

zonal::AllowedZones allowed_zones(const RunResult& result) {
    const ZonesConfig& zones = result.config.zones;
    zonal::AllowedZones allowed = io::read_allowed_zones(zones.list, result.zones);
    if (zones.assign == ZoneAssign::list && !result.population.grid.level())
        throw Error{Errc::configuration, zones.place, "zones.assign = \"list\" needs cells of the JIS mesh"};
    return allowed;
}

std::size_t layers_of(const Config& config) {
    std::size_t layers = 0;
    for (const ServiceConfig& s : config.services) layers += 1 + s.providers.size();
    return layers;
}

/// Columns of the size that the run's cells need.
zonal::CellResults columns(const RunResult& result, Keep keep) {
    const std::size_t cells = result.population.cells.size();
    zonal::CellResults out;
    if (result.config.zones.extent != Extent::all) out.border.resize(cells);
    if (keep == Keep::zones) return out;
    out.zone.resize(cells);
    out.reported.resize(cells);
    out.is_shown.resize(cells);
    out.covered.assign(result.config.services.size(), std::vector<std::uint8_t>(cells));
    if (keep == Keep::cells) out.fraction.resize(cells * layers_of(result.config));
    return out;
}

void take(zonal::CellSums sums, zonal::CellResults cells, RunResult& result, Judged& to) {
    result.zone_coverage = std::move(sums.zones);
    result.ledger = std::move(sums.ledger);
    result.cell_zone = std::move(cells.zone);
    result.cell_reported = std::move(cells.reported);
    result.cell_is_shown = std::move(cells.is_shown);
    result.cell_covered = std::move(cells.covered);
    if (!cells.fraction.empty()) result.measures.fraction = std::move(cells.fraction);
    to.cell_border = std::move(cells.border);
}

Judged judge_tiles(RunResult& result, Keep keep, const RunOptions& options, Messages& messages,
                   const std::function<void(const std::string&)>& lap) {
    const zonal::AllowedZones allowed = allowed_zones(result);
    const zonal::Allocator allocator{result.population.grid, result.zones, result.config.zones, allowed};
    const zonal::JudgeInput input{result.population, result.zones, result.config.zones,
                                  result.config.services, result.cell_counted};
    zonal::CellResults cells = columns(result, keep);
    std::deque<zonal::BlockJudge> judges;  // by worker; they stay where they are
    for (std::size_t w = 0; w < parallel::worker_count(options.threads); ++w)
        judges.emplace_back(input, allocator, layers_of(result.config), cells);
    overlay_by_tiles(result, options, messages, lap,
                     [&](std::size_t worker, std::span<const std::uint32_t> block, const Measures& measures) {
                         judges[worker].add(block, measures);
                     });
    zonal::CellSums sums = zonal::empty_sums(input, layers_of(result.config));
    for (const zonal::BlockJudge& judge : judges) sums.add(judge.sums());
    Judged out;
    for (auto& [cell, issue] : sums.issues) out.allocation.issues.push_back(std::move(issue));
    if (auto note = zonal::moved_note(out.allocation.issues))
        out.allocation.notes.push_back(std::move(*note));
    take(std::move(sums), std::move(cells), result, out);
    lap("overlay and judge");
    return out;
}

Judged judge_at_once(RunResult& result, const RunOptions& options, RunCache& cache,
                     const zonal::CensusTotals& census, Messages& messages,
                     const std::function<void(const std::string&)>& lap) {
    overlay_footprints(result, options, cache, messages, lap);
    const ZonesConfig& zones = result.config.zones;
    Judged out;
    out.allocation =
        zonal::allocate(result.population, result.zones, result.measures, zones, allowed_zones(result));
    if (zones.census && zones.calibrate) calibrate(result, census, out.allocation);
    lap("share among zones");
    const zonal::JudgeInput input{result.population, result.zones, zones, result.config.services,
                                  result.cell_counted};
    std::vector<std::uint32_t> all(result.population.cells.size());
    std::iota(all.begin(), all.end(), 0U);
    zonal::CellResults cells = columns(result, Keep::measures);
    zonal::CellSums sums = zonal::empty_sums(input, result.measures.layer_count);
    judge_block(input, {all, result.population, result.measures, out.allocation, result.cell_counted}, sums,
                cells);
    take(std::move(sums), std::move(cells), result, out);
    lap("judge");
    return out;
}

}  // namespace

Keep what_to_keep(const Config& config, const RunOptions& options) {
    const bool needs_shares = (config.zones.census && config.zones.calibrate) || config.projection ||
                              config.gaps || config.combinations || config.sensitivity ||
                              !options.cache.empty() || any_max_single(config);
    if (needs_shares) return Keep::measures;
    return has_layers(config.output) ? Keep::cells : Keep::zones;
}

Judged overlay_and_judge(RunResult& result, Keep keep, const RunOptions& options, RunCache& cache,
                         const zonal::CensusTotals& census, Messages& messages,
                         const std::function<void(const std::string&)>& lap) {
    if (keep == Keep::measures) return judge_at_once(result, options, cache, census, messages, lap);
    return judge_tiles(result, keep, options, messages, lap);
}

}  // namespace amaneku::app
