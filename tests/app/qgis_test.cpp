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

TEST_CASE("QGIS opens coverage.qgz with groups, layers and a page that it prints, and reads every SLD") {
    const Folder folder;
    const std::string sample = std::string{AMANEKU_SOURCE_DIR} + "/data/sample/";
    const std::string config =
        replaced(sample_config(R"(["qgis"])"), "[output]",
                 "[gaps]\ntowns = \"" + sample + "towns.csv\"\n[[place]]\nid = \"school\"\nfile = \"" +
                     sample + "schools.csv\"\n[[line]]\nid = \"road\"\nfile = \"" + sample +
                     "roads.geojson\"\n[plan]\nservice = \"5g\"\ncandidates = \"" + sample +
                     "post_offices.csv\"\nradius_m = 1000\nsites = 3\n[output]");
    const Outcome run = run_amaneku("plan " + folder.write("run.toml", config) + " --quiet");
    INFO(run.text);
    REQUIRE(run.status == 0);
    const auto out = in_qgis(folder, folder / "out/coverage.qgz");
    if (!out) return;
    INFO(out->text);
    CHECK(out->status == 0);
    for (const char* line :
         {"group 整備計画 shown", "group 区域 shown", "group 5G shown", "group 光ファイバ hidden",
          "layer amaneku_layer_5g_mesh 4598 graduatedSymbol",
          "layer amaneku_layer_fiber_footprint 210 categorizedSymbol",
          "layer amaneku_layer_candidate 293 categorizedSymbol",
          "layer amaneku_layer_municipality 12 singleSymbol", "layout A4 1", "sld mesh 5g.sld RuleRenderer"})
        CHECK(out->text.find(line) != std::string::npos);
    // And the GeoPackage of the same run, with the layers that the sample has not.
    const auto package = in_qgis(folder, folder / "out/coverage.gpkg");
    INFO(package->text);
    CHECK(package->status == 0);
    CHECK(package->text.find("candidate 293 categorizedSymbol") != std::string::npos);
}

TEST_CASE("QGIS opens the layer change of a comparison with its style") {
    const Folder folder;
    const std::string config = sample_config(R"(["csv", "json", "gpkg"])");
    REQUIRE(
        run_amaneku("run " + folder.write("a.toml", config) + " --quiet --out " + (folder / "a")).status ==
        0);
    const std::string other = replaced(config, "status = 'OK'", "status = 'NG'");
    REQUIRE(run_amaneku("run " + folder.write("b.toml", other) + " --quiet --out " + (folder / "b")).status ==
            0);
    REQUIRE(
        run_amaneku("compare " + (folder / "a") + " " + (folder / "b") + " --out " + (folder / "c")).status ==
        0);
    const auto out = in_qgis(folder, folder / "c/compare.gpkg");
    if (!out) return;
    INFO(out->text);
    CHECK(out->status == 0);
    CHECK(out->text.find("categorizedSymbol") != std::string::npos);
}
