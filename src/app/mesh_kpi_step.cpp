#include "app/mesh_kpi_step.hpp"

#include "app/overlay_stage.hpp"
#include "app/run_cache.hpp"
#include "io/cell_list_reader.hpp"
#include "io/zone_reader.hpp"
#include "zonal/allocation.hpp"
#include "zonal/judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <span>
#include <utility>
#include <vector>

namespace amaneku::app {

namespace {

/// The meshes of a list as cells of a population in which every cell weighs 1.
Population meshes_of(const RuleProfile& profile) {
    Population out;
    const MeshLevel level = *profile.cell_level;
    out.grid = Grid::mesh(level);
    for (const MeshCode& code : io::read_cell_list(profile.cells_file, level)) {
        if (code.level() == level) {
            out.cells.push_back(
                {static_cast<std::int32_t>(code.row()), static_cast<std::int32_t>(code.column())});
            continue;
        }
        for (const MeshCode& child : code.children(level))
            out.cells.push_back(
                {static_cast<std::int32_t>(child.row()), static_cast<std::int32_t>(child.column())});
    }
    std::sort(out.cells.begin(), out.cells.end());
    out.cells.erase(std::unique(out.cells.begin(), out.cells.end()), out.cells.end());
    out.weight_names = {"cells"};
    out.weights = {std::vector<CellAmount>(out.cells.size(), amount_per_unit)};
    out.estimated.assign(out.cells.size(), 0);
    return out;
}

/// A run of one service over those meshes.
RunResult mesh_run(const RunResult& result, const ServiceConfig& service) {
    RunResult out;
    out.config = result.config;
    out.config.services = {service};
    out.config.zones.assign = ZoneAssign::max_area;
    out.config.zones.calibrate = false;
    RuleProfile& profile = out.config.services.front().profile;
    profile.rule = Rule::half_cell;  // of what is 0 or 1 by then
    profile.area = FractionArea::cell;
    profile.cells = CellSelection::all;
    out.population = meshes_of(service.profile);
    out.zones = result.population.grid.level() ? result.zones
                                               : io::read_zones(result.config.zones, out.population.grid, {});
    return out;
}

/// By cell and provider: whether a site of it stands there.
std::vector<std::uint8_t> presence(const RunResult& run) {
    const std::size_t providers = run.sites.size();
    std::vector<std::uint8_t> out(run.population.cells.size() * providers, 0);
    for (std::size_t p = 0; p < providers; ++p) {
        for (std::size_t s = 0; s < run.sites[p].size(); ++s) {
            const auto cell = run.population.grid.cell_of({run.sites[p].lon[s], run.sites[p].lat[s]});
            if (!cell) continue;
            const auto& cells = run.population.cells;
            const auto at = std::lower_bound(cells.begin(), cells.end(), *cell);
            if (at == cells.end() || *at != *cell) continue;
            out[static_cast<std::size_t>(at - cells.begin()) * providers + p] = 1;
        }
    }
    return out;
}

bool passes(double fraction, const RuleProfile& profile) {
    return profile.strict ? fraction > profile.threshold + fraction_tolerance
                          : fraction >= profile.threshold - fraction_tolerance;
}

/// Puts 1 where a mesh counts and 0 where not, for the service as a whole and each provider.
void decide(RunResult& run, const RuleProfile& profile) {
    Measures& measures = run.measures;
    const std::size_t providers = measures.services.front().provider_count;
    const std::vector<std::uint8_t> has_site = presence(run);
    const auto needed = profile.combine == Combine::k_of_n ? static_cast<std::size_t>(profile.k) : 1;
    for (std::size_t cell = 0; cell < run.population.cells.size(); ++cell) {
        const auto fraction =
            std::span{measures.fraction}.subspan(cell * measures.layer_count, measures.layer_count);
        std::vector<std::uint8_t> counts(measures.layer_count, 0);
        std::size_t with_site = 0;
        bool any = false;
        for (std::size_t p = 0; p < providers; ++p) {
            const bool site = profile.by_presence && has_site[cell * providers + p] != 0;
            with_site += site ? 1 : 0;
            counts[1 + p] = site || (profile.by_area && passes(fraction[1 + p], profile)) ? 1 : 0;
            any = any || counts[1 + p] != 0;
        }
        const bool whole = profile.combine == Combine::rule_first
                               ? any
                               : with_site >= needed || (profile.by_area && passes(fraction[0], profile));
        counts[0] = whole ? 1 : 0;
        for (std::size_t l = 0; l < measures.layer_count; ++l) {
            measures.fraction[cell * measures.layer_count + l] = counts[l];
            measures.centre[cell * measures.layer_count + l] = counts[l];
            for (std::uint64_t e = measures.piece_begin[cell]; e < measures.piece_begin[cell + 1]; ++e)
                measures.piece_fraction[e * measures.layer_count + l] = counts[l];
        }
    }
}

MeshKpiResult judged(const RunResult& result, RunResult& run) {
    const auto allocation = zonal::allocate(run.population, run.zones, run.measures, run.config.zones, {});
    zonal::Judgement judgement = zonal::judge(run.population, run.zones.zones.size(), run.measures,
                                              allocation, run.config.zones, run.config.services);
    MeshKpiResult out;
    out.zones = std::move(judgement.zones);
    std::vector<std::uint8_t> reported;
    Area nation;
    for (std::uint32_t z = 0; z < run.zones.zones.size(); ++z) {
        reported.push_back(run.zones.zones[z].reported ? 1 : 0);
        if (reported.back() != 0) nation.zones.push_back(z);
    }
    if (run.config.services.front().profile.combine == Combine::max_single)
        static_cast<void>(zonal::choose_single_provider(out.zones, reported, run.measures.services.front()));
    out.prefectures = zonal::sum_areas(out.zones, result.prefectures);
    out.cities = zonal::sum_areas(out.zones, result.cities);
    out.groups = zonal::sum_areas(out.zones, result.groups);
    out.nation = zonal::sum_areas(out.zones, {nation});
    out.cells = run.population.cells.size();
    out.outside =
        static_cast<std::uint64_t>(std::count_if(allocation.is_outside.begin(), allocation.is_outside.end(),
                                                 [](std::uint8_t kind) { return kind != 0; }));
    return out;
}

}  // namespace

void find_mesh_kpis(RunResult& result, const RunOptions& options, Messages& messages) {
    for (const ServiceConfig& service : result.config.mesh_kpis) {
        RunResult run = mesh_run(result, service);
        RunCache no_cache{"", messages};
        overlay_footprints(run, options, no_cache, messages, [](const std::string&) {});
        decide(run, service.profile);
        MeshKpiResult kpi = judged(result, run);
        result.notes.push_back(fmt::format("{}: {} meshes of level {} are in its list{}", service.id,
                                           kpi.cells, mesh_level_id(*service.profile.cell_level),
                                           kpi.outside == 0
                                               ? ""
                                               : fmt::format(", {} of them touch no zone and are "
                                                             "in no area",
                                                             kpi.outside)));
        std::move(run.notes.begin(), run.notes.end(), std::back_inserter(result.notes));
        std::move(run.issues.begin(), run.issues.end(), std::back_inserter(result.issues));
        result.mesh_kpis.push_back(std::move(kpi));
    }
}

}  // namespace amaneku::app
