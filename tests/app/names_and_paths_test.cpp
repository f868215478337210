#include "app/layer_table.hpp"
#include "app/program.hpp"
#include "catch.hpp"

#include <nlohmann/json.hpp>

using namespace amaneku;
namespace fs = std::filesystem;

namespace {

const std::string two_towns = AMANEKU_SOURCE_DIR "/tests/data/regression/yoshino_town.geojson";

/// Two cells of two towns, half of one cell outside of both, one site.
std::string two_towns_config(const Folder& folder, const std::string& zones, const std::string& output) {
    folder.write("people.csv", "mesh_code,population\n533935992,100\n53393690,oops\n533936902,50\n");
    folder.write("sites.csv", "id,lon,lat,radius_m\na,139.745,35.66,300\n");
    return folder.write("run.toml",
                        "as_of = 2026-03-31\n[population]\nfiles = \"people.csv\"\nmax_bad_rows = "
                        "0.5\n[zones]\nfiles = \"" +
                            zones +
                            "\"\n[[service]]\nid = \"5g\"\nprofile = "
                            "\"jp-mic-5g\"\n[[service.provider]]\nid = \"a\"\nsites = "
                            "\"sites.csv\"\n[output]\ndirectory = \"out\"\n" +
                            output);
}

}  // namespace

TEST_CASE("a name that CP932 cannot write is told in issues.csv, with its area and character") {
    const Folder folder;
    const Outcome run =
        run_amaneku("run " + two_towns_config(folder, two_towns, "encoding = \"cp932\"\n") + " --quiet");
    INFO(run.text);
    REQUIRE(run.status == 0);
    const std::string issues = content(folder / "out/issues.csv");
    INFO(issues);
    CHECK(issues.find("\nnote,municipalities.csv,90301,") != std::string::npos);
    CHECK(issues.find("U+20BB7") != std::string::npos);
    CHECK(issues.find(",90201,") == std::string::npos);
    const Outcome plain =
        run_amaneku("run " + two_towns_config(folder, two_towns, "encoding = \"utf-8-bom\"\n") + " --quiet");
    REQUIRE(plain.status == 0);
    CHECK(content(folder / "out/issues.csv").find("U+20BB7") == std::string::npos);
    CHECK(content(folder / "out/municipalities.csv").find("90301,𠮷野町,90,あまね県,") != std::string::npos);
}

TEST_CASE("outputs name inputs from the configuration's folder: they are the same wherever that stands") {
    std::map<std::string, std::string> before;
    for (int i = 0; i < 2; ++i) {
        const Folder folder;
        fs::create_directories(folder / "data");
        fs::copy_file(two_towns, folder / "data/towns.geojson");
        const Outcome run =
            run_amaneku("run " + two_towns_config(folder, "data/towns.geojson", "") + " --quiet");
        INFO(run.text);
        REQUIRE(run.status == 0);
        auto now = contents(folder / "out");
        now.erase("timing.json");
        for (const auto& [name, bytes] : now) {
            INFO(name);
            CHECK(bytes.find(folder.path.string()) == std::string::npos);
        }
        CHECK(now["issues.csv"].find("rejected,people.csv,") != std::string::npos);
        const auto summary = nlohmann::json::parse(now["summary.json"]);
        CHECK(summary["inputs"][0]["path"] == "people.csv");
        CHECK(summary["inputs"][1]["path"] == "data/towns.geojson");
        if (i == 1) CHECK(now == before);
        before = std::move(now);
    }
}

TEST_CASE("the mesh layer says which part of a cell's people is reported, so that its people add up") {
    const Folder folder;
    const std::string config = folder.write(
        "run.toml", replaced(sample_config(R"(["gpkg", "json"])"), R"(["90"])", R"(["90201", "90202"])"));
    REQUIRE(run_amaneku("run " + config + " --quiet").status == 0);
    const auto layers = read_layers(folder / "out/coverage.gpkg");
    const LayerTable& mesh = layers.at("mesh");
    double all = 0.0;
    double reported = 0.0;
    std::size_t parts = 0;
    for (const auto& row : mesh.rows) {
        const double people = std::stod(row.values[mesh.column("population")]);
        const double share = std::stod(row.values[mesh.column("reported_share")]);
        CHECK(share >= 0.0);
        CHECK(share <= 1.0);
        parts += share > 0.0 && share < 1.0 ? 1 : 0;
        all += people;
        reported += people * share;
    }
    const auto summary = nlohmann::json::parse(content(folder / "out/summary.json"));
    const double ledger = summary["ledger"]["population"]["reported"];
    CHECK(parts > 10);
    CHECK(all > ledger + 100.0);
    // Parts are of amounts of 1e-9: 4,598 cells of doubles differ by less than 1e-6.
    CHECK(std::abs(reported - ledger) < 1e-6);
}
