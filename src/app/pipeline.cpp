#include "app/pipeline.hpp"

#include "app/service_cells.hpp"
#include "footprint/site_footprint.hpp"
#include "gdal/vsi.hpp"
#include "io/digest.hpp"
#include "io/population_reader.hpp"
#include "io/provider_reader.hpp"
#include "io/zone_reader.hpp"
#include "overlay/overlay.hpp"
#include "proj/geodesic.hpp"
#include "proj/transform.hpp"
#include "zonal/allocation.hpp"
#include "zonal/calibration.hpp"
#include "zonal/judge.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>

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

/// Moves the parts of `polygons` from longitude and latitude to the grid's CRS; edges are short, so their
/// ends suffice.
void to_grid(PolygonSet& polygons, const proj::Transform& transform) {
    for (Point& p : polygons.points) p = transform(p);
}

struct Providers {
    overlay::OverlayConfig overlay;
    std::vector<const ProviderConfig*> list;
    std::vector<std::string> roles;
};

Providers providers_of(const Config& config, std::size_t zone_count, int threads) {
    Providers out;
    out.overlay.zone_count = static_cast<std::uint32_t>(zone_count);
    out.overlay.threads = threads;
    for (const ServiceConfig& service : config.services) {
        out.overlay.services.push_back({static_cast<std::uint32_t>(service.providers.size()),
                                        service.profile.combine, service.profile.k});
        out.overlay.land_fraction = out.overlay.land_fraction || service.profile.area == FractionArea::land;
        for (const ProviderConfig& p : service.providers) {
            out.list.push_back(&p);
            out.roles.push_back(service.id + "/" + p.id);
        }
    }
    return out;
}

void out_of_reach(RunResult& result, const std::string& role) {
    result.issues.push_back(
        {IssueKind::rejected, role, "", "a polygon reaches too far beyond the grid", std::nullopt});
}

/// Streams all footprints into the tiles.
void bin_footprints(RunResult& result, const Providers& providers, overlay::TileBins& bins,
                    Messages& messages) {
    const Grid& grid = result.population.grid;
    const Progress progress = messages.progress();
    std::optional<proj::Transform> transform;
    if (!grid.is_geographic()) transform.emplace("EPSG:6668", grid.crs());
    for (std::size_t p = 0; p < providers.list.size(); ++p) {
        const ProviderConfig& provider = *providers.list[p];
        const auto target = static_cast<std::uint32_t>(result.zones.zones.size() + p);
        const auto take = [&](io::ProviderReport report) {
            result.issues.insert(result.issues.end(), report.issues.begin(), report.issues.end());
            for (const auto& note : report.notes) result.notes.push_back(note);
        };
        if (!provider.footprints.empty()) {
            take(io::read_footprints(provider, grid, [&](const PolygonSet& batch) {
                for (std::size_t part = 0; part < batch.part_count(); ++part) {
                    if (!bins.add(batch, part, target)) out_of_reach(result, providers.roles[p]);
                }
            }));
        }
        SiteTable sites;
        if (!provider.sites.empty()) take(io::read_sites(provider, result.config.as_of, sites));
        PolygonSet shape;
        for (std::size_t s = 0; s < sites.size(); ++s) {
            shape.clear();
            footprint::append_footprint(sites, s, provider.segments, shape);
            if (transform) to_grid(shape, *transform);
            if (!bins.add(shape, 0, target, true)) out_of_reach(result, providers.roles[p]);
        }
        result.sites.push_back(std::move(sites));
        if (progress) progress("footprints", p + 1, providers.list.size());
    }
}

std::vector<double> zone_areas(const ZoneTable& zones, const Grid& grid) {
    std::vector<double> area(zones.zones.size(), 0.0);
    std::optional<proj::Transform> transform;
    if (!grid.is_geographic()) transform.emplace(grid.crs(), "EPSG:6668");
    std::vector<Point> ring;
    for (std::size_t part = 0; part < zones.polygons.part_count(); ++part) {
        for (std::size_t r = zones.polygons.part_begin[part]; r < zones.polygons.part_begin[part + 1]; ++r) {
            ring.assign(zones.polygons.ring(r).begin(), zones.polygons.ring(r).end());
            if (transform) {
                for (Point& p : ring) p = (*transform)(p);
            }
            const double km2 = proj::geodesic_area_km2(ring);
            area[zones.part_zone[part]] += r == zones.polygons.part_begin[part] ? km2 : -km2;
        }
    }
    return area;
}

