#include "app/program.hpp"
#include "catch.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

using namespace amaneku;
namespace fs = std::filesystem;

namespace {

const std::string sample = std::string{AMANEKU_SOURCE_DIR} + "/configs/sample.toml";

/// A configuration of one cell, one zone and one circle, with parts that a test replaces.
std::string small_config(const Folder& folder, const std::string& service_lines) {
    folder.write("people.csv", "mesh_code,population\n533935992,100\n");
    folder.write(
        "zones.geojson",
        R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"99901","name":"=1+1"},"geometry":{"type":"Polygon","coordinates":[[[139,35],[140,35],[140,36],[139,36],[139,35]]]}}]})");
    folder.write("sites.csv", "id,lon,lat,radius_m\na,139.745,35.66,300\n");
    return folder.write(
        "run.toml",
        "as_of = 2026-03-31\n[population]\nfiles = \"people.csv\"\n[zones]\nfiles = \"zones.geojson\"\ncode "
        "= \"code\"\n[[service]]\nid = \"5g\"\nprofile = \"jp-mic-5g\"\n[[service.provider]]\nid = \"a\"\n" +
            service_lines + "\n[output]\ndirectory = \"out\"\n");
}

}  // namespace

TEST_CASE("the sample adds up to the person under every rule") {
    const Folder folder;
    const Outcome run = run_amaneku("run " + sample + " --quiet --out " + (folder / "out"));
    REQUIRE(run.status == 0);
    const auto summary = nlohmann::json::parse(content(folder.path / "out/summary.json"));
    for (const auto& [weight, line] : summary["ledger"].items()) {
        const double sum = line["outside"].get<double>() + line["unassigned"].get<double>() +
                           line["other"].get<double>() + line["reported"].get<double>();
        CHECK(std::llround(sum * 1e3) == std::llround(line["input"].get<double>() * 1e3));
    }
    CHECK(summary["ledger"]["population"]["input"] == 443962);
    const auto& rates = summary["nation"]["5g"]["*"]["population"];
    const double lower = rates["lower"]["covered"];
    const double upper = rates["upper"]["covered"];
    for (const char* rule : {"half_cell", "area_share", "centroid"}) {
        CHECK(rates[rule]["covered"].get<double>() >= lower);
        CHECK(rates[rule]["covered"].get<double>() <= upper);
    }
    // Every row of coverage.csv: total = covered + uncovered, to the last of nine decimals.
    std::istringstream rows{content(folder.path / "out/coverage.csv")};
    std::string row;
    std::getline(rows, row);
    std::size_t count = 0;
    const auto amount = [](std::string text) {
        text.erase(text.find('.'), 1);
        return std::stoll(text);
    };
    while (std::getline(rows, row)) {
        std::vector<std::string> fields;
        std::istringstream line{row};
        for (std::string field; std::getline(line, field, ',');) fields.push_back(field);
        REQUIRE(fields.size() >= 10);
        REQUIRE(amount(fields[7]) == amount(fields[8]) + amount(fields[9]));
        ++count;
    }
    CHECK(count > 1000);
}

TEST_CASE("results are the same bytes for one thread and eight") {
    const Folder folder;
    REQUIRE(run_amaneku("run " + sample + " --quiet --threads 1 --out " + (folder / "one")).status == 0);
    REQUIRE(run_amaneku("run " + sample + " --quiet --threads 8 --out " + (folder / "eight")).status == 0);
    std::size_t compared = 0;
    for (const auto& entry : fs::directory_iterator{folder.path / "one"}) {
        if (entry.path().filename() == "timing.json" || entry.path().filename() == "summary.json") continue;
        INFO(entry.path().filename());
        CHECK(content(entry.path()) == content(folder.path / "eight" / entry.path().filename()));
        ++compared;
    }
    CHECK(compared >= 6);
}

TEST_CASE("check finds nothing wrong with the sample and writes nothing") {
    const Outcome check = run_amaneku("check " + sample + " --quiet");
    INFO(check.text);
    CHECK(check.status == 0);
}

TEST_CASE("a name that a spreadsheet would run as a formula is written as text") {
    const Folder folder;
    const Outcome run = run_amaneku("run " + small_config(folder, "sites = \"sites.csv\"") + " --quiet");
    INFO(run.text);
    REQUIRE(run.status == 0);
    CHECK(content(folder.path / "out/municipalities.csv").find("99901,'=1+1,") != std::string::npos);
}

