#include "app/town_cells.hpp"
#include "catch.hpp"
#include "gdal/vsi.hpp"
#include "io/config_reader.hpp"
#include "io/fiber_reader.hpp"
#include "io/zone_reader.hpp"
#include "program.hpp"
#include "proj/geodesic.hpp"
#include "table_rows.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <filesystem>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

using namespace amaneku;

namespace {

namespace fs = std::filesystem;

const std::string root = AMANEKU_SOURCE_DIR;

/// The rate of a provider (`*`: of all) in an area, in percent.
double rate(const std::string& folder, const std::string& zone, const std::string& rule,
            const std::string& provider = "*", const std::string& weight = "population") {
    for (const Row& row : table_rows(folder + "/coverage.csv")) {
        if (row.at("zone_code") == zone && row.at("rule") == rule && row.at("provider") == provider &&
            row.at("weight") == weight)
            return std::stod(row.at("rate"));
    }
    FAIL("no such row");
    return 0.0;
}

/// A run over the sample with providers of fiber of its own.
struct FiberRun {
    Folder folder;
    Outcome outcome{};

    /// @param providers  keys of one provider after its id; `{}` is the test's folder
    void run(const std::string& keys, const std::string& more = "", const std::string& arguments = "",
             const char* verb = "run") {
        folder.write(
            "fiber.toml",
            "as_of = 2026-03-31\n[population]\nfiles = [\"" + root +
                "/data/sample/population/*.zip\"]\n"
                "columns = { population = \"T001141001\", households = \"T001141034\" }\n"
                "[zones]\nfiles = [\"" +
                root +
                "/data/sample/boundaries.geojson\"]\nreport = [\"90\"]\n[[service]]\nid = \"fiber\"\n"
                "profile = \"jp-fiber\"\n[[service.provider]]\nid = \"a\"\n" +
                keys + "\n" + more +
                "[output]\ndirectory = \"out\"\nformats = [\"csv\", \"json\", \"geojson\"]\n");
        outcome = run_amaneku(std::string{verb} + " " + (folder / "fiber.toml") + " --quiet " + arguments);
    }
    [[nodiscard]] std::string out() const { return folder / "out"; }
    [[nodiscard]] bool says(const std::string& text) const {
        return outcome.text.find(text) != std::string::npos;
    }
};

/// A polygon around the whole of the sample's prefecture.
std::string all_of_it(const std::string& properties) {
    return R"({"type": "FeatureCollection", "features": [{"type": "Feature", "properties": )" + properties +
           R"(, "geometry": {"type": "Polygon", "coordinates": [[[141.0, 31.0], [141.9, 31.01], [141.8, 31.8],
              [141.5, 31.7], [141.0, 31.75], [141.0, 31.0]]]}}]})";
}

std::optional<fs::path> real_data() {
    const char* named = std::getenv("AMANEKU_DATA");
    if (named == nullptr || !fs::exists(fs::path{named} / "towns")) return std::nullopt;
    return fs::path{named};
}

}  // namespace

TEST_CASE("fiber: the example of cables, closures and towns runs, and every output says what was done") {
    const Folder folder;
    const std::string config = root + "/configs/policy/fiber.toml";
    const Outcome one = run_amaneku("run " + config + " --quiet --threads 1 --out " + (folder / "one") +
                                    " --cache " + (folder / "cache"));
    INFO(one.text);
    REQUIRE(one.status == 0);
    for (const char* provider : {"cables", "closures", "towns", "town-points"}) {
        const double part = rate(folder / "one", "00", "area_share", provider);
        CHECK(part > 0.3);
        CHECK(part < 60.0);
    }
    // The closure in the sea is named, with what is the matter.
    bool is_named = false;
    for (const Row& row : table_rows(folder / "one/issues.csv")) {
        if (row.at("reason").find("closure 'K900': no road within drop_to_road_m = 100") == std::string::npos)
            continue;
        is_named = row.at("kind") == "rejected" && row.at("place").starts_with("fid=") &&
                   row.at("file").find("fiber_closures.csv") != std::string::npos;
    }
    CHECK(is_named);
    const auto summary = nlohmann::json::parse(content(folder / "one/summary.json"));
    std::size_t inputs = 0;
    for (const auto& input : summary.at("inputs")) {
        if (input.at("role").get<std::string>().starts_with("fiber/")) {
            ++inputs;
            CHECK(input.at("sha256").get<std::string>().size() == 64);
            CHECK(input.at("path").get<std::string>().front() != '/');
        }
    }
    CHECK(inputs == 5);  // the roads too
    // Threads and the cache change nothing.
    const Outcome two = run_amaneku("run " + config + " --quiet --threads 2 --out " + (folder / "two"));
    REQUIRE(two.status == 0);
    const Outcome again = run_amaneku("run " + config + " --quiet --out " + (folder / "again") + " --cache " +
                                      (folder / "cache"));
    REQUIRE(again.status == 0);
    for (const char* file : {"coverage.csv", "issues.csv", "municipalities.csv", "report.html"}) {
        CHECK(content(folder / "one/" + std::string{file}) == content(folder / "two/" + std::string{file}));
        CHECK(content(folder / "one/" + std::string{file}) == content(folder / "again/" + std::string{file}));
    }
}

