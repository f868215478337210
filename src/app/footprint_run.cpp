#include "app/footprint_run.hpp"

#include "app/binning.hpp"
#include "app/fiber_step.hpp"
#include "app/layer_styles.hpp"
#include "app/layers.hpp"
#include "app/model_areas.hpp"
#include "app/open_ground.hpp"
#include "app/radio_step.hpp"
#include "app/raster_style.hpp"
#include "app/signal_raster.hpp"
#include "app/staged_files.hpp"
#include "app/station_layer.hpp"
#include "core/footprint_text.hpp"
#include "footprint/site_footprint.hpp"
#include "geos/dissolve.hpp"
#include "io/atomic_file.hpp"
#include "io/footprint_reader.hpp"
#include "io/provider_reader.hpp"
#include "io/tables.hpp"
#include "proj/geodesic.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <optional>
#include <utility>

namespace amaneku::app {

namespace fs = std::filesystem;

namespace {

const char* driver_of(const std::string& path) {
    static const std::map<std::string, const char*> drivers{
        {".gpkg", "GPKG"}, {".geojson", "GeoJSON"}, {".fgb", "FlatGeobuf"}, {".shp", "ESRI Shapefile"}};
    const auto found = drivers.find(fs::path{path}.extension().string());
    if (found == drivers.end())
        throw Error{
            Errc::usage, path,
            "ends with no format that is known: name a file .gpkg (with styles and stations), .geojson, "
            ".fgb or .shp"};
    return found->second;
}

/// Of polygons in longitude and latitude that do not overlap.
double area_km2(const PolygonSet& polygons) {
    double km2 = 0.0;
    for (std::size_t part = 0; part < polygons.part_count(); ++part) {
        for (std::size_t r = polygons.part_begin[part]; r < polygons.part_begin[part + 1]; ++r) {
            const double area = proj::geodesic_area_km2(polygons.ring(r));
            km2 += r == polygons.part_begin[part] ? area : -area;
        }
    }
    return km2;
}

/// Everything that a provider covers.
PolygonSet all_areas(const RunResult& run, const ProviderConfig& provider) {
    PolygonSet out = run.modelled.front().polygons;
    if (!provider.footprints.empty()) {
        static_cast<void>(io::read_footprints(provider, Grid::mesh(MeshLevel::half),
                                              [&](PolygonSet& batch) { out.append(batch); }));
    }
    const SiteTable& sites = run.sites.front();
    const footprint::Directions directions{provider.segments};
    for (std::size_t s = 0; s < sites.size(); ++s) {
        if (sites.has_shape(s)) footprint::append_footprint(sites, s, directions, out);
    }
    return out;
}

/// A provider's footprint while it is made and written.
class Footprint {
public:
    Footprint(RunResult& run, const FootprintOptions& options, Messages& messages)
        : m_run{run},
          m_provider{run.config.services.front().providers.front()},
          m_options{options},
          m_messages{messages} {}

    void model() {
        Found found;
        ProviderFound& of = found.providers.emplace_back();
        if (m_provider.radio && m_provider.radio->is_by_signal()) {
            signal(of);
        } else if (m_provider.fiber) {
            model_fiber(m_run, m_provider, m_options.threads, of);
        } else if (!m_provider.sites.empty()) {
            io::ProviderReport report =
                io::read_sites(m_provider, m_run.config.as_of, of.sites, nullptr, &m_sectors);
            of.site_files = {true, of.sites.size(), std::move(report.issues), std::move(report.notes)};
            describe_radii(m_provider, of.area);
        }
        if (!m_provider.footprints.empty()) {
            io::ProviderReport report =
                io::read_footprints(m_provider, Grid::mesh(MeshLevel::half), [](PolygonSet&) {});
            of.footprints = {true, report.read - report.rejected, std::move(report.issues),
                             std::move(report.notes)};
        }
        m_messages.info("dissolving");
        take_found(std::move(found), m_run);
        dissolve_modelled();
    }