/// Reported zones by prefecture, by designated city, by the user's groups.
void form_areas(RunResult& result, const std::vector<ZoneGroup>& groups) {
    std::map<std::string, Area> prefectures;
    std::map<std::string, Area> cities;
    for (std::uint32_t z = 0; z < result.zones.zones.size(); ++z) {
        const Zone& zone = result.zones.zones[z];
        if (!zone.reported) continue;
        if (!zone.prefecture_code.empty()) {
            Area& area = prefectures[zone.prefecture_code];
            area.code = zone.prefecture_code;
            if (area.name.empty()) area.name = zone.prefecture;
            area.zones.push_back(z);
        }
        if (result.config.zones.wards == Wards::both && !zone.city_code.empty()) {
            Area& area = cities[zone.city_code];
            area.code = zone.city_code;
            area.name = zone.city;
            area.zones.push_back(z);
        }
    }
    for (auto& [code, area] : prefectures) result.prefectures.push_back(std::move(area));
    for (auto& [code, area] : cities) result.cities.push_back(std::move(area));
    for (const ZoneGroup& group : groups)
        result.groups.push_back({group.id, group.name, group.kind, group.zones});
}

/// By zone of the table: what the census says; < 0 where it says nothing.
zonal::CensusTotals census_totals(const ZoneTable& zones,
                                  const std::map<std::string, io::CensusRow>& census) {
    zonal::CensusTotals out{std::vector<double>(zones.zones.size(), -1.0),
                            std::vector<double>(zones.zones.size(), -1.0)};
    for (std::size_t z = 0; z < zones.zones.size(); ++z) {
        const auto row = census.find(zones.zones[z].code);
        if (zones.zones[z].code.empty() || row == census.end()) continue;
        out.population[z] = row->second.population;
        out.households[z] = row->second.households;
    }
    return out;
}

std::size_t weight_index(const Population& population, std::string_view name) {
    return static_cast<std::size_t>(
        std::find(population.weight_names.begin(), population.weight_names.end(), name) -
        population.weight_names.begin());
}

void calibrate(const RunResult& result, const zonal::CensusTotals& census, zonal::Allocation& allocation) {
    const Population& population = result.population;
    const std::size_t people = weight_index(population, "population");
    const std::size_t households = weight_index(population, "households");
    const std::size_t weights = population.weight_names.size();
    if (people == weights)
        throw Error{Errc::configuration, result.config.zones.place,
                    "zones.calibrate needs a weight named population"};
    if (result.config.zones.calibrate_reach == 1) zonal::extend_reach(population, allocation);
    zonal::rake(population, allocation, people, census.population);
    const bool fit_households =
        households < weights &&
        std::any_of(census.households.begin(), census.households.end(), [](double v) { return v >= 0.0; });
    if (fit_households) zonal::rake(population, allocation, households, census.households);
    for (std::size_t w = 0; w < weights; ++w) {
        if (w != people && !(w == households && fit_households))
            zonal::follow(population, allocation, w, people);
    }
}

CensusCheck check_census(const RunResult& result, const zonal::CensusTotals& census) {
    CensusCheck check;
    check.calibrated = result.config.zones.calibrate;
    const std::size_t people = weight_index(result.population, "population");
    const std::size_t households = weight_index(result.population, "households");
    std::vector<double> errors;
    double signed_sum = 0.0;
    for (std::size_t z = 0; z < result.zones.zones.size(); ++z) {
        const Zone& zone = result.zones.zones[z];
        if (!zone.reported || census.population[z] < 0.0) continue;
        CensusLine line{
            zone.code, zone.name, result.zone_coverage.total(z, people), census.population[z], 0, -1.0,
            0.0,       0.0};
        if (households < result.population.weight_names.size() && census.households[z] >= 0.0) {
            line.computed_households = result.zone_coverage.total(z, households);
            line.census_households = census.households[z];
        }
        if (check.calibrated) {
            line.missing_population =
                std::max(0.0, std::round(line.census_population - to_double(line.computed_population)));
            if (line.census_households >= 0.0)
                line.missing_households =
                    std::max(0.0, std::round(line.census_households - to_double(line.computed_households)));
            check.missing_population += line.missing_population;
            if (line.missing_population > 0.0) ++check.missing_zones;
        }
        if (line.census_population > 0.0) {
            const double error = 100.0 * (to_double(line.computed_population) - line.census_population) /
                                 line.census_population;
            errors.push_back(std::abs(error));
            signed_sum += error;
        }
        check.lines.push_back(std::move(line));
    }
    if (!errors.empty()) {
        check.mean_signed_error_percent = signed_sum / static_cast<double>(errors.size());
        std::sort(errors.begin(), errors.end());
        const std::size_t n = errors.size();
        check.median_error_percent = n % 2 == 1 ? errors[n / 2] : 0.5 * (errors[n / 2 - 1] + errors[n / 2]);
    }
    return check;
}

