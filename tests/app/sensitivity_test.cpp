#include "app/program.hpp"
#include "catch.hpp"

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <sstream>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

using namespace amaneku;
namespace fs = std::filesystem;

namespace {

/// Rows of a csv, by column.
struct Table {
    std::vector<std::map<std::string, std::string>> rows;
};

Table table_of(const fs::path& path) {
    std::istringstream text{content(path)};
    Table out;
    std::vector<std::string> header;
    std::string line;
    while (std::getline(text, line)) {
        std::vector<std::string> values(1);
        bool quoted = false;
        for (const char c : line) {
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                values.emplace_back();
            } else {
                values.back() += c;
            }
        }
        if (header.empty()) {
            header = values;
            continue;
        }
        REQUIRE(values.size() == header.size());
        out.rows.emplace_back();
        for (std::size_t i = 0; i < header.size(); ++i) out.rows.back()[header[i]] = values[i];
    }
    return out;
}

/// Area -> covered and counted of 5G, of the row that counts in another way.
using Amounts = std::map<std::pair<std::string, std::string>, std::pair<std::string, std::string>>;

Amounts varied(const Table& sensitivity, const std::string& what, const std::string& value) {
    Amounts out;
    for (const auto& row : sensitivity.rows) {
        if (row.at("service") == "5g" && row.at("what") == what && row.at("value") == value)
            out[{row.at("zone_level"), row.at("zone_code")}] = {row.at("covered"), row.at("counted")};
    }
    return out;
}

/// The same of coverage.csv, by a rule.
Amounts counted(const fs::path& folder, const std::string& rule = "half_cell") {
    Amounts out;
    for (const auto& row : table_of(folder / "coverage.csv").rows) {
        if (row.at("service") == "5g" && row.at("provider") == "*" && row.at("weight") == "population" &&
            row.at("rule") == rule)
            out[{row.at("zone_level"), row.at("zone_code")}] = {row.at("covered"), row.at("total")};
    }
    return out;
}

std::string with_key(const std::string& key) {
    return replaced(sample_config(R"(["csv", "json"])"), "profile = \"jp-mic-5g\"",
                    "profile = \"jp-mic-5g\"\n" + key);
}

double number(const std::string& text) {
    return std::stod(text);
}

}  // namespace

TEST_CASE("every row of sensitivity.csv is what a run with that key gives, to the last digit") {
    const Folder folder;
    const auto run = [&](const std::string& name, std::string text) {
        text = replaced(text, "directory = \"out\"", "directory = \"" + name + "\"");
        const Outcome outcome = run_amaneku("run --quiet " + folder.write(name + ".toml", text));
        INFO(outcome.text);
        REQUIRE(outcome.status == 0);
        return folder.path / name;
    };
    const fs::path base = run("base", with_key("") + "\n[sensitivity]\n");
    const Table table = table_of(base / "sensitivity.csv");
    CHECK(varied(table, "run", "jp-mic-5g") == counted(base));
    for (const char* rule : {"half_cell", "area_share", "centroid", "lower", "upper"})
        CHECK(varied(table, "rule", rule) == counted(base, rule));
    const std::vector<std::tuple<std::string, std::string, std::string>> keys{
        {"threshold", "0.4", "threshold = 0.4"},
        {"comparator", ">", "comparator = \">\""},
        {"area", "land", "area = \"land\""},
        {"combine", "rule_first", "combine = \"rule_first\""},
        {"combine", "max_single", "combine = \"max_single\""},
        {"combine", "k_of_n(2)", "combine = \"k_of_n\""}};
    for (const auto& [what, value, line] : keys) {
        INFO(line);
        const Amounts expected = counted(run("keyed", with_key(line)));
        REQUIRE(expected.size() == 18);
        CHECK(varied(table, what, value) == expected);
    }
    for (const char* assign : {"max_area", "centroid"}) {
        INFO(assign);
        const std::string text =
            replaced(with_key(""), "assign = \"land_share\"", "assign = \"" + std::string{assign} + "\"");
        CHECK(varied(table, "assign", assign) == counted(run("assigned", text)));
    }
    // From the other side: a run that counts by k operators knows what their union would give.
    const fs::path two = run("two", with_key("combine = \"k_of_n\"") + "\n[sensitivity]\n");
    CHECK(varied(table_of(two / "sensitivity.csv"), "combine", "union_area_first") == counted(base));
    CHECK(varied(table_of(two / "sensitivity.csv"), "combine", "k_of_n(2)") == counted(two));
    // Printed beside each row: the run's own rate and its bounds.
    for (const auto& row : table.rows) {
        if (row.at("zone_level") != "nation" || row.at("service") != "5g") continue;
        CHECK(row.at("run_rate") == "92.387405");
        CHECK(row.at("lower_rate") == "78.469071");
        CHECK(row.at("upper_rate") == "96.330278");
        CHECK(number(row.at("rate")) - number(row.at("run_rate")) ==
              Approx(number(row.at("difference_points"))).margin(1e-9));
    }
}