namespace {

/// Four cells of 70, 60, 30 and 40 people in one zone; a footprint over the two in the south, of two
/// services. The first has further lines.
std::string four_cells_config(const Folder& folder, const std::string& first_service) {
    folder.write("people.csv",
                 "mesh_code,population\n533935991,70\n533935992,60\n533935993,30\n533935994,40\n");
    folder.write(
        "zones.geojson",
        R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"99901","name":"x"},"geometry":{"type":"Polygon","coordinates":[[[139,35],[140,35],[140,36],[139,36],[139,35]]]}}]})");
    folder.write(
        "south.geojson",
        R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[139.73,35.65],[139.76,35.65],[139.76,35.6625],[139.73,35.6625],[139.73,35.65]]]}}]})");
    const std::string provider = "[[service.provider]]\nid = \"a\"\nfootprints = \"south.geojson\"\n";
    return folder.write(
        "run.toml",
        "as_of = 2026-03-31\n[population]\nfiles = \"people.csv\"\n[zones]\nfiles = "
        "\"zones.geojson\"\ncode = \"code\"\n[[service]]\nid = \"5g\"\nprofile = \"jp-mic-5g\"\n" +
            first_service + provider + "[[service]]\nid = \"all\"\nprofile = \"jp-mic-5g\"\n" + provider +
            "[output]\ndirectory = \"out\"\nformats = [\"csv\", \"json\", \"geojson\"]\n");
}

/// By mesh code: what the layer of cells says of `5g_covered`.
std::map<std::string, nlohmann::json> covered_cells_of(const Folder& folder) {
    std::map<std::string, nlohmann::json> out;
    const auto layer = nlohmann::json::parse(content(folder.path / "out/mesh.geojson"));
    for (const auto& feature : layer["features"])
        out[feature["properties"]["mesh_code"]] = feature["properties"]["5g_covered"];
    return out;
}

}  // namespace

TEST_CASE("a list of cells leaves half of the people out of a service's rates, and of nothing else") {
    const Folder folder;
    folder.write("cells.csv", "mesh_code\n533935991\n533935993\n");
    const std::string config = four_cells_config(folder, "cells = \"list\"\ncells_file = \"cells.csv\"\n");
    const Outcome run = run_amaneku("run " + config + " --quiet");
    INFO(run.text);
    REQUIRE(run.status == 0);
    CHECK(run.text.find("70.0 % of 100 population by half_cell; 30 left out") != std::string::npos);
    CHECK(run.text.find("100 population more in cells that are not in its list") != std::string::npos);
    const auto summary = nlohmann::json::parse(content(folder.path / "out/summary.json"));
    const auto& ledger = summary["ledger"]["population"];
    CHECK(ledger["reported"] == 200);
    CHECK(ledger["left_out"] == nlohmann::json{{"5g", 100}});
    const auto& listed = summary["nation"]["5g"]["*"]["population"];
    CHECK(listed["total"] == 100);
    for (const char* rule : {"half_cell", "centroid", "lower", "upper"}) {
        CHECK(listed[rule]["covered"] == 70);
        CHECK(listed[rule]["rate"] == 70.0);
    }
    CHECK(summary["nation"]["all"]["*"]["population"]["total"] == 200);
    CHECK(summary["nation"]["all"]["*"]["population"]["half_cell"]["rate"] == 65.0);
    // People, then the rate, covered and uncovered of each.
    const std::string table = content(folder.path / "out/municipalities.csv");
    INFO(table);
    CHECK(table.find(",200,,,") != std::string::npos);
    CHECK(table.find(",70.0,70,30,70.0,70.0,70.0,") != std::string::npos);
    CHECK(table.find(",65.0,130,70,") != std::string::npos);
    CHECK(content(folder.path / "out/coverage.csv")
              .find(",5g,a,population,half_cell,100.000000000,70.000000000,30.000000000,70,L0\n") !=
          std::string::npos);
    CHECK(covered_cells_of(folder) ==
          std::map<std::string, nlohmann::json>{
              {"533935991", 1}, {"533935992", nullptr}, {"533935993", 0}, {"533935994", nullptr}});
    const auto inputs = summary["inputs"];
    CHECK(std::any_of(inputs.begin(), inputs.end(),
                      [](const auto& input) { return input["role"] == "5g/cells_file"; }));
}

TEST_CASE("cells without people are set apart in the layer of cells alone") {
    const Folder folder;
    const std::string config = four_cells_config(folder, "cells = \"populated\"\n");
    folder.write("people.csv",
                 "mesh_code,population\n533935991,70\n533935992,0\n533935993,30\n533935994,0\n");
    REQUIRE(run_amaneku("run " + config + " --quiet").status == 0);
    const auto summary = nlohmann::json::parse(content(folder.path / "out/summary.json"));
    CHECK_FALSE(summary["ledger"]["population"].contains("left_out"));
    CHECK(summary["nation"]["5g"]["*"] == summary["nation"]["all"]["*"]);
    CHECK(covered_cells_of(folder) ==
          std::map<std::string, nlohmann::json>{
              {"533935991", 1}, {"533935992", nullptr}, {"533935993", 0}, {"533935994", nullptr}});
}

