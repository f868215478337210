#include "app/scenario_run.hpp"

#include "app/binning.hpp"
#include "core/weight.hpp"
#include "io/candidate_reader.hpp"
#include "io/footprint_reader.hpp"
#include "scenario/what_if.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <limits>
#include <span>
#include <utility>

namespace amaneku::app {

namespace {

constexpr std::int32_t small_tile = 8;  // cells a side
using Box = std::array<Point, 2>;

constexpr double all_round = std::numeric_limits<double>::quiet_NaN();
constexpr double usual_beamwidth = 65.0;

void add_boxes(const PolygonSet& polygons, std::vector<Box>& boxes) {
    for (std::size_t part = 0; part < polygons.part_count(); ++part) {
        const auto shell = polygons.ring(polygons.part_begin[part]);
        if (shell.empty()) continue;
        Box box{shell.front(), shell.front()};
        for (const Point& p : shell) {
            box[0] = {std::min(box[0].x, p.x), std::min(box[0].y, p.y)};
            box[1] = {std::max(box[1].x, p.x), std::max(box[1].y, p.y)};
        }
        boxes.push_back(box);
    }
}

/// The scenario's edits of sites, in the words of the engine.
class SiteEdits {
public:
    SiteEdits(const RunResult& run, const Providers& providers, std::vector<Issue>& issues)
        : m_run{run}, m_providers{providers}, m_issues{issues} {}

    void add(const ScenarioAdd& from, ScenarioResult& result) {
        if (from.file.empty()) {
            add_one(from.provider,
                    {from.id, from.lon, from.lat, from.radius_m.value_or(0.0),
                     from.azimuth.value_or(all_round), from.beamwidth.value_or(usual_beamwidth)});
            ++result.sites_added;
            return;
        }
        PlanConfig table;
        table.candidates = from.file;
        table.place = from.place;
        table.radius_m = from.radius_m;
        table.beamwidth = from.beamwidth.value_or(usual_beamwidth);
        table.columns.cost.clear();  // of no account here
        const Candidates read = io::read_candidates(table, m_issues);
        for (std::size_t c = 0; c < read.size(); ++c)
            add_one(from.provider, {read.sites.id[c], read.sites.lon[c], read.sites.lat[c],
                                    read.sites.radius_m[c], read.sites.azimuth[c], read.sites.beamwidth[c]});
        result.sites_added += read.size();
    }

    void change(const ScenarioSite& from, ScenarioResult& result) {
        const auto role = std::find(m_providers.roles.begin(), m_providers.roles.end(), from.provider);
        const SiteTable& sites = m_run.sites[static_cast<std::size_t>(role - m_providers.roles.begin())];
        std::size_t found = 0;
        for (std::uint32_t s = 0; s < sites.size(); ++s) {
            const bool is_it = from.at_lon ? sites.lon[s] == *from.at_lon && sites.lat[s] == *from.at_lat
                                           : sites.id[s] == from.id;
            if (!is_it) continue;
            ++found;
            scenario::Edit edit{from.provider, s, {}};
            if (!from.is_removed)
                edit.to = scenario::Site{from.id,
                                         from.lon.value_or(sites.lon[s]),
                                         from.lat.value_or(sites.lat[s]),
                                         from.radius_m.value_or(sites.radius_m[s]),
                                         from.azimuth.value_or(sites.azimuth[s]),
                                         from.beamwidth.value_or(sites.beamwidth[s])};
            m_edits.push_back(std::move(edit));
        }
        if (found == 0 && from.at_lon)
            throw Error{Errc::configuration, from.place,
                        fmt::format("{} has no site on air on {} at longitude {}, latitude {}: these must be "
                                    "the very numbers of its table",
                                    from.provider, format_date(m_run.config.as_of), *from.at_lon,
                                    *from.at_lat)};
        if (found == 0) {
            const bool named = std::any_of(sites.id.begin(), sites.id.end(),
                                           [](const std::string& id) { return !id.empty(); });
            throw Error{Errc::configuration, from.place,
                        fmt::format("{} has no site '{}' on air on {}; it has {} sites{}", from.provider,
                                    from.id, format_date(m_run.config.as_of), sites.size(),
                                    named ? "" : " without ids: name their column, columns = { id = … }")};
        }
        (from.is_removed ? result.sites_removed : result.sites_changed) += found;
    }

    [[nodiscard]] const std::vector<scenario::Edit>& edits() const noexcept { return m_edits; }

private:
    void add_one(const std::string& provider, const scenario::Site& site) {
        m_edits.push_back({provider, {}, site});
    }

