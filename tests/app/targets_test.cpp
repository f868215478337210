#include "app/program.hpp"
#include "catch.hpp"
#include "io/csv_rows.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

using namespace amaneku;
namespace fs = std::filesystem;

namespace {

/// One of the sample's configurations, to be written anywhere.
std::string sample_text(const std::string& name) {
    const std::string root = AMANEKU_SOURCE_DIR;
    return replaced(content(root + "/configs/" + name), "../data/sample", root + "/data/sample");
}

/// Rows of a csv, by column.
std::vector<std::map<std::string, std::string>> rows_of(const fs::path& path) {
    const amaneku::io::CsvTable table = amaneku::io::read_csv_table(path.string());
    std::vector<std::map<std::string, std::string>> out;
    for (const auto& fields : table.rows) {
        std::map<std::string, std::string> row;
        for (std::size_t i = 0; i < table.header.size(); ++i) row[table.header[i]] = fields[i];
        out.push_back(row);
    }
    return out;
}

std::map<std::string, std::string> find(const std::vector<std::map<std::string, std::string>>& rows,
                                        const std::map<std::string, std::string>& wanted) {
    for (const auto& row : rows) {
        if (std::all_of(wanted.begin(), wanted.end(),
                        [&](const auto& w) { return row.at(w.first) == w.second; }))
            return row;
    }
    for (const auto& [column, value] : wanted) UNSCOPED_INFO(column << " = " << value);
    FAIL("no such row");
    return {};
}

/// `a` and `b` with 9 decimals, as whole numbers.
std::int64_t amount(std::string text) {
    text.erase(text.find('.'), 1);
    return std::stoll(text);
}

}  // namespace

TEST_CASE("targets stand beside what was published and what the run computed, and snapshots make a series") {
    const Folder folder;
    const std::string before = folder.write("before.toml", sample_text("sample-2025.toml"));
    REQUIRE(run_amaneku("run " + before + " --quiet --out " + (folder / "before")).status == 0);
    const std::string now = folder.write("now.toml", replaced(sample_text("sample.toml"), "[targets]\n",
                                                              "[targets]\nsnapshots = [\"before\"]\n"));
    const Outcome run = run_amaneku("run " + now + " --quiet --out " + (folder / "now"));
    INFO(run.text);
    REQUIRE(run.status == 0);
    const auto targets = rows_of(folder.path / "now/targets.csv");
    const auto row = find(
        targets, {{"scope", "pref:90"}, {"series", "computed"}, {"target_fy", "2027"}, {"target", "95"}});
    CHECK(row.at("actual_fy") == "2025");
    CHECK(row.at("actual") == "92.4");
    CHECK(row.at("gap") == "2.60");
    CHECK(row.at("required_per_year") == "1.300000");
    CHECK(row.at("status") == "open");
    // 95 % of 443,783 are 421,593.85: 421,594 people, of whom 410,000 are covered.
    CHECK(row.at("needed") == "11594");
    CHECK(row.at("forecast") == "100.00");  // from 87.8 by 4.6 a year, cut off
    CHECK(row.at("projection_year") == "2050");
    CHECK(row.at("projection_rate") == "93.03");
    CHECK(find(targets, {{"kpi", "municipalities_with_5g"}}).at("status") == "met-early");
    const auto series = rows_of(folder.path / "now/kpi_series.csv");
    const auto point =
        find(series, {{"kpi", "pop_coverage_5g"}, {"series", "computed"}, {"fiscal_year", "2025"}});
    CHECK(point.at("change") == "4.6");
    CHECK(point.at("series_break") == "none");
    // The published series breaks after FY2022: no change is told over it.
    CHECK(find(series, {{"kpi", "fiber_household"}, {"scope", "pref:90"}, {"fiscal_year", "2023"}})
              .at("change")
              .empty());
}

TEST_CASE("a snapshot that was counted in another way is not joined") {
    const Folder folder;
    const std::string text = replaced(sample_text("sample-2025.toml"), "profile = \"jp-mic-5g\"",
                                      "rule = \"centroid\"\nprofile = \"jp-mic-5g\"");
    REQUIRE(run_amaneku("run " + folder.write("before.toml", text) + " --quiet --out " + (folder / "before"))
                .status == 0);
    const std::string now = folder.write("now.toml", replaced(sample_text("sample.toml"), "[targets]\n",
                                                              "[targets]\nsnapshots = [\"before\"]\n"));
    REQUIRE(run_amaneku("run " + now + " --quiet --out " + (folder / "now")).status == 0);
    const auto series = rows_of(folder.path / "now/kpi_series.csv");
    const auto point =
        find(series, {{"kpi", "pop_coverage_5g"}, {"series", "computed"}, {"fiscal_year", "2025"}});
    CHECK(point.at("series_break") == "start");
    CHECK(point.at("change").empty());
}