TEST_CASE("a bad list of cells is told by check and by run, with its line") {
    const Folder folder;
    folder.write("cells.csv", "mesh_code\n533935991\n5339359911\n");
    const std::string config = four_cells_config(folder, "cells = \"list\"\ncells_file = \"cells.csv\"\n");
    for (const char* verb : {"run ", "check "}) {
        const Outcome outcome = run_amaneku(verb + config + " --quiet");
        INFO(outcome.text);
        CHECK(outcome.status == 4);
        CHECK(outcome.text.find("cells.csv:3") != std::string::npos);
        CHECK(outcome.text.find("quarter") != std::string::npos);
    }
    CHECK_FALSE(fs::exists(folder.path / "out"));
}

TEST_CASE("a list of cells with a population that is a raster is refused as a configuration") {
    const Folder folder;
    folder.write("cells.csv", "53393599\n");
    const std::string config = four_cells_config(folder, "cells = \"list\"\ncells_file = \"cells.csv\"\n");
    folder.write("people.asc", "ncols 2\nnrows 1\nxllcorner 139.7\nyllcorner 35.6\ncellsize 0.01\n70 30\n");
    folder.write("people.prj",
                 R"(GEOGCS["JGD2011",DATUM["D_JGD_2011",SPHEROID["GRS_1980",6378137.0,298.257222101]],)"
                 R"(PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]])");
    std::string text = content(config);
    text.replace(text.find("people.csv"), 10, "people.asc");
    folder.write("run.toml", text);
    const Outcome run = run_amaneku("run " + config + " --quiet");
    INFO(run.text);
    CHECK(run.status == 3);
    CHECK(run.text.find("needs cells of the JIS mesh") != std::string::npos);
    CHECK(run.text.find("'5g'") != std::string::npos);
}

TEST_CASE("bad input ends with its status, names the place and leaves earlier results alone") {
    const Folder folder;
    REQUIRE(run_amaneku("run " + small_config(folder, "sites = \"sites.csv\"") + " --quiet").status == 0);
    const std::string before = content(folder.path / "out/municipalities.csv");
    const auto fails = [&](const std::string& config, int status, const std::string& says) {
        const Outcome run = run_amaneku("run " + config + " --quiet");
        INFO(run.text);
        CHECK(run.status == status);
        CHECK(run.text.find(says) != std::string::npos);
        CHECK(content(folder.path / "out/municipalities.csv") == before);
        for (const auto& entry : fs::directory_iterator{folder.path / "out"})
            CHECK(entry.path().string().find(".part") == std::string::npos);
    };
    fails(folder / "nowhere.toml", 3, "is not there");
    fails(small_config(folder, "sites = \"none.csv\""), 3, "none.csv");
    fails(small_config(folder, "sites = \"sites.csv\"\nradius = 5"), 3, "did you mean 'radius_m'");
    fails(small_config(folder, "sites = \"sites.csv\"\nradius_m = \"far\""), 3, "must be a number");
    fails(small_config(folder, "sites = \"sites.csv\"\ncolumns = { lon = \"east\" }"), 4,
          "has no column 'east'");
    const std::string config = small_config(folder, "sites = \"sites.csv\"");
    folder.write("sites.csv", "id,lon,lat,radius_m\na,35.66,139.745,300\n");
    fails(config, 4, "swapped");
    folder.write("sites.csv", "id,lon,lat,radius_m\na,139.745,35.66,1e9\n");
    fails(config, 4, "must be above 0");
    folder.write("sites.csv", "id,lon,lat,radius_m\na,nan,35.66,300\n");
    fails(config, 4, "no number");
    folder.write("sites.csv", "id,lon,lat,radius_m\na,139.745,35.66,300\n");
    folder.write("people.csv", "mesh_code,population\n533935992,-5\n");
    fails(config, 4, "is negative");
    folder.write("people.csv", "mesh_code,population\n5339359,5\n");
    fails(config, 4, "5339359");
    folder.write("people.csv", "mesh_code,population\n533935992,100\n");
    folder.write("zones.geojson", R"({"type":"FeatureCollection","features":[]})");
    fails(config, 4, "no feature");
    folder.write(
        "zones.geojson",
        R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"x"},"geometry":{"type":"Polygon","coordinates":[[[139,35],[140,35],[140,36],[139,35]]]}}]})");
    fails(config, 4, "has no column 'code'");
    CHECK(run_amaneku("run").status == 2);
    CHECK(run_amaneku("nothing").status == 2);
    const std::string blocked = folder.write("file", "");
    CHECK(run_amaneku("run " + sample + " --quiet --out " + blocked + "/out").status == 5);
}

