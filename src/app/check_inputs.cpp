#include "app/check_tables.hpp"
#include "app/output_place.hpp"
#include "app/pipeline.hpp"
#include "app/service_cells.hpp"
#include "app/weights.hpp"
#include "gdal/vsi.hpp"
#include "io/fiber_reader.hpp"
#include "io/footprint_reader.hpp"
#include "io/kpi_reader.hpp"
#include "io/licence_reader.hpp"
#include "io/line_reader.hpp"
#include "io/place_reader.hpp"
#include "io/population_reader.hpp"
#include "io/provider_reader.hpp"
#include "io/zone_reader.hpp"

#include <algorithm>
#include <functional>
#include <string_view>

namespace amaneku::app {

namespace {

/// Reads each kind of a provider's files of fiber, so that one bad file does not hide the next kind.
void check_fiber(const ProviderConfig& provider, const Grid& grid,
                 const std::function<void(const std::function<void()>&)>& attempt) {
    const auto read = [&](const auto& reader) {
        attempt([&] {
            io::ProviderReport report;
            static_cast<void>(reader(provider, grid, report));
            report.check_bad_rows(provider);
        });
    };
    read(io::read_cables);
    read(io::read_closures);
    read(io::read_roads);
    read(io::read_town_areas);
    read(io::read_town_points);
}

}  // namespace

CheckReport check_inputs(const Config& config, Messages& messages) {
    CheckReport report;
    std::vector<Error>& problems = report.problems;
    const auto attempt = [&](const std::function<void()>& work) {
        try {
            work();
        } catch (const Error& error) {
            if (error.code() == Errc::interrupted || error.code() == Errc::terminated) throw;
            const auto is_same = [&](const Error& e) {
                return e.where() == error.where() && std::string_view{e.what()} == error.what();
            };
            // A file is read alone and with the others.
            if (std::none_of(problems.begin(), problems.end(), is_same)) problems.push_back(error);
        }
    };
    attempt([&] { check_output_place(config.output); });
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
            result.population = io::read_population(config.population);
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
        result.zones = io::read_zones(config.zones, grid);
        if (!config.zones.groups.empty())
            static_cast<void>(io::read_groups(config.zones.groups, result.zones, result.issues));
        static_cast<void>(io::read_allowed_zones(config.zones.list, result.zones));
    });
    if (config.zones.census) attempt([&] { static_cast<void>(io::read_census(*config.zones.census)); });
    if (config.targets) {
        attempt([&] {
            static_cast<void>(io::read_kpi_targets(config.targets->targets, config.targets->lower_is_better));
        });
        if (!config.targets->actuals.empty())
            attempt([&] { static_cast<void>(io::read_kpi_actuals(config.targets->actuals)); });
    }
    for (const ServiceConfig& service : config.services) {
        if (!result.population.cells.empty())
            attempt([&] { static_cast<void>(cells_of_service(service, result.population)); });
        for (const ProviderConfig& provider : service.providers) {
            attempt([&] { io::read_footprints(provider, grid, [](PolygonSet&) {}); });
            SiteTable sites;
            attempt([&] { io::read_sites(provider, config.as_of, sites); });
            if (provider.fiber) check_fiber(provider, grid, attempt);
            if (provider.licences)
                attempt([&] { static_cast<void>(io::read_licence_counts(*provider.licences)); });
        }
    }
    for (const FeatureConfig& place : config.places) {
        PlaceTable places;
        attempt([&] { report.warnings += tell_rejected(io::read_places(place, places).issues, messages); });
    }
    for (const FeatureConfig& line : config.lines) {
        io::ReadLines lines;
        attempt([&] { report.warnings += tell_rejected(io::read_lines(line, lines).issues, messages); });
    }
    report.warnings += check_tables(result, attempt, messages);
    if (!problems.empty()) return report;
    // What no file shows alone, and all that makes figures misleading: the run itself, but for writing.
    attempt([&] {
        std::vector<StageTime> times;
        report.warnings += compute(config, {}, messages, times).warnings.size();
    });
    return report;
}

}  // namespace amaneku::app