TEST_CASE("fiber: a rate of a town is that share of the people of every cell") {
    FiberRun run;
    run.folder.write("all.geojson", all_of_it(R"({"rate": 37.5})"));
    run.run("towns = [\"all.geojson\"]\nserved_rate = \"rate\"\nserved_rate_unit = \"percent\"");
    INFO(run.outcome.text);
    REQUIRE(run.outcome.status == 0);
    CHECK(rate(run.out(), "00", "area_share") ==
          Approx(37.5).epsilon(2e-4));  // cells of which a border has a part
    CHECK(rate(run.out(), "00", "half_cell") == 0.0);
    CHECK(rate(run.out(), "00", "lower") == 0.0);
    CHECK(rate(run.out(), "00", "upper") == 100.0);
    for (const Row& row : table_rows(run.folder / "out/coverage.csv")) {
        if (row.at("rule") == "centroid") CHECK(std::stod(row.at("covered")) == 0.0);
    }
    const std::string footprint = content(run.folder / "out/footprint.geojson");
    CHECK(footprint.find("\"L1\"") != std::string::npos);
    CHECK(footprint.find("\"L0\"") == std::string::npos);

    run.run(
        "towns = [\"all.geojson\"]\nserved_rate = \"rate\"\nserved_rate_unit = \"percent\"\nserved_at = "
        "0.375");
    REQUIRE(run.outcome.status == 0);
    CHECK(rate(run.out(), "00", "lower") == 100.0);
    CHECK(content(run.folder / "out/footprint.geojson").find("\"L0\"") != std::string::npos);

    // Of two operators in one place the greater counts.
    run.folder.write("more.geojson", all_of_it(R"({"rate": 0.8})"));
    run.run("towns = [\"all.geojson\"]\nserved_rate = \"rate\"\nserved_rate_unit = \"percent\"",
            "[[service.provider]]\nid = \"b\"\ntowns = [\"more.geojson\"]\nserved_rate = \"rate\"\n");
    REQUIRE(run.outcome.status == 0);
    CHECK(rate(run.out(), "00", "area_share") == Approx(80.0).epsilon(2e-4));
    CHECK(rate(run.out(), "00", "centroid") == 100.0);
}

TEST_CASE("fiber: a half of every town is a half of every cell, to the digit that the half rule asks for") {
    FiberRun run;
    run.folder.write("all.geojson", all_of_it(R"({"rate": 0.5})"));
    run.run("towns = [\"all.geojson\"]\nserved_rate = \"rate\"");
    INFO(run.outcome.text);
    REQUIRE(run.outcome.status == 0);
    CHECK(rate(run.out(), "00", "half_cell") == 100.0);
}

TEST_CASE("fiber: points of towns share their municipality, and those elsewhere are named") {
    FiberRun run;
    run.folder.write("points.csv",
                     "code,town,lon,lat,served\n"
                     "90201,a,141.45,31.30,○\n90201,b,141.55,31.25,○\n90201,b2,141.55,31.25,×\n"
                     "902025,c,141.60,31.45,有\n"
                     "13101,d,139.75,35.68,有\n"
                     "90203,e,141.60,31.40,無\n");
    run.run("town_points = [\"points.csv\"]\nserved = \"served\"");
    INFO(run.outcome.text);
    CHECK(run.outcome.status == 4);  // a check digit that is none, and one row of six is too many
    CHECK(run.says("code '902025' is none of the zones'"));

    run.run("town_points = [\"points.csv\"]\nserved = \"served\"\nmax_bad_rows = 0.5");
    INFO(run.outcome.text);
    REQUIRE(run.outcome.status == 0);
    CHECK(rate(run.out(), "90201", "area_share") == Approx(100.0).epsilon(1e-9));
    CHECK(rate(run.out(), "90203", "area_share") == Approx(0.0).margin(1e-9));
    bool is_named = false;
    for (const Row& row : table_rows(run.folder / "out/issues.csv"))
        is_named |= row.at("kind") == "note" &&
                    row.at("reason").find("lies outside 90203 朝凪市") != std::string::npos;
    CHECK(is_named);
    const std::string summary = content(run.folder / "out/summary.json");
    CHECK(summary.find("1 points of towns are of prefectures whose zones are not supplied") !=
          std::string::npos);
    CHECK(summary.find("1 points of towns lie where another does") != std::string::npos);
    CHECK(summary.find("municipalities have no point of a town and are not served: 90202 汐見ヶ浦市") !=
          std::string::npos);
}

