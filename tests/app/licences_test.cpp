#include "app/layer_table.hpp"
#include "app/program.hpp"
#include "catch.hpp"
#include "io/csv_rows.hpp"
#include "report/unpacked.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

using namespace amaneku;

namespace {

using Row = std::map<std::string, std::string>;
using Key = std::map<std::string, std::string>;

const std::string root = AMANEKU_SOURCE_DIR;

/// The example of stations that are placed, with its paths made absolute.
std::string example() {
    std::string text = content(root + "/configs/policy/licences.toml");
    text = replaced(text, "../../data/", root + "/data/");
    text =
        replaced(text, "\"licensed_stations.csv\"", "\"" + root + "/configs/policy/licensed_stations.csv\"");
    return replaced(text, "\"../../out/policy-licences\"", "\"out\"");
}

std::vector<Row> rows_of(const std::string& path) {
    const io::CsvTable table = io::read_csv_table(path);
    std::vector<Row> out;
    for (const auto& fields : table.rows) {
        out.emplace_back();
        for (std::size_t i = 0; i < table.header.size(); ++i) out.back()[table.header[i]] = fields[i];
    }
    return out;
}

/// A folder with a configuration, run.
class Run {
public:
    explicit Run(const std::string& config, const std::string& more = "") {
        m_folder.write("c.toml", config);
        done =
            run_amaneku("run " + (m_folder / "c.toml") + " --quiet --out " + (m_folder / "out") + " " + more);
        INFO(done.text);
        REQUIRE(done.status == 0);
    }
    [[nodiscard]] std::vector<Row> table(const std::string& name) const {
        return rows_of(m_folder / ("out/" + name));
    }
    [[nodiscard]] std::string file(const std::string& name) const {
        return content(m_folder / ("out/" + name));
    }
    [[nodiscard]] std::vector<Row> all(const std::string& name, const Key& wanted) const {
        std::vector<Row> out;
        for (const Row& row : table(name)) {
            if (std::all_of(wanted.begin(), wanted.end(),
                            [&](const auto& w) { return row.at(w.first) == w.second; }))
                out.push_back(row);
        }
        return out;
    }
    [[nodiscard]] Row one(const std::string& name, const Key& wanted) const {
        const auto found = all(name, wanted);
        REQUIRE(found.size() == 1);
        return found.front();
    }
    [[nodiscard]] nlohmann::json summary() const { return nlohmann::json::parse(file("summary.json")); }

    Outcome done{};

private:
    Folder m_folder;
};

const Key nation{{"zone_level", "nation"},
                 {"service", "5g"},
                 {"provider", "*"},
                 {"rule", "half_cell"},
                 {"weight", "population"}};

double number(const Row& row, const std::string& column) {
    return std::stod(row.at(column));
}

/// Keeps one service of the example.
std::string first_service(std::string text) {
    const std::size_t from = text.find("# The same operator beside");
    const std::size_t to = text.find("[output]");
    return text.erase(from, to - from);
}

}  // namespace

TEST_CASE("stations of which only numbers are known give a range for every area and never one number") {
    const Run run{example()};
    const Row row = run.one("ranges.csv", nation);
    CHECK(row.at("draws") == "20");
    CHECK(number(row, "rate_min") < number(row, "rate_max"));
    CHECK(number(row, "covered_sd") > 0.0);
    const std::vector<std::string> rising{"rate_min", "rate_p10", "rate_median", "rate_p90", "rate_max"};
    for (const Row& r : run.table("ranges.csv")) {
        if (r.at("total") == "0.000000000") continue;
        for (std::size_t i = 1; i < rising.size(); ++i)
            REQUIRE(number(r, rising[i - 1]) <= number(r, rising[i]));
        REQUIRE(number(r, "rate_mean") >= number(r, "rate_min"));
        REQUIRE(number(r, "rate_mean") <= number(r, "rate_max"));
    }
    // Every level, both services, the whole and the provider that is placed: not the one with areas.
    std::set<std::string> levels;
    std::set<std::string> providers;
    for (const Row& r : run.table("ranges.csv")) {
        levels.insert(r.at("zone_level"));
        providers.insert(r.at("service") + "/" + r.at("provider"));
    }
    CHECK(levels == std::set<std::string>{"nation", "prefecture", "municipality", "group"});
    CHECK(providers == std::set<std::string>{"5g/*", "5g/operator-d", "5g-both/*", "5g-both/operator-d"});
    // The terminal says the range.
    CHECK(run.done.text.find("% (median ") != std::string::npos);
    CHECK(run.done.text.find("over 20 draws of placed stations") != std::string::npos);
    CHECK(run.done.text.find("left out; area_share") == std::string::npos);
}