TEST_CASE("a list of cells, a list of zones and calibration are counted again as a run would") {
    const Folder folder;
    std::string cells;
    std::string zones = "code,name,mesh\n";
    std::string last;
    for (const auto& row :
         table_of(std::string{AMANEKU_SOURCE_DIR} + "/data/sample/population_2050.csv").rows) {
        const std::string mesh = row.at("mesh_code");
        if (mesh.back() == '1') cells += mesh + "\n";
        if (mesh.starts_with("464163") && mesh.substr(0, 8) != last)
            zones += "90205,高津原市," + (last = mesh.substr(0, 8)) + "\n";
    }
    folder.write("cells.csv", cells);
    folder.write("zones.csv", zones);
    const auto run = [&](const std::string& name, const std::string& text) {
        const Outcome outcome = run_amaneku(
            "run --quiet " + folder.write(name + ".toml", replaced(text, "directory = \"out\"",
                                                                   "directory = \"" + name + "\"")));
        INFO(outcome.text);
        REQUIRE(outcome.status == 0);
        return folder.path / name;
    };
    const std::string listed = with_key("cells = \"list\"\ncells_file = \"cells.csv\"");
    const fs::path by_list = run("cells", listed + "\n[sensitivity]\n");
    const Table of_cells = table_of(by_list / "sensitivity.csv");
    CHECK(varied(of_cells, "cells", "list") == counted(by_list));
    CHECK(varied(of_cells, "cells", "all") == counted(run("all", with_key(""))));
    CHECK(varied(of_cells, "threshold", "0.6") ==
          counted(run("strict", replaced(listed, "cells = \"list\"", "cells = \"list\"\nthreshold = 0.6"))));

    const auto assigned = [&](const std::string& line) {
        return replaced(with_key(""), "assign = \"land_share\"", line);
    };
    const std::string list = "\nlist = \"zones.csv\"";
    const Table of_zones = table_of(
        run("zones", assigned("assign = \"land_share\"" + list) + "\n[sensitivity]\n") / "sensitivity.csv");
    CHECK(varied(of_zones, "assign", "list") == counted(run("list", assigned("assign = \"list\"" + list))));
    CHECK(varied(of_zones, "assign", "list") != varied(of_zones, "assign", "land_share"));

    const std::string raked = "\ncalibrate = true";
    const Table calibrated = table_of(
        run("raked", assigned("assign = \"land_share\"" + raked) + "\n[sensitivity]\n") / "sensitivity.csv");
    CHECK(varied(calibrated, "assign", "max_area") ==
          counted(run("largest", assigned("assign = \"max_area\"" + raked))));
}

TEST_CASE("people near the threshold are those that moving it by as much would turn") {
    const Folder folder;
    const std::string config = folder.write(
        "run.toml", with_key("") + "\n[sensitivity]\nthreshold = [0.48, 0.52]\nnear = 0.02\nweight = []\n");
    REQUIRE(run_amaneku("run --quiet " + config).status == 0);
    double near = 0.0;
    std::size_t cells = 0;
    for (const auto& row : table_of(folder.path / "out/near_threshold.csv").rows) {
        const double fraction = number(row.at("fraction"));
        CHECK(std::abs(fraction - 0.5) <= 0.02 + 1e-9);
        CHECK((fraction >= 0.5) == (row.at("passes") == "1"));
        if (row.at("service") != "5g") continue;
        near += number(row.at("amount"));
        ++cells;
    }
    CHECK(cells > 20);
    const Table table = table_of(folder.path / "out/sensitivity.csv");
    const std::pair<std::string, std::string> nation{"nation", "00"};
    const double turned = number(varied(table, "threshold", "0.48").at(nation).first) -
                          number(varied(table, "threshold", "0.52").at(nation).first);
    CHECK(near == Approx(turned).epsilon(1e-12));
    CHECK(varied(table, "weight", "households").empty());
}