    const RunResult& m_run;
    const Providers& m_providers;
    std::vector<Issue>& m_issues;
    std::vector<scenario::Edit> m_edits;
};

/// Changes polygons of a configuration's providers, and notes where.
class AreaEdits {
public:
    AreaEdits(Config& config, const Grid& grid) : m_config{config}, m_grid{grid} {}

    void change(const ScenarioArea& area, ScenarioResult& result) {
        ProviderConfig& provider = provider_of(area.provider);
        if (area.file.empty()) {
            remove(provider, area, result);
        } else {
            add(provider, area, result);
        }
    }
    /// Polygons added, with the number of their provider.
    [[nodiscard]] const std::vector<std::pair<std::size_t, PolygonSet>>& added() const noexcept {
        return m_added;
    }
    [[nodiscard]] const std::vector<Box>& touched() const noexcept { return m_touched; }

private:
    ProviderConfig& provider_of(const std::string& role) {
        m_number = 0;
        for (ServiceConfig& s : m_config.services) {
            for (ProviderConfig& p : s.providers) {
                if (s.id + "/" + p.id == role) return p;
                ++m_number;
            }
        }
        throw Error{Errc::internal, role, "is no provider"};  // the scenario's reader has looked
    }
    PolygonSet read(const ProviderConfig& config, std::uint64_t* features) const {
        PolygonSet out;
        const io::ProviderReport report =
            io::read_footprints(config, m_grid, [&](PolygonSet& batch) { out.append(batch); });
        if (features != nullptr) *features = report.read;
        return out;
    }
    void add(const ProviderConfig& provider, const ScenarioArea& area, ScenarioResult& result) {
        ProviderConfig from;
        from.id = provider.id;
        from.footprints = {area.file};
        from.where = area.where;
        from.place = area.place;
        PolygonSet polygons = read(from, nullptr);
        add_boxes(polygons, m_touched);
        result.polygons_added += polygons.part_count();
        m_added.emplace_back(m_number, std::move(polygons));
    }
    void remove(ProviderConfig& provider, const ScenarioArea& area, ScenarioResult& result) {
        if (provider.footprints.empty())
            throw Error{Errc::configuration, area.place,
                        fmt::format("{} has no polygons: take sites away with [[remove]]", area.provider)};
        ProviderConfig going = provider;
        going.sites.clear();
        const auto both = [&](const char* join) {
            return provider.where.empty() ? fmt::format("{}({})", join, area.where)
                                          : fmt::format("({}) AND {}({})", provider.where, join, area.where);
        };
        std::uint64_t all = 0;
        std::uint64_t gone = 0;
        std::uint64_t stay = 0;
        static_cast<void>(read(going, &all));
        going.where = both("");
        const PolygonSet polygons = read(going, &gone);
        going.where = both("NOT ");
        static_cast<void>(read(going, &stay));
        if (gone + stay != all)
            throw Error{
                Errc::configuration, area.place,
                fmt::format("'{}' is neither true nor false of {} of {} features (empty fields): say in "
                            "the condition what becomes of them",
                            area.where, all - gone - stay, all)};
        if (gone == 0)
            throw Error{
                Errc::configuration, area.place,
                fmt::format("'{}' is true of none of {}'s {} features", area.where, area.provider, all)};
        add_boxes(polygons, m_touched);
        result.polygons_removed += polygons.part_count();
        if (stay == 0) {
            provider.footprints.clear();
        } else {
            provider.where = going.where;
        }
    }

