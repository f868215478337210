#include "app/outputs.hpp"

#include "app/layer_styles.hpp"
#include "app/layers.hpp"
#include "app/output_folder.hpp"
#include "app/staged_files.hpp"
#include "core/version.hpp"
#include "gdal/connection_name.hpp"
#include "gdal/vsi.hpp"
#include "geos/dissolve.hpp"
#include "io/atomic_file.hpp"
#include "io/csv_writer.hpp"
#include "io/summary_json.hpp"
#include "io/tables.hpp"
#include "proj/geodesic.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <set>

namespace amaneku::app {

namespace fs = std::filesystem;

namespace {

std::unique_ptr<gdal::LayerWriter> write_layers(const RunResult& result, const std::string& driver,
                                                const std::string& destination,
                                                const std::vector<std::string>& layers) {
    auto writer = std::make_unique<gdal::LayerWriter>(driver, destination, format_date(result.config.as_of));
    writer->clear(all_layer_names());  // a database keeps none of an earlier run
    for (const std::string& layer : layers) {
        throw_if_stopped();
        write_layer(result, layer, *writer);
    }
    return writer;
}

/// The writers of map layers and tables of one run, and what becomes visible at the end.
struct Outputs {
    const RunResult& result;
    Messages& messages;
    StagedFiles files;
    std::vector<std::unique_ptr<gdal::LayerWriter>> databases;

    [[nodiscard]] std::string path(const std::string& name) const {
        return (fs::path{result.config.output.directory} / name).string();
    }
    [[nodiscard]] bool wants(const char* format) const {
        const auto& formats = result.config.output.formats;
        return std::find(formats.begin(), formats.end(), format) != formats.end();
    }

    void data_set(const char* driver, const std::string& name, const std::vector<std::string>& layers,
                  bool styles) {
        const std::string temporary = files.add(path(name));
        try {
            const auto writer = write_layers(result, driver, temporary, layers);
            if (styles) write_styles(result, *writer);
            writer->close();
        } catch (const Error& error) {  // of the file as the user knows it
            if (error.where() != temporary) throw;
            throw Error{error.code(), path(name),
                        fmt::format("{}; an earlier file of this name is as it was", error.what())};
        }
    }
    void one_file_a_layer(const char* driver, const char* extension) {
        for (const std::string& layer : layer_names(result))
            data_set(driver, layer + extension, {layer}, false);
    }
    void table(const char* name, const std::string& text) {
        const io::Recoded out = io::recode(text, result.config.output.encoding);
        if (out.replaced > 0)
            messages.warn(fmt::format(
                "{}: CP932 lacks {} characters, written as 〓: choose encoding = \"utf-8-bom\" to "
                "keep them",
                name, out.replaced));
        files.write(path(name), out.bytes);
    }
    void tables() {
        table("municipalities.csv", io::municipalities_csv(result));
        table("prefectures.csv", io::prefectures_csv(result));
        if (!result.groups.empty()) table("groups.csv", io::groups_csv(result));
        table("coverage.csv", io::coverage_csv(result));
        table("issues.csv", io::issues_csv(result));
        if (result.census) table("qa.csv", io::qa_csv(result));
    }
    void summary() {
        const std::map<std::string, std::string> versions{{"amaneku", std::string{version}},
                                                          {"gdal", gdal::version()},
                                                          {"geos", geos::version()},
                                                          {"proj", proj::version()}};
        files.write(path("summary.json"), io::summary_json(result, versions));
    }
    /// Databases first: to commit can fail, to rename files that are written hardly.
    void publish() {
        throw_if_stopped();
        for (const auto& database : databases) database->close();
        files.publish();
    }
};

}  // namespace

void write_outputs(const RunResult& result, Messages& messages) {
    const std::string& directory = result.config.output.directory;
    const OutputFolder folder{directory, messages};
    folder.remove_dead_parts();
    messages.info(fmt::format("writing into {}", directory));
    Outputs out{result, messages, {}, {}};
    for (const std::string& format : result.config.output.formats) {
        if (format.starts_with("PG:"))
            out.databases.push_back(write_layers(result, "PostgreSQL", format, layer_names(result)));
    }
    if (out.wants("gpkg")) out.data_set("GPKG", "coverage.gpkg", layer_names(result), true);
    if (out.wants("geojson")) out.one_file_a_layer("GeoJSON", ".geojson");
    if (out.wants("fgb")) out.one_file_a_layer("FlatGeobuf", ".fgb");
    if (out.wants("csv")) out.tables();
    if (out.wants("json")) out.summary();
    std::set<std::string> written = out.files.names();
    written.insert("timing.json");
    const auto earlier = folder.earlier_files(written);
    out.publish();
    if (!earlier.empty())
        messages.warn(fmt::format(
            "{} holds files of an earlier run that this run did not write and that do not belong to its "
            "results: {}; remove them",
            directory, fmt::join(earlier, ", ")));
    for (const std::string& format : result.config.output.formats)
        messages.info(fmt::format("wrote {}", gdal::without_password(format)));
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
    text += fmt::format("  ],\n  \"total_seconds\": {:.4f}\n}}\n", total);
    io::write_whole((fs::path{result.config.output.directory} / "timing.json").string(), text);
}

}  // namespace amaneku::app