TEST_CASE("wrong targets are told with every line and what to do") {
    const Folder folder;
    folder.write(
        "kpi.csv",
        "kpi,scope,fiscal_year,value,unit,plan,source\nk,national,20x5,95,%,p,s\nk,everywhere,2025,95,%,p,s\n"
        "k,national,2030,many,%,p,s\nk,national,2031,101,%,p,s\nk,national,2032,1,%,p,s\nk,national,2032,2,%,"
        "p,s\n");
    const std::string config = folder.write(
        "run.toml", replaced(sample_text("sample.toml"),
                             std::string{AMANEKU_SOURCE_DIR} + "/data/sample/kpi_targets.csv", "kpi.csv"));
    for (const char* verb : {"run ", "check "}) {
        const Outcome out = run_amaneku(verb + config + " --quiet");
        INFO(out.text);
        CHECK(out.status == 4);
        for (const char* part :
             {"kpi.csv:2: fiscal_year '20x5' is no year", "kpi.csv:3: scope 'everywhere' is unknown",
              "kpi.csv:4: value 'many' is no number", "kpi.csv:5: value '101' of unit %",
              "kpi.csv:7: repeats line 6"})
            CHECK(out.text.find(part) != std::string::npos);
    }
}

TEST_CASE("targets of areas that are not there and codes of groups that no zone has are warned of") {
    const Folder folder;
    folder.write(
        "kpi.csv",
        "kpi,scope,fiscal_year,value,unit,plan,source\npop_coverage_5g,municipality:90201,2027,99,%,p,s\n"
        "pop_coverage_5g,group:nowhere,2027,99,%,p,s\npop_coverage_5g,group:g,2027,99,%,p,s\n");
    folder.write("groups.csv", "code,group_id,group_name,kind\n90201,g,G,council\n90299,g,G,council\n");
    std::string text = replaced(sample_text("sample.toml"),
                                std::string{AMANEKU_SOURCE_DIR} + "/data/sample/kpi_targets.csv", "kpi.csv");
    text = replaced(text, std::string{AMANEKU_SOURCE_DIR} + "/data/sample/groups.csv", "groups.csv");
    const Outcome run =
        run_amaneku("run " + folder.write("run.toml", text) + " --quiet --out " + (folder / "out"));
    INFO(run.text);
    REQUIRE(run.status == 0);
    CHECK(run.text.find("group:nowhere: there is no such group") != std::string::npos);
    CHECK(run.text.find("'90299' is the code of no zone") != std::string::npos);
    const auto targets = rows_of(folder.path / "out/targets.csv");
    CHECK(find(targets, {{"scope", "municipality:90201"}}).at("series") == "computed");
    CHECK(find(targets, {{"scope", "group:g"}}).at("total") ==
          find(targets, {{"scope", "municipality:90201"}}).at("total"));
    CHECK(find(targets, {{"scope", "group:nowhere"}}).at("status") == "no-actual");
}

TEST_CASE("compare tells what moved, and its parts add up") {
    const Folder folder;
    const std::string before = folder.write("before.toml", sample_text("sample-2025.toml"));
    REQUIRE(run_amaneku("run " + before + " --quiet --out " + (folder / "before")).status == 0);
    const std::string now = folder.write("now.toml", sample_text("sample.toml"));
    REQUIRE(run_amaneku("run " + now + " --quiet --out " + (folder / "now")).status == 0);
    const Outcome run = run_amaneku("compare " + (folder / "before") + " " + (folder / "now") + " --out " +
                                    (folder / "difference"));
    INFO(run.text);
    REQUIRE(run.status == 0);
    CHECK(run.text.find("5G: 87.8 % on 2025-03-31, 92.4 % on 2026-03-31") != std::string::npos);
    const auto rows = rows_of(folder.path / "difference/compare.csv");
    std::size_t with_parts = 0;
    for (const auto& row : rows) {
        if (row.at("footprint_covered").empty()) continue;
        ++with_parts;
        const std::int64_t parts = amount(row.at("footprint_covered")) +
                                   amount(row.at("population_covered")) + amount(row.at("boundary_covered")) +
                                   amount(row.at("other_covered"));
        CHECK(parts == amount(row.at("covered_after")) - amount(row.at("covered_before")));
        CHECK(amount(row.at("population_covered")) == 0);  // the same files
        CHECK(amount(row.at("boundary_covered")) == 0);
    }
    CHECK(with_parts == 2 * (1 + 1 + 12));
    const auto nation = find(rows, {{"zone_level", "nation"}, {"service", "5g"}, {"provider", "*"}});
    CHECK(nation.at("change_points") == "4.545235");
    CHECK(nation.at("footprint_points") == "4.545235");
    CHECK(nation.at("newly_covered") == "20171.000000000");
    const auto cells = rows_of(folder.path / "difference/compare_cells.csv");
    CHECK(std::count_if(cells.begin(), cells.end(), [](const auto& c) { return c.at("service") == "5g"; }) ==
          295);
}