TEST_CASE("the single figures of placed stations are those of the median draw, and say so") {
    const Run run{example()};
    const Row range = run.one("ranges.csv", nation);
    const Row shown = run.one("coverage.csv", nation);
    CHECK(number(shown, "rate") == Approx(number(range, "rate_median")).margin(5e-7));
    CHECK(shown.at("total") == range.at("total"));
    // With another provider's areas too, which the draws have from one reading.
    Key both = nation;
    both["service"] = "5g-both";
    CHECK(number(run.one("coverage.csv", both), "rate") ==
          Approx(number(run.one("ranges.csv", both), "rate_median")).margin(5e-7));
    const auto municipalities = run.table("municipalities.csv");
    for (const Row& row : municipalities) {
        if (row.at("5g_rate").empty()) continue;
        CHECK(number(row, "5g_rate_min") <= number(row, "5g_rate"));
        CHECK(number(row, "5g_rate") <= number(row, "5g_rate_max"));
    }
    const auto flag = [&](const std::string& code) {
        return run.one("municipalities.csv", {{"code", code}}).at("5g_flag");
    };
    CHECK(flag("90201").find("placement-range") != std::string::npos);
    CHECK(flag("90402").find("no-station") != std::string::npos);  // counts none
    CHECK(flag("90402").find("placement-range") == std::string::npos);
    const auto summary = run.summary();
    REQUIRE(summary.at("ranges").size() == 2);
    const auto& of = summary.at("ranges").at(0);
    CHECK(of.at("service") == "5g");
    CHECK(of.at("draws") == 20);
    CHECK(of.at("providers").at(0).at("stations") == 122);  // sub6 98, millimetre waves 24
    CHECK(of.at("nation").at("rate_min").get<double>() < of.at("nation").at("rate_max").get<double>());
    CHECK(of.at("prefectures").contains("90"));
    bool is_told = false;
    for (const auto& note : summary.at("notes"))
        is_told = is_told || note.get<std::string>().find("an estimate: 122 stations") != std::string::npos;
    CHECK(is_told);
    // The table of counts and the candidates are inputs with digests.
    std::set<std::string> roles;
    for (const auto& input : summary.at("inputs")) {
        CHECK(input.at("sha256").get<std::string>().size() == 64);
        roles.insert(input.at("role").get<std::string>());
    }
    CHECK(roles.contains("5g/operator-d"));
    CHECK(roles.contains("5g/operator-d/candidates"));
}

TEST_CASE("draws are the same for any number of threads and any size of tiles in memory") {
    const Run one{example(), "--threads 1"};
    const Run more{example(), "--threads 3 --memory 1M"};
    for (const char* name : {"ranges.csv", "municipalities.csv", "coverage.csv", "summary.json"})
        CHECK(one.file(name) == more.file(name));
}

