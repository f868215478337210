#include "app/program.hpp"
#include "catch.hpp"
#include "csv_rows.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

using namespace amaneku;

namespace {

const std::string sample = AMANEKU_SOURCE_DIR "/data/sample/";

/// Covered amounts of coverage.csv by level, code, service, provider, weight, rule.
std::map<std::string, std::string> covered(const std::string& folder) {
    std::map<std::string, std::string> out;
    for (const auto& row : rows(content(folder + "/coverage.csv")))
        out[row.at("zone_level") + row.at("zone_code") + row.at("service") + row.at("provider") +
            row.at("weight") + row.at("rule")] = row.at("covered");
    return out;
}

/// The sample with the column that names operator C's sites.
std::string with_ids(const std::string& text) {
    return replaced(text, R"({ lon = "lon", lat = "lat", radius_m = "radius_m" })",
                    R"({ id = "id", lon = "lon", lat = "lat", radius_m = "radius_m" })");
}

}  // namespace

TEST_CASE("a scenario of sites and areas gives the difference that two runs have") {
    const Folder folder;
    const std::string before = folder.write("run.toml", with_ids(sample_config(R"(["csv", "json"])")));
    folder.write(
        "more.csv",
        "id,lon,lat,radius_m\nnew-1,141.6156250,31.3937500,1200\nnew-2,141.4656250,31.2562500,900\n");
    folder.write(
        "area.geojson",
        R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"kind":"x"},"geometry":)"
        R"({"type":"Polygon","coordinates":[[[141.40,31.33],[141.46,31.33],[141.46,31.37],[141.40,31.37],)"
        R"([141.40,31.33]]]}}]})");
    // Of operator C one site is taken down and one is moved.
    const auto sites = rows(content(sample + "operator_c_sites.csv"));
    const std::vector<std::string> ids{"C0001", "C0002"};
    const std::string scenario = folder.write(
        "scenario.toml",
        "title = \"試算\"\n"
        "[[add]]\nprovider = \"5g/operator-c\"\nfile = \"more.csv\"\n"
        "[[add]]\nprovider = \"5g/operator-a\"\nid = \"s\"\nlon = 141.5\nlat = 31.3\nradius_m = "
        "2000\nazimuth = "
        "40\nbeamwidth = 90\n"
        "[[remove]]\nprovider = \"5g/operator-c\"\nid = \"" +
            ids[0] +
            "\"\n"
            "[[move]]\nprovider = \"5g/operator-c\"\nid = \"" +
            ids[1] +
            "\"\nlon = 141.45\nlat = 31.28\n"
            "[[add_area]]\nprovider = \"fiber/fiber\"\nfile = \"area.geojson\"\nwhere = \"kind = 'x'\"\n"
            "[[remove_area]]\nprovider = \"5g/operator-b\"\nwhere = \"id = 'B-sub6'\"\n");
    const Outcome done =
        run_amaneku("run " + before + " --scenario " + scenario + " --out " + (folder / "base"));
    INFO(done.text);
    REQUIRE(done.status == 0);
    CHECK(done.text.find("scenario 試算: 3 sites added, 1 changed, 1 removed; 1 polygons added") !=
          std::string::npos);
    // The run itself is that without a scenario.
    REQUIRE(run_amaneku("run " + before + " --out " + (folder / "plain")).status == 0);
    CHECK(covered(folder / "base") == covered(folder / "plain"));

    // The same by a full run: tables and layers with the changes in them.
    std::string text = "id,lon,lat,radius_m,generation,status\n";
    for (const auto& site : sites) {
        const std::string& id = site.at("id");
        if (id == ids[0]) continue;
        const bool moved = id == ids[1];
        text += id + "," + (moved ? "141.45,31.28" : site.at("lon") + "," + site.at("lat")) + "," +
                site.at("radius_m") + "," + site.at("generation") + "," + site.at("status") + "\n";
    }
    text += "new-1,141.6156250,31.3937500,1200,5G,OK\nnew-2,141.4656250,31.2562500,900,5G,OK\n";
    folder.write("c.csv", text);
    const std::string a = content(sample + "operator_a_sites.csv");
    auto b = nlohmann::json::parse(content(sample + "operator_b_area.geojson"));
    auto& features = b.at("features");
    features.erase(features.begin());
    folder.write("b.geojson", b.dump());
    auto fiber = nlohmann::json::parse(content(sample + "fiber_area.geojson"));
    fiber.at("features").push_back(nlohmann::json::parse(content(folder / "area.geojson")).at("features")[0]);
    folder.write("fiber.geojson", fiber.dump());
    folder.write("a.csv", a + "s,141.5,31.3,5G,,OK,2024-08-02,40,90,2000\n");
    std::string changed = with_ids(sample_config(R"(["csv"])"));
    changed = replaced(changed, sample + "operator_c_sites.csv", "c.csv");
    changed = replaced(changed, sample + "operator_a_sites.csv", "a.csv");
    changed = replaced(changed, sample + "operator_b_area.geojson", "b.geojson");
    changed = replaced(changed, sample + "fiber_area.geojson", "fiber.geojson");
    const Outcome full =
        run_amaneku("run " + folder.write("after.toml", changed) + " --out " + (folder / "after"));
    INFO(full.text);
    REQUIRE(full.status == 0);
    const auto now = covered(folder / "base");
    const auto then = covered(folder / "after");
    std::size_t told = 0;
    for (const auto& r : rows(content(folder / "base/scenario.csv"))) {
        const std::string key = r.at("zone_level") + r.at("zone_code") + r.at("service") + r.at("provider") +
                                r.at("weight") + r.at("rule");
        INFO(key);
        CHECK(r.at("covered_before") == now.at(key));
        CHECK(r.at("covered_after") == then.at(key));
        ++told;
    }
    // Nothing that differs is left untold.
    std::size_t differ = 0;
    for (const auto& [key, value] : now) {
        const bool own = key.find("5g") != std::string::npos ? key.ends_with("populationhalf_cell")
                                                             : key.ends_with("householdsarea_share");
        if (own && then.at(key) != value) ++differ;
    }
    CHECK(told == differ);
    CHECK(told > 10);
    CHECK(rows(content(folder / "base/scenario_cells.csv")).size() > 20);
    const auto summary = nlohmann::json::parse(content(folder / "base/summary.json"));
    CHECK(summary.at("scenario").at("polygons").at("added") == 1);
}