    Config& m_config;
    const Grid& m_grid;
    std::size_t m_number = 0;
    std::vector<std::pair<std::size_t, PolygonSet>> m_added;
    std::vector<Box> m_touched;
};

ScenarioAreaChange area_of(const RunResult& run, const scenario::AreaChange& change) {
    ScenarioAreaChange out;
    out.layer = change.layer;
    out.counted = change.counted;
    out.before = change.before;
    out.after = change.after;
    const auto named = [&](const char* level, const auto& area) {
        out.level = level;
        out.code = area.code;
        out.name = area.name;
    };
    switch (change.kind) {
        case scenario::AreaKind::zone:
            named("municipality", run.zones.zones[change.area]);
            break;
        case scenario::AreaKind::prefecture:
            named("prefecture", run.prefectures[change.area]);
            break;
        case scenario::AreaKind::city:
            named("city", run.cities[change.area]);
            break;
        case scenario::AreaKind::group:
            named("group", run.groups[change.area]);
            break;
        case scenario::AreaKind::nation:
            out.level = "nation";
            out.code = "00";
            break;
    }
    return out;
}

void take(const scenario::Change& change, const RunResult& run, ScenarioResult& to) {
    for (const scenario::AreaChange& a : change.areas) {
        if (a.kind == scenario::AreaKind::zone && !run.zones.zones[a.area].reported) continue;
        to.areas.push_back(area_of(run, a));
    }
    for (const scenario::CellChange& c : change.cells)
        to.cells.push_back(
            {c.cell, c.layer, c.fraction_before, c.fraction_after, c.covered_before, c.covered_after});
    for (const scenario::ServedChange& s : change.services)
        to.services.push_back({s.newly_served, s.newly_lost});
    for (const scenario::StationChange& s : change.stations)
        to.stations.push_back({s.service, s.zone, s.has_site});
}

}  // namespace

RunResult run_scenario(const Config& config, const ScenarioConfig& scenario, const RunOptions& options,
                       Messages& messages, std::vector<StageTime>& times) {
    SharedRun shared = compute_shared(config, options, messages, times);
    const auto start = std::chrono::steady_clock::now();
    ScenarioResult found;
    found.title = scenario.title;
    found.file = std::filesystem::path{scenario.path}.filename().string();
    Config changed = shared.run.config;
    AreaEdits areas{changed, shared.run.population.grid};
    for (const ScenarioArea& area : scenario.areas) areas.change(area, found);
    Providers providers = providers_of(changed, shared.run.zones.zones.size(), options.threads);
    std::vector<Issue> issues;
    SiteEdits sites{shared.run, providers, issues};
    for (const ScenarioAdd& add : scenario.added) sites.add(add, found);
    for (const ScenarioSite& site : scenario.changed) sites.change(site, found);

    overlay::TileBins bins{shared.run.population.grid, shared.run.population.cells,
                           overlay::bin_options(providers.overlay, small_tile)};
    bin_areas(shared.run, providers, bins, messages);
    for (const auto& [provider, polygons] : areas.added()) {
        for (std::size_t part = 0; part < polygons.part_count(); ++part)
            static_cast<void>(bins.add(polygons, part,
                                       providers.overlay.zone_count + static_cast<std::uint32_t>(provider)));
    }
    RunResult out = shared.run;
    for (Issue& issue : issues) {
        issue.file = std::filesystem::path{issue.file}.filename().string();
        out.issues.push_back(std::move(issue));
    }
    scenario::WhatIf what_if{{std::move(shared.run), std::move(shared.allocation),
                              std::move(providers.overlay), std::move(providers.directions),
                              std::move(bins)}};
    take(what_if.apply(sites.edits(), areas.touched()), out, found);
    if (found.cells.empty()) {
        out.warnings.push_back(fmt::format(
            "{}: nothing changes: its sites and areas reach no cell that is not covered as much without them",
            found.file));
        messages.warn(out.warnings.back());
    }
    out.scenario = std::move(found);
    times.push_back({"scenario",
                     std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(),
                     times.back().peak_bytes});
    return out;
}

std::string scenario_lines(const RunResult& result) {
    const ScenarioResult& s = *result.scenario;
    std::string out =
        fmt::format("scenario {}: {} sites added, {} changed, {} removed; {} polygons added, {} removed\n",
                    s.title.empty() ? s.file : s.title, s.sites_added, s.sites_changed, s.sites_removed,
                    s.polygons_added, s.polygons_removed);
    for (std::size_t i = 0; i < s.services.size(); ++i) {
        const ServiceConfig& service = result.config.services[i];
        const std::size_t w = weight_index(result.population, service.profile.weight);
        const std::uint32_t layer = result.measures.services[i].combined;
        const Amount before = result.nation_coverage.at(0, w, layer, service.profile.rule);
        const Amount after = before + s.services[i].newly_served - s.services[i].newly_lost;
        const Amount counted = result.nation_coverage.counted(0, w, layer);
        out += fmt::format("{}: {} {} newly served, {} lost: {} % becomes {} %\n", service.name,
                           whole_units(s.services[i].newly_served), service.profile.weight,
                           whole_units(s.services[i].newly_lost),
                           format_rate(before, counted, service.profile.decimals),
                           format_rate(after, counted, service.profile.decimals));
    }
    return out;
}

}  // namespace amaneku::app