TEST_CASE("sensitivity has the same bytes for any threads, and from the cache, and changes nothing else") {
    const Folder folder;
    const std::string plain = folder.write("plain.toml", with_key(""));
    const std::string config = folder.write("run.toml", with_key("") + "\n[sensitivity]\n");
    const auto run = [&](const std::string& arguments, const std::string& out) {
        const Outcome outcome = run_amaneku("run --quiet " + arguments + " --out " + (folder / out));
        INFO(outcome.text);
        REQUIRE(outcome.status == 0);
        return contents(folder.path / out);
    };
    const auto one = run(config + " --threads 1", "one");
    for (const auto& [arguments, name] : {std::pair<std::string, std::string>{" --threads 4", "four"},
                                          {" --cache " + (folder / "cache"), "cold"},
                                          {" --cache " + (folder / "cache"), "warm"}}) {
        const auto other = run(config + arguments, name);
        for (const char* file : {"sensitivity.csv", "near_threshold.csv", "qa_report.csv", "coverage.csv"})
            CHECK(one.at(file) == other.at(file));
    }
    // A run without it takes nothing from what the cache has of runs with it.
    const auto without = run(plain + " --cache " + (folder / "cache"), "plain");
    CHECK(without.at("coverage.csv") == one.at("coverage.csv"));
    CHECK(without.at("municipalities.csv") == one.at("municipalities.csv"));
    CHECK(without.count("sensitivity.csv") == 0);
}

TEST_CASE("mistakes in [sensitivity] are told with their lines") {
    const Folder folder;
    const std::string config =
        folder.write("run.toml", with_key("") +
                                     "\n[sensitivity]\nthreshold = [0.4, 1.5, \"x\"]\nrule = [\"half\"]\n"
                                     "combine = [\"max_single\", \"max_single\"]\nnear = 0.9\nfoo = 1\n");
    const Outcome outcome = run_amaneku("check " + config);
    CHECK(outcome.status == 3);
    for (const char* part : {"sensitivity.threshold", "holds 1.5, must be from 0 to 1",
                             "must hold numbers only", "holds 'half', must be of half_cell",
                             "holds 'max_single' twice", "sensitivity.near", "sensitivity.foo"}) {
        INFO(outcome.text);
        CHECK(outcome.text.find(part) != std::string::npos);
    }
    const std::string unknown =
        folder.write("weight.toml", with_key("") + "\n[sensitivity]\nweight = [\"children\"]\n");
    const Outcome weight = run_amaneku("run --quiet " + unknown);
    CHECK(weight.status == 3);
    CHECK(weight.text.find("'children', which the population does not have") != std::string::npos);
}

TEST_CASE("the QA report has twelve points, with and without sensitivity") {
    const Folder folder;
    const std::string places = "\n[[place]]\nid = \"school\"\nfile = \"" + std::string{AMANEKU_SOURCE_DIR} +
                               "/data/sample/schools.csv\"\n";
    for (const std::string& more : {std::string{}, std::string{"\n[sensitivity]\n"}}) {
        const std::string config = folder.write("run.toml", with_key("threshold = 0.5") + places + more);
        REQUIRE(run_amaneku("run --quiet " + config).status == 0);
        std::map<std::string, std::map<std::string, std::map<std::string, std::string>>> points;
        for (const auto& row : table_of(folder.path / "out/qa_report.csv").rows)
            points[row.at("point")][row.at("item") + "/" + row.at("subject")] = row;
        REQUIRE(points.size() == 12);
        CHECK(points["1"]["cells/population"]["value"] == "4598");
        CHECK(points["1"]["states/population"]["detail"].find("2064 plain, 874 destinations, 1660 sources") !=
              std::string::npos);
        CHECK(points["2"]["census-population/nation"]["value"] == "443783.397681928");
        CHECK(points["2"]["census-population/nation"]["detail"] == "census 443962, difference -178.6");
        CHECK(points["3"]["estimated-cells/population"]["value"] == "2534");
        CHECK(points["5"]["areas-without-code/zones"]["value"] == "1");
        CHECK(points["8"]["features/5g/operator-a"]["value"] != "0");
        CHECK(points["8"]["level/5g/operator-b"]["value"] == "L0");
        CHECK(points["10"].count("published/pop_coverage_5g pref:90") == 1);
        CHECK(points["11"]["places-counted/school"]["value"] != "0");
        CHECK(points["12"]["profile/5g"]["value"] == "jp-mic-5g");
        CHECK(points["12"]["changed-keys/5g"]["detail"] == "threshold");
        if (more.empty()) {
            CHECK(points["7"]["sensitivity/nation"]["detail"].find("[sensitivity]") != std::string::npos);
        } else {
            CHECK(points["6"].count("border-cells/nation") == 1);
            CHECK(number(points["6"]["border-cells/nation"]["value"]) > 100);
            CHECK(points["6"]["largest-municipal-change/5g"]["unit"] == "points");
            CHECK(points["7"].count("near-threshold/5g") == 1);
        }
    }
}