TEST_CASE("the order of the counts and other municipalities do not change a municipality's draws") {
    const std::string all = content(root + "/configs/policy/licensed_stations.csv");
    const std::string config =
        replaced(first_service(example()), root + "/configs/policy/licensed_stations.csv", "counts.csv");
    const auto ranges = [&](const std::string& counts, const std::string& code) {
        const Folder folder;
        folder.write("c.toml", replaced(config, "[\"csv\", \"json\"]", "[\"csv\", \"geojson\"]"));
        folder.write("counts.csv", counts);
        const Outcome done = run_amaneku("run " + (folder / "c.toml") + " --quiet --out " + (folder / "out"));
        INFO(done.text);
        REQUIRE(done.status == 0);
        std::vector<Row> out;
        for (const Row& row : rows_of(folder / "out/ranges.csv")) {
            if (row.at("zone_code") == code && row.at("zone_level") == "municipality") out.push_back(row);
        }
        return out;
    };
    const std::string head = all.substr(0, all.find('\n') + 1);
    const auto line = [&](const std::string& begin) {
        const std::size_t at = all.find("\n" + begin) + 1;
        return all.substr(at, all.find('\n', at) + 1 - at);
    };
    // 沖千鳥村 is an island far from the others: nobody else's stations reach it.
    const std::string own_line = "90402,あまね県,沖千鳥村,3,1\n";
    const auto own = ranges(head + own_line, "90402");
    const auto others = ranges(head + line("90301") + own_line + line("902021"), "90402");
    REQUIRE(own.size() == others.size());
    REQUIRE(!own.empty());
    bool is_covered = false;
    for (std::size_t i = 0; i < own.size(); ++i) {
        CHECK((own[i] == others[i]));
        is_covered = is_covered || number(own[i], "rate_max") > 0.0;
    }
    CHECK(is_covered);
    // Rows in another order: every area's range is the same.
    const auto turned = ranges(head + line("902021") + own_line + line("90301"), "90202");
    CHECK((turned == ranges(head + own_line + line("90301") + line("902021"), "90202")));
}

TEST_CASE("the median draw's tables are those of a plain run with that draw's sites as a table") {
    const Folder folder;
    const std::string config = first_service(example());
    folder.write("c.toml", replaced(config, "[\"csv\", \"json\"]", "[\"csv\", \"gpkg\"]"));
    const Outcome done = run_amaneku("run " + (folder / "c.toml") + " --quiet --out " + (folder / "out"));
    INFO(done.text);
    REQUIRE(done.status == 0);
    // The sites as the run wrote them, to the last digit.
    const LayerTable sites = read_layers(folder / "out/coverage.gpkg").at("site");
    const std::size_t id_column = sites.column("site_id");
    std::string table = "id,lon,lat\n";
    REQUIRE(sites.rows.size() == 122);
    std::map<std::string, int> by_municipality;
    for (const auto& row : sites.rows) {
        const std::string& id = row.values[id_column];
        table += fmt::format("{},{:.17g},{:.17g}\n", id, row.box[0], row.box[1]);
        ++by_municipality[id.substr(0, 5)];
    }
    CHECK(by_municipality == std::map<std::string, int>{{"90201", 46},
                                                        {"90202", 20},
                                                        {"90203", 18},
                                                        {"90204", 12},
                                                        {"90205", 10},
                                                        {"90206", 8},
                                                        {"90301", 4},
                                                        {"90302", 1},
                                                        {"90303", 2},
                                                        {"90304", 1}});
    std::string plain = config;
    const std::size_t from = plain.find("[service.provider.licences]");
    const std::size_t to = plain.find("[output]");
    plain.replace(from, to - from, "");
    plain = replaced(
        plain, "name = \"事業者D（免許局数）\"",
        "name = \"事業者D（免許局数）\"\nsites = \"sites.csv\"\ncolumns = { id = \"id\" }\nradius_m = 1000");
    folder.write("sites.csv", table);
    folder.write("p.toml", plain);
    const Outcome again = run_amaneku("run " + (folder / "p.toml") + " --quiet --out " + (folder / "plain"));
    INFO(again.text);
    REQUIRE(again.status == 0);
    CHECK(content(folder / "out/coverage.csv") == content(folder / "plain/coverage.csv"));
}

