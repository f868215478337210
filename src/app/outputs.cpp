#include "app/outputs.hpp"

#include "app/fraction_raster.hpp"
#include "app/kml_layers.hpp"
#include "app/layer_styles.hpp"
#include "app/layers.hpp"
#include "app/output_folder.hpp"
#include "app/page_output.hpp"
#include "app/pdf_output.hpp"
#include "app/qgis_project.hpp"
#include "app/shapefile_columns.hpp"
#include "app/staged_files.hpp"
#include "app/tile_layers.hpp"
#include "app/workbook_sheets.hpp"
#include "core/version.hpp"
#include "gdal/connection_name.hpp"
#include "gdal/vsi.hpp"
#include "geos/dissolve.hpp"
#include "io/atomic_file.hpp"
#include "io/calibration_table.hpp"
#include "io/combination_table.hpp"
#include "io/csv_writer.hpp"
#include "io/flag_table.hpp"
#include "io/gap_table.hpp"
#include "io/line_table.hpp"
#include "io/place_table.hpp"
#include "io/plan_table.hpp"
#include "io/qa_report.hpp"
#include "io/range_table.hpp"
#include "io/ranking_table.hpp"
#include "io/scenario_table.hpp"
#include "io/sensitivity_table.hpp"
#include "io/summary_json.hpp"
#include "io/tables.hpp"
#include "io/targets_table.hpp"
#include "io/zip_file.hpp"
#include "parallel/loop.hpp"
#include "planning/ranking.hpp"
#include "proj/geodesic.hpp"
#include "tiles/tile_json.hpp"
#include "workbook/xlsx_file.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <numeric>
#include <set>

namespace amaneku::app {

namespace fs = std::filesystem;

namespace {

/// The writers of map layers and tables of one run: pieces of work that any threads may do, and what becomes
/// visible at the end.
struct Outputs {
    const RunResult& result;
    AreaShapes shapes{result};
    StagedFiles files;
    std::vector<std::unique_ptr<gdal::LayerWriter>> databases;
    std::vector<std::string> warnings;
    std::vector<std::function<void()>> work;  // errors are those of the first piece that has any

    explicit Outputs(const RunResult& of) : result{of} {}