namespace {

/// Rows of a table without quotes, the first its header.
std::vector<std::vector<std::string>> table_of(const fs::path& file) {
    std::vector<std::vector<std::string>> rows;
    std::istringstream lines{content(file)};
    for (std::string line; std::getline(lines, line);) {
        std::istringstream fields{line};
        auto& row = rows.emplace_back();
        for (std::string field; std::getline(fields, field, ',');) row.push_back(field);
        if (rows.size() > 1) row.resize(rows.front().size());  // empty fields at the end of a line
    }
    return rows;
}

/// Totals of municipalities.csv add up to those of each prefecture, and covered and uncovered to totals.
void check_columns_add_up(const fs::path& out) {
    const auto municipalities = table_of(out / "municipalities.csv");
    const auto prefectures = table_of(out / "prefectures.csv");
    const auto column = [](const auto& table, const std::string& name) {
        return static_cast<std::size_t>(std::find(table[0].begin(), table[0].end(), name) - table[0].begin());
    };
    std::size_t compared = 0;
    for (const std::string& name : prefectures[0]) {
        if (name != "population" && name != "households" && name != "age_65_plus") continue;
        INFO(name);
        std::map<std::string, long long> sums;
        for (std::size_t r = 1; r < municipalities.size(); ++r) {
            const long long people = std::stoll(municipalities[r][column(municipalities, name)]);
            REQUIRE(people >= 0);
            sums[municipalities[r][2]] += people;
        }
        for (std::size_t r = 1; r < prefectures.size(); ++r) {
            REQUIRE(std::stoll(prefectures[r][column(prefectures, name)]) == sums[prefectures[r][0]]);
            ++compared;
        }
    }
    CHECK(compared >= (prefectures.size() - 1) * 3);
    for (const auto* table : {&municipalities, &prefectures}) {
        for (std::size_t r = 1; r < table->size(); ++r) {
            const auto number = [&](const char* name) {
                return std::stoll((*table)[r][column(*table, name)]);
            };
            REQUIRE(number("5g_covered") + number("5g_uncovered") == number("population"));
            REQUIRE((number("population") == 0) == (*table)[r][column(*table, "5g_rate")].empty());
        }
    }
}

}  // namespace

TEST_CASE("the sample's columns of people add up, from municipalities to prefectures") {
    const Folder folder;
    REQUIRE(run_amaneku("run " + sample + " --quiet --out " + (folder / "out")).status == 0);
    check_columns_add_up(folder.path / "out");
}

TEST_CASE("all of Japan: everyone who was read is accounted for") {
    const char* data = std::getenv("AMANEKU_DATA");
    if (data == nullptr || !fs::exists(fs::path{data} / "population")) {
        WARN("skipped: AMANEKU_DATA names no folder of real data");
        return;
    }
    const Folder folder;
    const auto summary_of = [&](const std::string& zone_lines) {
        const std::string d = data;
        const std::string config = folder.write(
            "japan.toml",
            "as_of = 2026-03-31\n[population]\nfiles = \"" + d +
                "/population/estat_T001141_500m_2020/*.zip\"\n[zones]\nfiles = \"" + d +
                "/boundaries/n03_2021_simplified/*.json\"\n" + zone_lines + "census = { file = \"" + d +
                "/census/census2020_municipal_population_households_area.csv\", population = \"pop2020\", "
                "households = \"households2020\" }\n[[service]]\nid = \"5g\"\nprofile = "
                "\"jp-mic-5g\"\n[[service.provider]]\nid = \"a\"\nsites = \"" +
                d +
                "/sites/nara_one_operator_sites_2025-06.csv\"\nradius_m = 1000\n[output]\ndirectory = "
                "\"out\"\n");
        const Outcome run = run_amaneku("run " + config + " --quiet");
        INFO(run.text);
        REQUIRE(run.status == 0);
        return nlohmann::json::parse(content(folder.path / "out/summary.json"));
    };
    const auto share = summary_of("extent = \"all\"\n");
    check_columns_add_up(folder.path / "out");
    CHECK(share["ledger"]["population"]["input"] == 126146099);
    CHECK(share["ledger"]["households"]["input"] == 55830154);
    CHECK(share["ledger"]["population"]["unassigned"] == 79);
    CHECK(share["census"]["median_error_percent"].get<double>() < 0.50);
    CHECK(std::abs(share["census"]["mean_signed_error_percent"].get<double>()) < 0.05);
    const auto centroid = summary_of("assign = \"centroid\"\n");
    CHECK(centroid["ledger"]["population"]["outside"] == 500624);
    const auto raked = summary_of("extent = \"all\"\ncalibrate = true\n");
    CHECK(raked["census"]["missing_population"].get<double>() <= 7100);
    const auto reached = summary_of("extent = \"all\"\ncalibrate = true\ncalibrate_reach = 1\n");
    CHECK(reached["census"]["missing_population"].get<double>() <= 620);
}