TEST_CASE("what cannot be placed is named") {
    const Folder folder;
    std::string config = first_service(example());
    config = replaced(config, root + "/configs/policy/licensed_stations.csv", "counts.csv");
    const std::size_t from = config.find("candidates = [");
    config.erase(from, config.find("radius_m   = 1000", from) - from);  // cells' centres
    config = replaced(config, "sub6+ミリ波", "sub6");
    folder.write("c.toml", config);
    folder.write("counts.csv",
                 "団体コード,sub6\n902012,36\n902013,4\n90999,3\n27100,5\n90401,500\n90204,two\n");
    const Outcome done = run_amaneku("run " + (folder / "c.toml") + " --quiet --out " + (folder / "out"));
    INFO(done.text);
    REQUIRE(done.status == 0);
    const std::string issues = content(folder / "out/issues.csv");
    INFO(issues);
    CHECK(issues.find("code '902013' is no municipal code") != std::string::npos);
    CHECK(issues.find("no zone has the code 90999: its 3 stations are left out") != std::string::npos);
    CHECK(issues.find("sub6 'two' of '90204' is no whole number") != std::string::npos);
    CHECK(issues.find("90401 has 500 stations and ") != std::string::npos);
    CHECK(issues.find("of every draw stand at random points") != std::string::npos);
    CHECK(issues.find("汐見ヶ浦市 has no row in the table of counts") != std::string::npos);
    const auto notes = nlohmann::json::parse(content(folder / "out/summary.json")).at("notes").dump();
    CHECK(notes.find("5 stations of prefectures without a zone are left out") != std::string::npos);
}

TEST_CASE("a configuration of placed stations says what is wrong with it") {
    const auto problem = [](const std::string& from, const std::string& to) {
        const Folder folder;
        folder.write("c.toml", replaced(first_service(example()), from, to));
        const Outcome done = run_amaneku("check " + (folder / "c.toml"));
        CHECK(done.status == 3);
        return done.text;
    };
    CHECK(problem("draws      = 20", "draws = 1").find("draws") != std::string::npos);
    CHECK(problem("radius_m   = 1000", "").find("radius_m: is missing") != std::string::npos);
    CHECK(problem("count = \"sub6+ミリ波\"", "counts = \"sub6\"").find("unknown column") !=
          std::string::npos);
    CHECK(problem("[service.provider.licences]", "sites = \"x.csv\"\n[service.provider.licences]")
              .find("cannot stand beside 'sites'") != std::string::npos);
    CHECK(problem("counts     = \"" + root, "counts = \"nowhere" + root).find("is not there") !=
          std::string::npos);
    CHECK(
        problem("[service.provider.licences]",
                "radio = { level = \"L3\", band = \"3700\", type = \"urban\" }\n[service.provider.licences]")
            .find("no path loss") != std::string::npos);
}

