#include "app/pipeline.hpp"

#include "app/census_check.hpp"
#include "app/combination_step.hpp"
#include "app/empty_providers.hpp"
#include "app/flag_step.hpp"
#include "app/gap_step.hpp"
#include "app/input_files.hpp"
#include "app/judging.hpp"
#include "app/lost_characters.hpp"
#include "app/mesh_kpi_step.hpp"
#include "app/missing_neighbours.hpp"
#include "app/place_step.hpp"
#include "app/placement_step.hpp"
#include "app/profile_advice.hpp"
#include "app/relative_paths.hpp"
#include "app/run_cache.hpp"
#include "app/sensitivity_step.hpp"
#include "app/service_cells.hpp"
#include "app/stations.hpp"
#include "app/targets_step.hpp"
#include "app/terminal_notes.hpp"
#include "app/weights.hpp"
#include "app/zone_areas.hpp"
#include "core/weight.hpp"
#include "gdal/vsi.hpp"
#include "io/population_reader.hpp"
#include "io/zone_reader.hpp"
#include "zonal/judge.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <span>
#include <utility>

namespace amaneku::app {

namespace {

class Stopwatch {
public:
    explicit Stopwatch(std::vector<StageTime>& times) : m_times{times} {}
    void lap(const std::string& stage) {
        const auto now = std::chrono::steady_clock::now();
        rusage usage{};
        getrusage(RUSAGE_SELF, &usage);
        m_times.push_back({stage, std::chrono::duration<double>(now - m_start).count(),
                           static_cast<std::uint64_t>(usage.ru_maxrss) * 1024});
        m_start = now;
        throw_if_stopped();
    }

private:
    std::vector<StageTime>& m_times;
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

Population read_population(const PopulationConfig& config, RunCache& cache, const Progress& progress,
                           int threads) {
    const std::string key = cache.population_key(config);
    if (auto known = cache.population(key)) return std::move(*known);
    Population read = io::read_population(config, progress, threads);
    cache.keep(key, read);
    return read;
}

ZoneTable read_zones(const ZonesConfig& config, const Grid& grid, RunCache& cache, const Progress& progress,
                     int threads) {
    const std::string key = cache.zones_key(config, grid);
    if (auto known = cache.zones(key)) return std::move(*known);
    ZoneTable read = io::read_zones(config, grid, progress, threads);
    cache.keep(key, read);
    return read;
}

std::vector<std::uint8_t> reported_zones(const ZoneTable& zones) {
    std::vector<std::uint8_t> out;
    for (const Zone& zone : zones.zones) out.push_back(zone.reported ? 1 : 0);
    return out;
}

/// Services of max_single: the mesh shows what the provider covers that the nation's rate is of.
void choose_single_providers(RunResult& result, const zonal::Allocation& allocation) {
    const auto reported = reported_zones(result.zones);
    for (std::size_t s = 0; s < result.config.services.size(); ++s) {
        const ServiceConfig& service = result.config.services[s];
        if (service.profile.combine != Combine::max_single) continue;
        const auto chosen =
            zonal::choose_single_provider(result.zone_coverage, reported, result.measures.services[s]);
        const std::size_t w = weight_index(result.population, service.profile.weight);
        const std::uint32_t p = chosen[w * rule_count + static_cast<std::size_t>(service.profile.rule)];
        result.cell_covered[s] = zonal::covered_cells(result.measures, allocation, service.profile,
                                                      result.measures.services[s], p, result.cell_counted[s]);
        result.notes.push_back(
            fmt::format("{}: max_single takes provider '{}'", service.id, service.providers[p].id));
    }
}

/// Codes of groups that no zone has: a slip of the pen, or a municipality that is no more.
void warn_unknown_group_codes(RunResult& result, std::size_t first_issue) {
    for (std::size_t i = first_issue; i < result.issues.size(); ++i) {
        const Issue& issue = result.issues[i];
        if (issue.kind != IssueKind::rejected) continue;
        result.warnings.push_back(fmt::format("{}: {}: {}", issue.file, issue.place, issue.reason));
    }
}

void sum_all_areas(RunResult& result) {
    std::vector<ZoneGroup> groups;
    if (!result.config.zones.groups.empty()) {
        const std::size_t before = result.issues.size();
        groups = io::read_groups(result.config.zones.groups, result.zones, result.issues);
        warn_unknown_group_codes(result, before);
    }
    form_areas(result, groups);
    result.prefecture_coverage = zonal::sum_areas(result.zone_coverage, result.prefectures);
    result.city_coverage = zonal::sum_areas(result.zone_coverage, result.cities);
    result.group_coverage = zonal::sum_areas(result.zone_coverage, result.groups);
    Area nation;
    for (std::uint32_t z = 0; z < result.zones.zones.size(); ++z) {
        if (result.zones.zones[z].reported) nation.zones.push_back(z);
    }
    result.nation_coverage = zonal::sum_areas(result.zone_coverage, {nation});
}

/// Notes and issues of all parts, in the order of the work.
void gather_notes(RunResult& result, const zonal::Allocation& allocation) {
    for (const std::vector<std::string>* list :
         {&std::as_const(result.population.notes), &std::as_const(result.zones.notes), &allocation.notes})
        result.notes.insert(result.notes.end(), list->begin(), list->end());
    std::vector<Issue> issues = result.population.issues;
    for (const std::vector<Issue>* list :
         {&std::as_const(result.zones.issues), &std::as_const(result.issues), &allocation.issues})
        issues.insert(issues.end(), list->begin(), list->end());
    result.issues = std::move(issues);
}

/// Everything that may make figures misleading though the run goes on.
void gather_warnings(RunResult& result, std::span<const std::uint8_t> cell_border) {
    result.warnings.insert(result.warnings.end(), result.zones.warnings.begin(), result.zones.warnings.end());
    warn_providers_out_of_reach(result);
    warn_missing_neighbours(result, cell_border);
    warn_cut_population(result);
}

}  // namespace

namespace {

SharedRun compute_keeping(Keep keep, const Config& config, const RunOptions& options, Messages& messages,
                          std::vector<StageTime>& times) {
    Stopwatch watch{times};
    gdal::initialise();
    SharedRun out;
    RunResult& result = out.run;
    result.config = config;

    RunCache cache{options.cache, messages};
    InputFiles::Digest known;
    if (cache.is_on())
        known = [&](const std::string& role, const std::string& file) { return cache.digest(role, file); };
    InputFiles inputs{config, options.threads, std::move(known)};
    result.population = read_population(config.population, cache, messages.progress(), options.threads);
    check_weights(result);
    check_equity(result);
    check_sensitivity(result);
    find_counted_cells(result);
    watch.lap("read population");
    result.zones =
        read_zones(config.zones, result.population.grid, cache, messages.progress(), options.threads);
    watch.lap("read zones");
    zonal::CensusTotals census;
    if (config.zones.census) census = read_census_totals(result);
    place_stations(result, options, census, messages);
    if (!result.ranges.empty()) watch.lap("place stations");
    Judged judged = overlay_and_judge(result, keep, options, cache, census, messages,
                                      [&](const std::string& stage) { watch.lap(stage); });
    out.allocation = std::move(judged.allocation);
    const zonal::Allocation& allocation = out.allocation;
    describe_placed_stations(result);
    choose_single_providers(result, allocation);
    sum_all_areas(result);
    if (config.zones.census) result.census = check_census(result, census);
    result.zone_area_km2 = zone_areas(result.zones, result.population.grid, options.threads);
    find_stations(result);
    find_mesh_kpis(result, options, messages);
    combine_services(result, allocation);
    add_targets(result, allocation);
    find_flags(result);
    watch.lap("areas");
    if (config.sensitivity) {
        find_sensitivity(result, allocation, census, options.threads);
        watch.lap("sensitivity");
    }
    if (config.gaps) {
        find_gaps(result, allocation, options.threads);
        watch.lap("gaps");
    }
    if (!config.places.empty() || !config.lines.empty()) {
        find_places_and_lines(result, options.threads);
        watch.lap("places and lines");
    }

    note_unfollowed_advice(result);
    gather_notes(result, allocation);
    gather_warnings(result, judged.cell_border);
    tell_notes(result, messages);
    result.inputs = inputs.take();
    cache.keep_digests();
    make_paths_relative(result);
    note_lost_characters(result);
    watch.lap("digests");
    return out;
}

}  // namespace

RunResult compute(const Config& config, const RunOptions& options, Messages& messages,
                  std::vector<StageTime>& times) {
    return compute_keeping(what_to_keep(config, options), config, options, messages, times).run;
}

SharedRun compute_shared(const Config& config, const RunOptions& options, Messages& messages,
                         std::vector<StageTime>& times) {
    return compute_keeping(Keep::measures, config, options, messages, times);
}

}  // namespace amaneku::app