TEST_CASE("the QA report knows how many are of unknown age, where the columns are read") {
    const char* data = std::getenv("AMANEKU_DATA");
    const fs::path table =
        fs::path{data == nullptr ? "" : data} / "population/estat_T001141_500m_2020/tblT001141H3725.zip";
    if (data == nullptr || !fs::exists(table)) {
        WARN("skipped: AMANEKU_DATA names no folder of real data");
        return;
    }
    const Folder folder;
    folder.write(
        "zones.geojson",
        R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"13421","name":"a"},"geometry":{"type":"Polygon","coordinates":[[[120,20],[150,20],[150,46],[120,46],[120,20]]]}}]})");
    folder.write("sites.csv", "id,lon,lat,radius_m\na,125.3,24.8,3000\n");
    const std::string config = folder.write(
        "run.toml",
        "as_of = 2026-03-31\n[population]\nfiles = \"" + table.string() +
            "\"\ncolumns = { population = \"T001141001\", young = \"T001141004\", older = \"T001141007\" }\n"
            "[zones]\nfiles = \"zones.geojson\"\ncode = \"code\"\n[[service]]\nid = \"5g\"\nprofile = "
            "\"jp-mic-5g\"\n[[service.provider]]\nid = \"a\"\nsites = \"sites.csv\"\ncolumns = { radius_m = "
            "\"radius_m\" }\n[output]\ndirectory = \"out\"\n");
    const Outcome outcome = run_amaneku("run --quiet " + config);
    INFO(outcome.text);
    REQUIRE(outcome.status == 0);
    for (const auto& row : table_of(folder.path / "out/qa_report.csv").rows) {
        if (row.at("item") == "unknown-age") CHECK(row.at("value") == "937.000000000");
        if (row.at("item") == "states")
            CHECK(row.at("detail").find("247 plain, 69 destinations, 95 sources") != std::string::npos);
    }
}

TEST_CASE("Nara: how much each way of counting moves the rate") {
    const char* data = std::getenv("AMANEKU_DATA");
    if (data == nullptr || !fs::exists(fs::path{data} / "sites/nara_one_operator_sites_2025-06.csv")) {
        WARN("skipped: AMANEKU_DATA names no folder of real data");
        return;
    }
    const Folder folder;
    std::string text = content(std::string{AMANEKU_SOURCE_DIR} + "/configs/real/nara.toml");
    text = replaced(text, "[\"csv\", \"json\", \"gpkg\", \"html\", \"xlsx\"]", "[\"csv\"]");
    text = replaced(text, "\"../../out/nara\"", "\"out\"") + "\n[sensitivity]\n";
    const Outcome outcome = run_amaneku("run --quiet " + folder.write("nara.toml", text));
    INFO(outcome.text);
    REQUIRE(outcome.status == 0);
    std::map<std::string, std::string> rate;
    for (const auto& row : table_of(folder.path / "out/sensitivity.csv").rows) {
        if (row.at("zone_level") == "prefecture" && row.at("service") == "5g")
            rate[row.at("what") + " " + row.at("value")] = row.at("rate");
    }
    const auto points = [&](const std::string& key) { return number(rate.at(key)); };
    CHECK(points("run jp-mic-5g") == Approx(60.3).margin(0.05));
    CHECK(points("rule centroid") == Approx(60.0).margin(0.05));
    CHECK(points("rule lower") == Approx(41.0).margin(0.05));
    CHECK(points("rule upper") == Approx(72.5).margin(0.05));
    CHECK(points("assign max_area") == Approx(60.3).margin(0.05));
    CHECK(points("threshold 0.4") > points("threshold 0.45"));
    CHECK(points("threshold 0.55") > points("threshold 0.6"));
    CHECK(rate.count("combine rule_first") == 0);  // one provider
}