TEST_CASE("fiber: the sample's own towns are found by name, with and without a county") {
    FiberRun run;
    std::istringstream lines{content(root + "/data/sample/towns.csv")};
    std::string table;
    std::string line;
    while (std::getline(lines, line)) table += line + (table.empty() ? ",served\n" : ",1\n");
    run.folder.write("points.csv", table);
    run.run("town_points = [\"points.csv\"]\nserved = \"served\"");
    INFO(run.outcome.text);
    REQUIRE(run.outcome.status == 0);
    CHECK(rate(run.out(), "00", "area_share") == Approx(100.0).epsilon(1e-6));
}

TEST_CASE("fiber: what cannot be used is told with its place and what to do") {
    FiberRun run;
    run.folder.write("points.csv", "id,lon,lat,served,drop_m\nx,141.4,31.3,△,25000\n");
    run.folder.write("line.csv", "id,WKT\nx,\"POINT (141.4 31.3)\"\n");
    run.folder.write("all.geojson", all_of_it(R"({"served": "maybe", "rate": 1.5})"));
    const auto fails = [&](const std::string& keys, int status, const std::vector<std::string>& texts) {
        run.run(keys);
        INFO(run.outcome.text);
        CHECK(run.outcome.status == status);
        for (const std::string& text : texts) CHECK(run.says(text));
    };
    fails("cables = [\"line.csv\"]\ncable_distance_m = 500", 4,
          {"line.csv: fid=1: is a point, no line: give points as closures"});
    fails("cables = [\"all.geojson\"]\ncable_distance_m = 500", 4, {"is a polygon, no line"});
    fails("cables = [\"points.csv\"]\ncable_distance_m = 500", 4, {"points.csv: has no geometry"});
    fails("cables = [\"" + root + "/data/sample/roads.geojson\"]", 4,
          {"has no length: give cable_distance_m or a column distance_m"});
    fails("closures = [\"points.csv\"]", 4, {"drop_m '25000': must be metres, above 0 and at most 20000"});
    fails("closures = [\"points.csv\"]\ncolumns = { drop_m = \"length\" }", 4, {"has no column 'length'"});
    fails("closures = [\"all.geojson\"]\ndrop_m = 100", 4, {"has no point: give lines as cables"});
    fails("closures = [\"points.csv\"]\ndrop_m = 100\ncolumns = { drop_m = \"id\" }\nroads = [\"line.csv\"]",
          4, {"holds no road: fid=1: is a point"});
    fails("towns = [\"all.geojson\"]\nserved = \"service\"", 4,
          {"has no column 'service'; it has served, rate: set served"});
    fails("towns = [\"all.geojson\"]\nserved = \"served\"", 4, {"served 'maybe': 1, true, yes, 有"});
    fails("towns = [\"all.geojson\"]\nserved_rate = \"rate\"", 4,
          {"rate '1.5': must be a number from 0 to 1"});
    fails("town_points = [\"points.csv\"]\nserved = \"served\"", 4, {"served '△'"});

    fails("towns = [\"all.geojson\"]", 3, {"served: give the column of a flag"});
    fails("closures = [\"points.csv\"]\ndrop_m = 20001", 3, {"drop_m: is 20001, must be from 0 to 20000"});
    fails("closures = [\"points.csv\"]\ndrop_m = 300\nroad_width_m = 20", 3,
          {"road_width_m: is used with roads only"});
    fails("cables = [\"line.csv\"]\ncolumns = { azimuth = \"a\" }", 3, {"azimuth: unknown column"});
    fails("cables = [\"line.csv\"]\nsites = [\"points.csv\"]", 3,
          {"sites: are not for a provider of cables"});
    fails("footprints = [\"all.geojson\"]\ndrop_m = 300", 3, {"drop_m: is used with closures only"});

    run.run("towns = [\"all.geojson\"]\nserved = \"served\"\n", "", "", "check");
    CHECK(run.outcome.status == 4);
    CHECK(run.says("served 'maybe'"));
}