TEST_CASE("Nara: the range of placed stations holds the rate of the real sites that were counted") {
    namespace fs = std::filesystem;
    const char* data = std::getenv("AMANEKU_DATA");
    if (data == nullptr || !fs::exists(fs::path{data} / "sites/nara_one_operator_sites_2025-06.csv")) {
        WARN("skipped: AMANEKU_DATA names no folder of real data");
        return;
    }
    if (shell("/usr/bin/python3 -c 'import osgeo'").status != 0) {
        WARN("skipped: /usr/bin/python3 has no module osgeo to count sites with");
        return;
    }
    const Folder folder;
    const std::string from = data;
    const Outcome counted =
        shell("/usr/bin/python3 " + root + "/scripts/count_sites.py " + from +
              "/sites/nara_one_operator_sites_2025-06.csv " + from +
              "/boundaries/n03_full/N03_29_fullres.geojson.gz -o " + (folder / "counts.csv") +
              " --where \"generation LIKE '%5G%' AND status = 'OK'\"");
    INFO(counted.text);
    REQUIRE(counted.status == 0);
    CHECK(counted.text.find("128 sites in 24 municipalities, 0 in none") != std::string::npos);
    std::string config = content(root + "/configs/real/nara_licences.toml");
    config = replaced(config, "../../out/nara_station_counts.csv", "counts.csv");
    config = replaced(config, "\"../../out/nara-licences\"", "\"out\"");
    config = replaced(config, "[\"csv\", \"json\", \"gpkg\", \"html\", \"xlsx\"]", "[\"csv\"]");
    const Outcome done = run_amaneku("run --quiet " + folder.write("c.toml", config));
    INFO(done.text);
    REQUIRE(done.status == 0);
    Key wanted = nation;
    const auto one = [&](const std::string& file, const std::string& service) {
        wanted["service"] = service;
        for (const Row& row : rows_of(folder / ("out/" + file))) {
            if (std::all_of(wanted.begin(), wanted.end(),
                            [&](const auto& w) { return row.at(w.first) == w.second; }))
                return row;
        }
        FAIL("no row of " << service);
        return Row{};
    };
    const double real = number(one("coverage.csv", "5g-real"), "rate");
    CHECK(real == Approx(60.3).margin(0.05));
    const Row range = one("ranges.csv", "5g-counts");
    CHECK(number(range, "rate_min") < real);
    CHECK(real < number(range, "rate_max"));
    CHECK(number(range, "rate_median") == Approx(59.8).margin(0.05));
    const Row licensed = one("ranges.csv", "5g-licensed");
    CHECK(number(licensed, "rate_median") == Approx(66.1).margin(0.05));
}

TEST_CASE("the page has the range of every area, and null for services without one") {
    std::string config = replaced(example(), "[\"csv\", \"json\"]", "[\"csv\", \"html\"]");
    config =
        replaced(config, "[output]",
                 "[[service]]\nid = \"known\"\nprofile = \"jp-mic-5g\"\n[[service.provider]]\nid = \"b\"\n"
                 "footprints = [\"" +
                     root + "/data/sample/operator_b_area.geojson\"]\n[output]");
    const Run run{config};
    const auto page = run.file("report.html");
    const auto data = nlohmann::json::parse(page_block(page, "amaneku-data"));
    CHECK(data.at("services").at(0).at("range").at("draws") == 20);
    CHECK_FALSE(data.at("services").at(2).contains("range"));
    const Row csv = run.one("prefectures.csv", {{"code", "90"}});
    const auto& ranges = data.at("prefectures").at(0).at("ranges");
    CHECK(ranges.at(0).at(0).get<double>() == number(csv, "5g_rate_min"));
    CHECK(ranges.at(1).at(1).get<double>() == number(csv, "5g-both_rate_max"));
    CHECK(ranges.at(2).is_null());
    CHECK(csv.count("known_rate_min") == 0);
}

TEST_CASE("placed stations may have the radius of a band and type, and sectors") {
    const Folder folder;
    std::string config = replaced(first_service(example()), "radius_m   = 1000\n", "");
    config =
        replaced(config, "[service.provider.licences]",
                 "radio = { level = \"L2\", band = \"3700\", type = \"urban\", azimuths = [0, 120, 240] }\n"
                 "[service.provider.licences]");
    folder.write("c.toml", replaced(config, "[\"csv\", \"json\"]", "[\"gpkg\"]"));
    const Outcome done = run_amaneku("run " + (folder / "c.toml") + " --quiet --out " + (folder / "out"));
    INFO(done.text);
    REQUIRE(done.status == 0);
    const LayerTable sites = read_layers(folder / "out/coverage.gpkg").at("site");
    REQUIRE(sites.rows.size() == 3 * 122);
    std::map<std::string, std::set<std::string>> azimuths;
    for (const auto& row : sites.rows) {
        CHECK(row.values[sites.column("radius_m")] == "883");  // configs/radio/illustrative.toml
        azimuths[row.values[sites.column("site_id")]].insert(row.values[sites.column("azimuth")]);
    }
    CHECK(azimuths.size() == 122);
    for (const auto& [id, of] : azimuths) CHECK(of == std::set<std::string>{"0", "120", "240"});
}
