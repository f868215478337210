#include "app/layer_table.hpp"
#include "app/program.hpp"
#include "catch.hpp"

#include <optional>

using namespace amaneku;

namespace {

/// What QGIS says of a GeoPackage: a line a layer and one a fault; nothing where there is no QGIS.
std::optional<Outcome> in_qgis(const Folder& folder, const std::string& file) {
    Outcome out = shell("QT_QPA_PLATFORM=offscreen HOME=" + folder.path.string() +
                        " XDG_RUNTIME_DIR=" + folder.path.string() + " /usr/bin/python3 " +
                        AMANEKU_SOURCE_DIR "/tests/app/qgis_check.py " + file + " 5g");
    if (out.status == 77) {
        WARN("skipped: " << out.text << " (scripts/install_packages.sh gis)");
        return std::nullopt;
    }
    return out;
}

}  // namespace

TEST_CASE("QGIS opens every layer of coverage.gpkg with its style, in which every feature has a class") {
    const Folder folder;
    REQUIRE(
        run_amaneku("run " + folder.write("run.toml", sample_config(R"(["gpkg"])")) + " --quiet").status ==
        0);
    const auto out = in_qgis(folder, folder / "out/coverage.gpkg");
    if (!out) return;
    INFO(out->text);
    CHECK(out->status == 0);
    for (const auto& [name, table] : read_layers(folder / "out/coverage.gpkg")) {
        const std::string renderer = name == "footprint" || name == "site" ? "categorizedSymbol"
                                     : name == "mesh"                      ? "graduatedSymbol"
                                                                           : "singleSymbol";
        CHECK(out->text.find(name + " " + std::to_string(table.rows.size()) + " " + renderer + "\n") !=
              std::string::npos);
    }
}

TEST_CASE(
    "QGIS has a class for a municipality where nobody lives, and names that XML must quote do no harm") {
    const Folder folder;
    folder.write("people.csv", "mesh_code,population\n533935992,100\n533935991,50\n");
    folder.write("sites.csv", "id,lon,lat,radius_m\na,139.745,35.66,300\n");
    folder.write(
        "zones.geojson",
        R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"99901","name":"A"},"geometry":{"type":"Polygon","coordinates":[[[139.7,35.6],[139.8,35.6],[139.8,35.7],[139.7,35.7],[139.7,35.6]]]}},{"type":"Feature","properties":{"code":"99902","name":"B"},"geometry":{"type":"Polygon","coordinates":[[[139.8,35.6],[139.9,35.6],[139.9,35.7],[139.8,35.7],[139.8,35.6]]]}}]})");
    const std::string config = folder.write("run.toml", R"(as_of = 2026-03-31
[population]
files = "people.csv"
[zones]
files = "zones.geojson"
code = "code"
[[service]]
id = "5g"
name = "5G <\"new\" & fast>"
profile = "jp-mic-5g"
[[service.provider]]
id = "a"
name = "A & B"
sites = "sites.csv"
[output]
formats = ["gpkg"]
)");
    const Outcome run = run_amaneku("run " + config + " --quiet");
    INFO(run.text);
    REQUIRE(run.status == 0);
    auto layers = read_layers(folder / "out/coverage.gpkg");
    const LayerTable& municipality = layers["municipality"];
    REQUIRE(municipality.rows.size() == 2);
    CHECK(municipality.rows[1].values[municipality.column("5g_rate")] == "null");
    const auto out = in_qgis(folder, folder / "out/coverage.gpkg");
    if (!out) return;
    INFO(out->text);
    // An outline by itself, and the style that colours municipalities by their rate.
    CHECK(out->text.find("municipality 2 singleSymbol") != std::string::npos);
    CHECK(out->text.find("style municipality 5g graduatedSymbol") != std::string::npos);
    // Two municipalities and two cells of one class each show no three colours: the only fault there may be.
    CHECK(out->text.find("are in no class") == std::string::npos);
    CHECK(out->text.find("not with its style") == std::string::npos);
    CHECK(out->text.find("without an alias") == std::string::npos);
}