TEST_CASE("fiber: another distance, another rate or another file of roads is no stale cache") {
    FiberRun run;
    run.folder.write("line.csv", "id,WKT\nx,\"LINESTRING (141.4 31.25, 141.5 31.3)\"\n");
    const std::string cache = "--cache " + (run.folder / "cache");
    run.run("cables = [\"line.csv\"]\ncable_distance_m = 500", "", cache);
    REQUIRE(run.outcome.status == 0);
    const double narrow = rate(run.out(), "90201", "area_share");
    run.run("cables = [\"line.csv\"]\ncable_distance_m = 900", "", cache);
    REQUIRE(run.outcome.status == 0);
    CHECK(rate(run.out(), "90201", "area_share") > narrow);
    for (const char* share : {"0.25", "0.75"}) {
        run.folder.write("all.geojson", all_of_it(std::string{R"({"rate": )"} + share + "}"));
        run.run("towns = [\"all.geojson\"]\nserved_rate = \"rate\"", "", cache);
        REQUIRE(run.outcome.status == 0);
        CHECK(rate(run.out(), "00", "area_share") == Approx(100.0 * std::stod(share)).epsilon(1e-3));
    }
    run.folder.write("closures.csv", "id,lon,lat\nx,141.443,31.314\n");
    double reached[2] = {};
    for (const int i : {0, 1}) {
        const char* north[] = {"31.315", "31.325"};
        run.folder.write("roads.csv", std::string{"id,WKT\n1,\"LINESTRING (141.443 31.314, 141.443 "} +
                                          north[i] + ")\"\n");
        run.run("closures = [\"closures.csv\"]\ndrop_m = 800\nroads = [\"roads.csv\"]", "", cache);
        INFO(run.outcome.text);
        REQUIRE(run.outcome.status == 0);
        reached[i] = rate(run.out(), "90201", "area_share");
    }
    CHECK(reached[1] > 2.0 * reached[0]);
}

TEST_CASE("fiber: cells of the real points of Nara are its municipalities") {
    const auto data = real_data();
    if (!data) {
        WARN("skipped: AMANEKU_DATA names no folder of real data");
        return;
    }
    gdal::initialise();
    RunResult run;
    ZonesConfig zones;
    zones.files = {(*data / "boundaries/n03_full/N03_29_fullres.geojson.gz").string()};
    run.zones = io::read_zones(zones, run.population.grid);
    // The table has no word of service: its name of the prefecture stands for a flag that is never asked.
    const Folder folder;
    std::string table = "pref,city,lat,lng,served\n";
    const io::CsvTable towns =
        io::read_csv_table((*data / "towns/geolonia_town_points_nationwide.csv.gz").string());
    for (const auto& row : towns.rows) {
        if (row[0] == "奈良県") table += row[0] + "," + row[1] + "," + row[4] + "," + row[5] + ",1\n";
    }
    ProviderConfig provider;
    provider.fiber.emplace();
    provider.fiber->towns.points = {folder.write("nara.csv", table)};
    provider.fiber->towns.served = "served";
    io::ProviderReport report;
    const TownPoints points = io::read_town_points(provider, run.population.grid, report);
    CHECK(points.size() > 2'500);
    const app::TownCells cells = app::town_cells(run, points, 2, report, true);
    CHECK(report.rejected == 0);
    const auto area_km2 = [](const PolygonSet& polygons) {
        double sum = 0.0;
        for (std::size_t p = 0; p < polygons.part_count(); ++p) {
            for (std::size_t r = polygons.part_begin[p]; r < polygons.part_begin[p + 1]; ++r)
                sum += (r == polygons.part_begin[p] ? 1.0 : -1.0) * proj::geodesic_area_km2(polygons.ring(r));
        }
        return sum;
    };
    double sum = 0.0;
    for (const PolygonSet& cell : cells.area) sum += area_km2(cell);
    const double whole = area_km2(run.zones.polygons);
    INFO(points.size() << " points, " << sum << " km², " << whole << " km², " << sum / whole - 1.0);
    CHECK(whole == Approx(3'690.0).epsilon(2e-3));
    // Edges of cells are geodesics here and straight in the plane when they are cut: 1e-8 of the area.
    CHECK(std::abs(sum / whole - 1.0) < 1e-7);
}