/// People of reported zones in cells that reach beyond all supplied zones, where no neighbour is supplied.
void warn_missing_neighbours(RunResult& result, const zonal::Allocation& allocation, Messages& messages) {
    const auto& zones = result.zones.zones;
    if (result.config.zones.extent == Extent::all) return;
    if (std::any_of(zones.begin(), zones.end(), [](const Zone& z) { return !z.reported && !z.code.empty(); }))
        return;
    Amount people = 0;
    for (std::size_t cell = 0; cell < result.population.cells.size(); ++cell) {
        if (allocation.begin[cell] == allocation.begin[cell + 1] || result.measures.land[cell] >= 1.0 - 1e-9)
            continue;
        people += result.population.weights.front()[cell];
    }
    if (people == 0) return;
    const std::string text = fmt::format(
        "{} people live in cells that reach beyond the supplied zones and are all counted inside: supply the "
        "neighbouring prefectures' boundaries too, and name yours in zones.report",
        whole_units(people));
    messages.warn(text);
    result.notes.push_back(text);
}

/// Which zones hold a site of which service: even-odd over all rings of a part, bounding boxes first.
void find_stations(RunResult& result) {
    const PolygonSet& polygons = result.zones.polygons;
    const std::size_t zones = result.zones.zones.size();
    result.zone_has_site.assign(result.config.services.size() * zones, 0);
    std::optional<proj::Transform> transform;
    if (!result.population.grid.is_geographic()) transform.emplace("EPSG:6668", result.population.grid.crs());
    struct Box {
        double x0, y0, x1, y1;
    };
    std::vector<Box> boxes;
    for (std::size_t part = 0; part < polygons.part_count(); ++part) {
        const auto shell = polygons.ring(polygons.part_begin[part]);
        Box box{shell.front().x, shell.front().y, shell.front().x, shell.front().y};
        for (const Point& p : shell)
            box = {std::min(box.x0, p.x), std::min(box.y0, p.y), std::max(box.x1, p.x),
                   std::max(box.y1, p.y)};
        boxes.push_back(box);
    }
    const auto holds = [&](std::size_t part, Point at) {
        bool inside = false;
        for (std::size_t r = polygons.part_begin[part]; r < polygons.part_begin[part + 1]; ++r) {
            const auto ring = polygons.ring(r);
            for (std::size_t a = 0, b = ring.size() - 1; a < ring.size(); b = a++) {
                if ((ring[a].y > at.y) != (ring[b].y > at.y) &&
                    at.x < (ring[b].x - ring[a].x) * (at.y - ring[a].y) / (ring[b].y - ring[a].y) + ring[a].x)
                    inside = !inside;
            }
        }
        return inside;
    };
    std::size_t provider = 0;
    for (std::size_t s = 0; s < result.config.services.size(); ++s) {
        for (std::size_t i = 0; i < result.config.services[s].providers.size(); ++i, ++provider) {
            const SiteTable& sites = result.sites[provider];
            for (std::size_t k = 0; k < sites.size(); ++k) {
                Point at{sites.lon[k], sites.lat[k]};
                if (transform) at = (*transform)(at);
                for (std::size_t part = 0; part < boxes.size(); ++part) {
                    std::uint8_t& has = result.zone_has_site[s * zones + result.zones.part_zone[part]];
                    const Box& box = boxes[part];
                    if (has != 0 || at.x < box.x0 || at.x > box.x1 || at.y < box.y0 || at.y > box.y1)
                        continue;
                    if (holds(part, at)) has = 1;
                }
            }
        }
    }
}