TEST_CASE("a scenario that cannot be followed is refused with the reason") {
    const Folder folder;
    const std::string config = folder.write("run.toml", with_ids(sample_config(R"(["csv"])")));
    const auto [scenario, status, text] = GENERATE(table<std::string, int, std::string>({
        {"title = \"x\"\n", 3, "a scenario has some of [[add]]"},
        {"[[remove]]\nprovider = \"5g/operator-c\"\nid = \"none\"\n", 3, "has no site 'none'"},
        {"[[remove]]\nprovider = \"5g/nobody\"\nid = \"none\"\n", 3, "must be one of 5g/operator-a"},
        {"[[add]]\nprovider = \"5g/operator-c\"\nlon = 141.5\nlat = 31.3\n", 3, "radius_m: is missing"},
        {"[[add]]\nprovider = \"5g/operator-c\"\nfile = \"none.csv\"\n", 3, "is not there"},
        {"[[move]]\nprovider = \"5g/operator-c\"\nid = \"x\"\n", 3, "nothing is changed"},
        {"[[remove_area]]\nprovider = \"5g/operator-c\"\nwhere = \"FID = 0\"\n", 3, "has no polygons"},
        {"[[remove_area]]\nprovider = \"5g/operator-b\"\nwhere = \"id = 'B-none'\"\n", 3, "true of none"},
        {"[[add]]\nprovider = \"5g/operator-c\"\nlan = 3\n", 3, "lan"},
    }));
    const Outcome done =
        run_amaneku("run " + config + " --scenario " + folder.write("scenario.toml", scenario));
    INFO(done.text);
    CHECK(done.status == status);
    CHECK(done.text.find(text) != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(folder / "out"));
}