TEST_CASE("people of another year are the population's part of a change") {
    const Folder folder;
    const std::string now = sample_text("sample.toml");
    REQUIRE(
        run_amaneku("run " + folder.write("now.toml", now) + " --quiet --out " + (folder / "now")).status ==
        0);
    const std::string then =
        replaced(replaced(replaced(now, "population/*.zip", "population_2050.csv"),
                          "columns = { population = \"T001141001\"",
                          "columns = { code = \"mesh_code\", population = \"population\""),
                 "households = \"T001141034\", age_65_plus = \"T001141019\"",
                 "households = \"households\", age_65_plus = \"age_65_plus\"");
    const Outcome later =
        run_amaneku("run " + folder.write("then.toml", then) + " --quiet --out " + (folder / "then"));
    INFO(later.text);
    REQUIRE(later.status == 0);
    REQUIRE(run_amaneku("compare " + (folder / "now") + " " + (folder / "then") + " --out " +
                        (folder / "difference"))
                .status == 0);
    const auto nation = find(rows_of(folder.path / "difference/compare.csv"),
                             {{"zone_level", "nation"}, {"service", "5g"}, {"provider", "*"}});
    CHECK(nation.at("footprint_points") == "0.000000");
    CHECK(amount(nation.at("population_covered")) < 0);
    CHECK(nation.at("newly_covered_cells") == "0");
    // What the projection of [targets] says without a run of its own.
    const auto row =
        find(rows_of(folder.path / "now/targets.csv"), {{"series", "computed"}, {"target_fy", "2030"}});
    CHECK(std::llround(static_cast<double>(amount(nation.at("covered_after"))) / 1e9) ==
          std::stoll(row.at("projection_covered")));
}

TEST_CASE("folders that cannot be compared are refused by name") {
    const Folder folder;
    const std::string config = folder.write(
        "run.toml",
        replaced(sample_text("sample.toml"), "[\"csv\", \"json\", \"gpkg\", \"html\", \"xlsx\"]", "[\"csv\", \"json\"]"));
    REQUIRE(run_amaneku("run " + config + " --quiet --out " + (folder / "tables")).status == 0);
    const Outcome no_cells = run_amaneku("compare " + (folder / "tables") + " " + (folder / "tables") +
                                         " --out " + (folder / "d"));
    CHECK(no_cells.status == 4);
    CHECK(no_cells.text.find("has no table of cells") != std::string::npos);
    const Outcome no_run = run_amaneku("compare " + folder.path.string() + " " + (folder / "tables"));
    CHECK(no_run.status == 4);
    CHECK(no_run.text.find("summary.json: is not there") != std::string::npos);
    CHECK_FALSE(fs::exists(folder.path / "d"));
    CHECK(run_amaneku("compare " + (folder / "tables")).status == 2);
}

TEST_CASE("a [targets] table that lacks its table, its year or a finished run is refused") {
    const Folder folder;
    const std::string text = sample_text("sample.toml");
    const auto refused = [&](const std::string& from, const std::string& to, const std::string& says) {
        const Outcome check =
            run_amaneku("check " + folder.write("run.toml", replaced(text, from, to)) + " --quiet");
        INFO(check.text);
        CHECK(check.status == 3);
        CHECK(check.text.find(says) != std::string::npos);
    };
    refused("[targets]\ntargets = ", "[targets]\n# ", "targets.targets: is missing");
    refused("[targets]\n", "[targets]\nsnapshots = [\".\"]\n",
            "has no summary.json: name the output directory");
    refused("year = 2050, ", "", "targets.projection.year: is missing");
    refused("[targets]\n", "[targets]\nsnapshot = [\".\"]\n", "snapshot");
}