void list_inputs(RunResult& result) {
    const auto add = [&](const std::string& role, const std::vector<std::string>& files,
                         const Source& source) {
        for (const std::string& file : files) {
            InputFile input = io::digest(role, file);
            input.source_name = source.name;
            input.source_date = source.date;
            input.source_licence = source.licence;
            result.inputs.push_back(std::move(input));
        }
    };
    add("population", result.config.population.files, result.config.population.source);
    add("zones", result.config.zones.files, result.config.zones.source);
    if (result.config.zones.census)
        add("census", {result.config.zones.census->file}, result.config.zones.census->source);
    if (!result.config.zones.groups.empty()) add("groups", {result.config.zones.groups}, {});
    add("list", result.config.zones.list, {});
    for (const ServiceConfig& s : result.config.services) {
        for (const ProviderConfig& p : s.providers) {
            add(s.id + "/" + p.id, p.footprints, p.source);
            add(s.id + "/" + p.id, p.sites, p.source);
        }
        if (s.profile.cells == CellSelection::list) add(s.id + "/cells_file", {s.profile.cells_file}, {});
    }
}

void check_weights(const RunResult& result) {
    for (const ServiceConfig& s : result.config.services) {
        if (weight_index(result.population, s.profile.weight) == result.population.weight_names.size()) {
            throw Error{
                Errc::configuration, s.place,
                fmt::format("service '{}' counts by '{}', which the population does not have; it has {}",
                            s.id, s.profile.weight, fmt::join(result.population.weight_names, ", "))};
        }
    }
}

}  // namespace

RunResult compute(const Config& config, const RunOptions& options, Messages& messages,
                  std::vector<StageTime>& times) {
    Stopwatch watch{times};
    const Progress progress = messages.progress();
    gdal::initialise();
    RunResult result;
    result.config = config;

    result.population = io::read_population(config.population, progress);
    check_weights(result);
    find_counted_cells(result);
    watch.lap("read population");
    result.zones = io::read_zones(config.zones, result.population.grid, progress);
    watch.lap("read zones");

    const Providers providers = providers_of(config, result.zones.zones.size(), options.threads);
    overlay::TileBins bins{result.population.grid, result.population.cells, options.tile_size};
    for (std::size_t part = 0; part < result.zones.polygons.part_count(); ++part) {
        if (!bins.add(result.zones.polygons, part, result.zones.part_zone[part]))
            out_of_reach(result, "zones");
    }
    bin_footprints(result, providers, bins, messages);
    watch.lap("read and bin footprints");

    result.measures =
        overlay::measure(bins, result.population.grid, result.population.cells, providers.overlay, progress);
    watch.lap("overlay");

    const auto allowed = io::read_allowed_zones(config.zones.list, result.zones);
    if (config.zones.assign == ZoneAssign::list && !result.population.grid.level()) {
        throw Error{Errc::configuration, config.zones.place,
                    "zones.assign = \"list\" needs cells of the JIS mesh"};
    }
    zonal::Allocation allocation =
        zonal::allocate(result.population, result.zones, result.measures, config.zones, allowed);
    zonal::CensusTotals census;
    if (config.zones.census) {
        census = census_totals(result.zones, io::read_census(*config.zones.census));
        if (config.zones.calibrate) calibrate(result, census, allocation);
    }
    watch.lap("share among zones");

    zonal::Judgement judgement = zonal::judge(result.population, result.zones.zones.size(), result.measures,
                                              allocation, config.zones, config.services, result.cell_counted);
    result.zone_coverage = std::move(judgement.zones);
    result.cell_covered = std::move(judgement.cell_covered);
    result.cell_zone = std::move(judgement.cell_zone);
    std::vector<std::uint8_t> reported;
    for (const Zone& zone : result.zones.zones) reported.push_back(zone.reported ? 1 : 0);
    for (std::size_t s = 0; s < config.services.size(); ++s) {
        if (config.services[s].profile.combine != Combine::max_single) continue;
        const auto chosen =
            zonal::choose_single_provider(result.zone_coverage, reported, result.measures.services[s]);
        const std::size_t w = weight_index(result.population, config.services[s].profile.weight);
        const std::uint32_t p =
            chosen[w * rule_count + static_cast<std::size_t>(config.services[s].profile.rule)];
        result.cell_covered[s] = zonal::covered_cells(result.measures, allocation, config.services[s].profile,
                                                      result.measures.services[s], p, result.cell_counted[s]);
        result.notes.push_back(fmt::format("{}: max_single takes provider '{}'", config.services[s].id,
                                           config.services[s].providers[p].id));
    }
    std::vector<ZoneGroup> groups;
    if (!config.zones.groups.empty())
        groups = io::read_groups(config.zones.groups, result.zones, result.issues);
    form_areas(result, groups);
    result.prefecture_coverage = zonal::sum_areas(result.zone_coverage, result.prefectures);
    result.city_coverage = zonal::sum_areas(result.zone_coverage, result.cities);
    result.group_coverage = zonal::sum_areas(result.zone_coverage, result.groups);
    Area nation;
    for (std::uint32_t z = 0; z < reported.size(); ++z) {
        if (reported[z] != 0) nation.zones.push_back(z);
    }
    result.nation_coverage = zonal::sum_areas(result.zone_coverage, {nation});
    result.ledger = zonal::ledger(result.population, result.zones, allocation);
    if (config.zones.census) result.census = check_census(result, census);
    result.zone_area_km2 = zone_areas(result.zones, result.population.grid);
    find_stations(result);
    watch.lap("judge");

    for (const auto* list : {&result.population.notes, &result.zones.notes, &allocation.notes})
        result.notes.insert(result.notes.end(), list->begin(), list->end());
    std::vector<Issue> issues = result.population.issues;
    issues.insert(issues.end(), result.zones.issues.begin(), result.zones.issues.end());
    issues.insert(issues.end(), result.issues.begin(), result.issues.end());
    issues.insert(issues.end(), allocation.issues.begin(), allocation.issues.end());
    result.issues = std::move(issues);
    for (const ServiceConfig& s : config.services) {
        static constexpr std::array assigns{"land_share", "max_area", "list", "centroid"};
        const char* used = assigns[static_cast<std::size_t>(config.zones.assign)];
        if (!s.profile.assign.empty() && s.profile.assign != used) {
            result.notes.push_back(
                fmt::format("{}: the profile {} advises zones.assign = \"{}\"; this run uses \"{}\"", s.id,
                            s.profile.id, s.profile.assign, used));
        }
    }
    warn_missing_neighbours(result, allocation, messages);
    list_inputs(result);
    watch.lap("digests");
    return result;
}