    [[nodiscard]] FootprintReport write() {
        const std::string path = fs::absolute(m_options.out).string();
        const char* const driver = driver_of(path);
        std::error_code ignored;
        fs::create_directories(fs::path{path}.parent_path(), ignored);
        add_areas(driver, path);
        if (m_signal) add_rasters(path);
        if (!m_run.issues.empty()) text(beside(path, "_issues.csv"), io::issues_csv(m_run));
        throw_if_stopped();
        FootprintReport report;
        for (const std::string& name : m_files.names()) report.files.push_back(name);
        m_files.publish();
        const MethodSentence how = footprint_sentence(m_run, 0);
        report.features = m_run.provider_levels.front().total();
        report.level = how.id;
        report.method = m_run.config.language == "ja" ? how.ja : how.en;
        report.km2 = area_km2(geos::dissolve(all_areas(m_run, m_provider)));
        report.issues = m_run.issues;
        report.notes = m_run.notes;
        report.notes.insert(report.notes.end(), m_run.warnings.begin(), m_run.warnings.end());
        return report;
    }

private:
    void signal(ProviderFound& of) {
        const RadioRun radio{m_ground, m_options.cache, m_options.threads};
        Calibration calibration{m_run, m_options.threads, m_messages};
        StationModel model = station_model({m_run, m_provider, 0, calibration, m_messages}, radio, of);
        if (!model.signal)
            of.site_files.notes.emplace_back(
                "with calibrate areas and stations are written, but no rasters: each band and prefecture has "
                "a "
                "power of its own");
        m_sectors = std::move(model.sectors);
        m_signal = std::move(model.signal);
    }
    /// Parts that end at the borders of tiles become what they are together.
    void dissolve_modelled() {
        ModelledArea& area = m_run.modelled.front();
        if (!m_signal || area.is_empty()) return;
        const AccuracyLevel level = area.part_level.front();
        area.polygons = geos::dissolve(area.polygons);
        area.part_level.assign(area.polygons.part_count(), level);
        area.part_id.assign(area.polygons.part_count(), {});
    }
    static std::string beside(const std::string& path, const char* ending) {
        const fs::path p{path};
        return (p.parent_path() / (p.stem().string() + ending)).string();
    }
    void text(const std::string& path, const std::string& content) {
        static_cast<void>(m_files.add(path));
        io::write_temporary(path, content);
    }
    void add_areas(const char* driver, const std::string& path) {
        const std::string temporary = m_files.add(path);
        if (std::string_view{driver} == "ESRI Shapefile") {
            for (const char* ending : {".shx", ".dbf", ".prj", ".cpg"})
                static_cast<void>(m_files.add(fs::path{path}.replace_extension(ending).string()));
        }
        gdal::LayerWriter writer{driver, temporary, format_date(m_run.config.as_of)};
        const AreaShapes shapes{m_run};
        write_layer(m_run, "footprint", shapes, writer);
        if (std::string_view{driver} == "GPKG") {
            const StationLayer stations{m_run, m_sectors, m_signal ? &*m_signal : nullptr};
            if (m_run.sites.front().size() > 0) stations.write(writer);
            const ColumnTitles titles{m_run.config};
            std::vector<NamedStyle> styles{
                {"footprint", "footprint", true, provider_style("footprint", m_run.config.services)}};
            std::vector<std::vector<gdal::LayerField>> fields{layer_fields(m_run, "footprint")};
            if (m_run.sites.front().size() > 0) {
                styles.push_back({"site", "site", true, provider_style("site", m_run.config.services)});
                fields.push_back(StationLayer::fields());
            }
            write_styles(styles, fields, titles, m_run.config.as_of, writer);
        }
        writer.close();
    }
    void add_rasters(const std::string& path) {
        const RadioConfig& radio = *m_provider.radio;
        const footprint::SignalGrid& grid = m_signal->received.grid;
        const std::string level = m_run.provider_levels.front().text();
        std::vector<std::string> names;
        for (std::size_t i = 0; i < m_run.sites.front().size(); ++i) {
            const std::string& id = m_run.sites.front().id[i];
            names.push_back(fmt::format("{} {}", i + 1, id));
        }
        const auto add = [&](const char* name, SignalBand band, const std::string& label,
                             const std::string& style) {
            const std::string file = beside(path, name);
            write_signal_raster(grid, band, label, m_files.add(file));
            text(fs::path{file}.replace_extension(".qml").string(), style);
        };
        add("_rsrp.tif", SignalBand::power, fmt::format("RSRP (dBm), {}", level),
            raster_qml(power_classes(radio.threshold_dbm), false));
        add("_best_server.tif", SignalBand::server, fmt::format("best server (number of station), {}", level),
            raster_qml(server_classes(names), true));
        add("_servers.tif", SignalBand::servers,
            fmt::format("servers at {:g} dBm or more, {}", radio.threshold_dbm, level),
            raster_qml(server_count_classes(), false));
    }

    RunResult& m_run;
    const ProviderConfig& m_provider;
    const FootprintOptions& m_options;
    Messages& m_messages;
    OpenGround m_ground;
    std::vector<SectorRadio> m_sectors;
    std::optional<ProviderSignal> m_signal;
    StagedFiles m_files;
};

}  // namespace

FootprintReport write_footprint(RunResult run, const FootprintOptions& options, Messages& messages) {
    static_cast<void>(driver_of(options.out));
    Footprint footprint{run, options, messages};
    footprint.model();
    return footprint.write();
}

}  // namespace amaneku::app
