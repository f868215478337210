#include "app/outputs.hpp"

#include "app/layers.hpp"
#include "core/version.hpp"
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

namespace amaneku::app {

namespace fs = std::filesystem;

namespace {

/// Writes layers under a temporary name, then renames; the temporary file goes where anything fails.
void write_data_set(const RunResult& result, const std::string& driver, const std::string& path,
                    const std::vector<std::string>& layers, bool styles) {
    const std::string temporary = io::temporary_name(path);
    std::error_code ignored;
    fs::remove(temporary, ignored);
    try {
        gdal::LayerWriter writer{driver, temporary, format_date(result.config.as_of)};
        for (const std::string& layer : layers) {
            throw_if_stopped();
            write_layer(result, layer, writer);
        }
        if (styles) write_styles(result, writer);
        writer.close();
    } catch (...) {
        for (const char* rest : {"", "-journal", "-wal", "-shm"}) fs::remove(temporary + rest, ignored);
        throw;
    }
    io::publish(temporary, path);
}

}  // namespace

void write_outputs(const RunResult& result, Messages& messages) {
    const OutputConfig& output = result.config.output;
    std::error_code error;
    fs::create_directories(output.directory, error);
    if (error)
        throw Error{Errc::output, output.directory,
                    fmt::format("the directory cannot be made: {}", error.message())};
    const auto path = [&](const std::string& name) { return (fs::path{output.directory} / name).string(); };
    const auto wants = [&](const char* format) {
        return std::find(output.formats.begin(), output.formats.end(), format) != output.formats.end();
    };

    // The slow and fallible ones first: where they fail, the tables of an earlier run are still those of that
    // run.
    if (wants("gpkg")) {
        write_data_set(result, "GPKG", path("coverage.gpkg"), layer_names(result), true);
        messages.info("wrote coverage.gpkg");
    }
    for (const auto& [format, driver, extension] :
         {std::tuple{"geojson", "GeoJSON", ".geojson"}, std::tuple{"fgb", "FlatGeobuf", ".fgb"}}) {
        if (!wants(format)) continue;
        for (const std::string& layer : layer_names(result))
            write_data_set(result, driver, path(layer + extension), {layer}, false);
        messages.info(fmt::format("wrote layers as {}", format));
    }
    for (const std::string& format : output.formats) {
        if (!format.starts_with("PG:")) continue;
        gdal::LayerWriter writer{"PostgreSQL", format, format_date(result.config.as_of)};
        for (const std::string& layer : layer_names(result)) write_layer(result, layer, writer);
        writer.close();
        messages.info("wrote tables to the database");
    }
    if (wants("csv")) {
        const auto table = [&](const char* name, const std::string& text) {
            const io::Recoded out = io::recode(text, output.encoding);
            if (out.replaced > 0)
                messages.warn(
                    fmt::format("{}: CP932 lacks {} characters, written as 〓: choose encoding = "
                                "\"utf-8-bom\" to keep them",
                                name, out.replaced));
            io::write_whole(path(name), out.bytes);
        };
        table("municipalities.csv", io::municipalities_csv(result));
        table("prefectures.csv", io::prefectures_csv(result));
        if (!result.groups.empty()) table("groups.csv", io::groups_csv(result));
        table("coverage.csv", io::coverage_csv(result));
        table("issues.csv", io::issues_csv(result));
        if (result.census) table("qa.csv", io::qa_csv(result));
    }
    if (wants("json")) {
        const std::map<std::string, std::string> versions{{"amaneku", std::string{version}},
                                                          {"gdal", gdal::version()},
                                                          {"geos", geos::version()},
                                                          {"proj", proj::version()}};
        io::write_whole(path("summary.json"), io::summary_json(result, versions));
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
    text += fmt::format("  ],\n  \"total_seconds\": {:.4f}\n}}\n", total);
    io::write_whole((fs::path{result.config.output.directory} / "timing.json").string(), text);
}

}  // namespace amaneku::app