std::vector<Error> check_inputs(const Config& config, Messages& messages) {
    std::vector<Error> problems;
    const Progress progress = messages.progress();
    const auto attempt = [&](const std::function<void()>& work) {
        try {
            work();
        } catch (const Error& error) {
            if (error.code() == Errc::interrupted || error.code() == Errc::terminated) throw;
            problems.push_back(error);
        }
    };
    gdal::initialise();
    // Each file alone, so that one bad file does not hide the next.
    Grid grid = Grid::mesh(MeshLevel::half);
    RunResult result;
    result.config = config;
    const std::size_t before = problems.size();
    for (const std::string& file : config.population.files) {
        PopulationConfig one = config.population;
        one.files = {file};
        attempt([&] { static_cast<void>(io::read_population(one)); });
    }
    if (problems.size() == before) {
        attempt([&] {
            result.population = io::read_population(config.population, progress);
            grid = result.population.grid;
            check_weights(result);
        });
    }
    for (const std::string& file : config.zones.files) {
        ZonesConfig one = config.zones;
        one.files = {file};
        one.report.clear();
        attempt([&] { static_cast<void>(io::read_zones(one, grid)); });
    }
    attempt([&] {
        result.zones = io::read_zones(config.zones, grid, progress);
        if (!config.zones.groups.empty())
            static_cast<void>(io::read_groups(config.zones.groups, result.zones, result.issues));
        static_cast<void>(io::read_allowed_zones(config.zones.list, result.zones));
    });
    if (config.zones.census) attempt([&] { static_cast<void>(io::read_census(*config.zones.census)); });
    for (const ServiceConfig& service : config.services) {
        if (!result.population.cells.empty())
            attempt([&] { static_cast<void>(cells_of_service(service, result.population)); });
        for (const ProviderConfig& provider : service.providers) {
            attempt([&] { io::read_footprints(provider, grid, [](const PolygonSet&) {}); });
            SiteTable sites;
            attempt([&] { io::read_sites(provider, config.as_of, sites); });
        }
    }
    return problems;
}

}  // namespace amaneku::app