    [[nodiscard]] std::string path(const std::string& name) const {
        return (fs::path{result.config.output.directory} / name).string();
    }
    [[nodiscard]] bool wants(const char* format) const { return result.config.output.wants(format); }
    [[nodiscard]] std::unique_ptr<gdal::LayerWriter> write_layers(
        const std::string& driver, const std::string& destination,
        const std::vector<std::string>& layers) const {
        auto writer =
            std::make_unique<gdal::LayerWriter>(driver, destination, format_date(result.config.as_of));
        writer->clear(all_layer_names());
        for (const std::string& layer : layers) {
            throw_if_stopped();
            write_layer(result, layer, shapes, *writer);
        }
        return writer;
    }
    void add_project() {
        add_bytes("coverage.qgz", [this] { return qgis_project(result); });
        add_bytes("coverage_sld.zip", [this] {
            std::vector<io::ZipMember> members;
            for (auto& [name, text] : sld_files(result)) members.push_back({name, text});
            return io::zip_bytes(members);
        });
    }
    void add_databases() {
        for (const std::string& format : result.config.output.formats) {
            if (!format.starts_with("PG:")) continue;
            const std::size_t index = databases.size();
            databases.emplace_back();
            work.emplace_back([this, format, index] {
                databases[index] = write_layers("PostgreSQL", format, layer_names(result));
            });
        }
    }
    /// Does what writes a file under its temporary name; an error is of the file as the user knows it.
    template <typename Write>
    void under_its_name(const std::string& name, const std::string& temporary, const Write& write) const {
        try {
            write();
        } catch (const Error& error) {
            if (error.where() != temporary) throw;
            throw Error{error.code(), path(name),
                        fmt::format("{}; an earlier file of this name is as it was", error.what())};
        }
    }
    void add_data_set(const char* driver, const std::string& name, const std::vector<std::string>& layers,
                      bool styles) {
        work.emplace_back([this, driver, name, layers, styles, temporary = files.add(path(name))] {
            under_its_name(name, temporary, [&] {
                const auto writer = write_layers(driver, temporary, layers);
                if (styles) write_styles(result, *writer);
                writer->close();
            });
        });
    }
    /// Of each layer the files that make a shapefile; they appear together.
    void add_shapefiles() {
        for (const std::string& layer : layer_names(result)) {
            const std::string temporary = files.add(path(layer + ".shp"));
            for (const char* extension : {".shx", ".dbf", ".prj", ".cpg"})
                static_cast<void>(files.add(path(layer + extension)));
            work.emplace_back([this, layer, temporary] {
                under_its_name(layer + ".shp", temporary, [&] {
                    gdal::LayerWriter writer{"ESRI Shapefile", temporary, format_date(result.config.as_of)};
                    writer.dress({shapefile_columns(result, layer), {}, {}, {}});
                    write_layer(result, layer, shapes, writer);
                    writer.close();
                });
            });
        }
        add_bytes("shp_columns.csv", [this] {
            return io::encoded(shapefile_columns_csv(result), result.config.output.encoding);
        });
    }
    void add_kml() {
        add_file("coverage.kml", [this](const std::string& temporary) {
            gdal::LayerWriter writer{"KML", temporary, format_date(result.config.as_of),
                                     kml_document(result)};
            for (const std::string& layer : kml_layers(result)) {
                throw_if_stopped();
                writer.dress(kml_dress(result, layer));
                write_layer(result, layer, shapes, writer);
            }
            writer.close();
        });
    }
    void add_rasters() {
        for (std::size_t s = 0; s < result.config.services.size(); ++s)
            add_file(
                fmt::format("coverage_{}.tif", result.config.services[s].id),
                [this, s](const std::string& temporary) { write_fraction_raster(result, s, temporary); });
    }
    void add_file_a_layer(const char* driver, const char* extension) {
        for (const std::string& layer : layer_names(result))
            add_data_set(driver, layer + extension, {layer}, false);
    }
    /// A file whose bytes a function makes.
    void add_bytes(const std::string& name, std::function<std::string()> make) {
        static_cast<void>(files.add(path(name)));
        work.emplace_back([this, name, make = std::move(make)] { io::write_temporary(path(name), make()); });
    }
    /// A file that a function writes itself, under a name that it is given.
    void add_file(const std::string& name, std::function<void(const std::string& temporary)> write) {
        work.emplace_back([this, name, write = std::move(write), temporary = files.add(path(name))] {
            under_its_name(name, temporary, [&] { write(temporary); });
        });
    }
    /// Vector tiles: made once for both kinds of files.
    void add_tiles(int threads) {
        const bool both[] = {wants("pmtiles"), wants("mbtiles")};
        if (!both[0] && !both[1]) return;
        const std::string pmtiles = both[0] ? files.add(path("coverage.pmtiles")) : std::string{};
        const std::string mbtiles = both[1] ? files.add(path("coverage.mbtiles")) : std::string{};
        work.emplace_back([this, pmtiles, mbtiles, threads] {
            try {
                write_tiles(result, shapes, pmtiles, mbtiles, threads);
            } catch (const Error& error) {  // of the file as the user knows it
                if (error.where() != pmtiles && error.where() != mbtiles) throw;
                const char* name = error.where() == pmtiles ? "coverage.pmtiles" : "coverage.mbtiles";
                throw Error{error.code(), path(name),
                            fmt::format("{}; an earlier file of this name is as it was", error.what())};
            }
        });
    }
    void add_table(const char* name, std::string (*text)(const RunResult&)) {
        static_cast<void>(files.add(path(name)));
        const std::size_t index = warnings.size();
        warnings.emplace_back();
        work.emplace_back([this, name, text, index] {
            const io::Recoded out = io::recode(text(result), result.config.output.encoding);
            if (out.replaced > 0)
                warnings[index] = fmt::format(
                    "{}: CP932 lacks {} characters, written as 〓: choose encoding = \"utf-8-bom\" to "
                    "keep them",
                    name, out.replaced);
            io::write_temporary(path(name), out.bytes);
        });
    }
    void add_tables() {
        add_table("municipalities.csv", io::municipalities_csv);
        add_table("prefectures.csv", io::prefectures_csv);
        if (!result.groups.empty()) add_table("groups.csv", io::groups_csv);
        add_table("coverage.csv", io::coverage_csv);
        add_table("ranking.csv", [](const RunResult& of) { return io::ranking_csv(planning::ranking(of)); });
        add_table("issues.csv", io::issues_csv);
        if (result.census) add_table("qa.csv", io::qa_csv);
        add_table("qa_report.csv", io::qa_report_csv);
        if (!result.calibration.empty()) add_table("calibration.csv", io::calibration_csv);
        if (result.targets) {
            add_table("targets.csv", io::targets_csv);
            add_table("kpi_series.csv", io::kpi_series_csv);
        }
        if (result.flags) add_table("flags.csv", io::flags_csv);
        if (!result.ranges.empty()) add_table("ranges.csv", io::ranges_csv);
        if (result.gaps) add_gap_tables();
        if (result.places) {
            add_table("places.csv", io::places_csv);
            add_table("place_rates.csv", io::place_rates_csv);
        }
        if (result.combinations) add_table("combinations.csv", io::combinations_csv);
        if (result.config.equity) add_table("equity.csv", io::equity_csv);
        if (result.sensitivity) {
            add_table("sensitivity.csv", io::sensitivity_csv);
            add_table("near_threshold.csv", io::near_threshold_csv);
        }
        if (!result.mesh_kpis.empty()) add_table("mesh_kpi.csv", io::mesh_kpi_csv);
        if (result.lines) {
            add_table("lines.csv", io::lines_csv);
            add_table("dead_stretches.csv", io::dead_stretches_csv);
        }
        if (result.scenario) {
            add_table("scenario.csv", io::scenario_csv);
            add_table("scenario_cells.csv", io::scenario_cells_csv);
        }
        if (result.plan) {
            add_table("plan.csv", io::plan_csv);
            add_table("plan_municipalities.csv", io::plan_municipalities_csv);
        }
    }
    void add_gap_tables() {
        add_table("gaps.csv", io::gaps_csv);
        if (!result.config.gaps->towns.empty()) add_table("gap_towns.csv", io::gap_towns_csv);
        if (!result.config.gaps->subsidies.empty()) add_table("gap_subsidies.csv", io::gap_subsidies_csv);
    }
    void add_summary() {
        add_bytes("summary.json", [this] {
            const std::map<std::string, std::string> versions{{"amaneku", std::string{version}},
                                                              {"gdal", gdal::version()},
                                                              {"geos", geos::version()},
                                                              {"proj", proj::version()}};
            return io::summary_json(result, versions);
        });
    }
    void add_page(Messages& messages) {
        std::string text = page_template();
        if (text.empty()) {
            messages.warn(no_page);
            return;
        }
        const bool has_tiles = wants("pmtiles");
        if (!embeds_mesh(result) && !has_tiles) messages.warn(no_cells);
        add_bytes("report.html",
                  [this, text = std::move(text), has_tiles] { return report_html(result, text, has_tiles); });
    }
    /// Printed at once: where that fails there is a warning, and the file is none of this run's.
    void add_pdf(Messages& messages) {
        std::string pdf = report_pdf(result, messages);
        if (!pdf.empty()) add_bytes("report.pdf", [pdf = std::move(pdf)] { return pdf; });
    }
    /// The shapes that layers ask for, made while the first of them, the mesh, is written.
    void add_shapes() {
        if (!work.empty()) work.insert(work.begin() + 1, [this] { shapes.make_all(); });
    }
    void do_work(int threads, Messages& messages) const {
        std::vector<std::size_t> order(work.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        parallel::for_each(order, threads, [&](std::size_t, std::size_t i) {
            throw_if_stopped();
            work[i]();
        });
        for (const std::string& warning : warnings) {
            if (!warning.empty()) messages.warn(warning);
        }
    }
    /// Databases first: to commit can fail, to rename files that are written hardly.
    void publish() {
        throw_if_stopped();
        for (const auto& database : databases) database->close();
        files.publish();
    }
};

}  // namespace

void write_outputs(const RunResult& result, int threads, Messages& messages) {
    const std::string& directory = result.config.output.directory;
    const OutputFolder folder{directory, messages};
    folder.remove_dead_parts();
    messages.info(fmt::format("writing into {}", directory));
    Outputs out{result};
    out.add_databases();
    // A project is of the GeoPackage beside it.
    if (out.wants("gpkg") || out.wants("qgis"))
        out.add_data_set("GPKG", "coverage.gpkg", layer_names(result), true);
    if (out.wants("qgis")) out.add_project();
    if (out.wants("geojson")) out.add_file_a_layer("GeoJSON", ".geojson");
    if (out.wants("fgb")) out.add_file_a_layer("FlatGeobuf", ".fgb");
    out.add_tiles(threads);
    if (out.wants("shp")) out.add_shapefiles();
    if (out.wants("kml")) out.add_kml();
    if (out.wants("cog")) out.add_rasters();
    out.add_shapes();
    if (out.wants("html")) out.add_page(messages);
    if (out.wants("pdf")) out.add_pdf(messages);
    if (out.wants("csv")) out.add_tables();
    if (out.wants("json")) out.add_summary();
    if (out.wants("xlsx"))
        out.add_file("report.xlsx",
                     [&](const std::string& to) { workbook::write_xlsx(workbook_of(result), to); });
    std::set<std::string> written = out.files.names();
    written.insert("timing.json");
    const auto earlier = folder.earlier_files(written);
    out.do_work(threads, messages);
    out.publish();
    if (!earlier.empty())
        messages.warn(fmt::format(
            "{} holds files of an earlier run that this run did not write and that do not belong to its "
            "results: {}; remove them",
            directory, fmt::join(earlier, ", ")));
    for (const std::string& format : result.config.output.formats) {
        const bool is_page = format == "html" || format == "pdf";
        if (is_page && !written.contains("report." + format)) continue;  // a warning said why
        messages.info(fmt::format("wrote {}", gdal::without_password(format)));
    }
}

void write_timing(const RunResult& result, const std::vector<StageTime>& times) {
    std::string text = "{\n  \"stages\": [\n";
    double total = 0.0;
    for (std::size_t i = 0; i < times.size(); ++i) {
        total += times[i].seconds;
        text += fmt::format("    {{\"stage\": \"{}\", \"seconds\": {:.4f}, \"peak_bytes\": {}}}{}\n",
                            times[i].stage, times[i].seconds, times[i].peak_bytes,
                            i + 1 < times.size() ? "," : "");
    }
    // The file that is this machine's own also says where the configuration is: `serve` goes on from it.
    text += fmt::format("  ],\n  \"total_seconds\": {:.4f},\n  \"configuration\": {}\n}}\n", total,
                        tiles::json_text(fs::absolute(result.config.path).lexically_normal().string()));
    io::write_whole((fs::path{result.config.output.directory} / "timing.json").string(), text);
}

}  // namespace amaneku::app
