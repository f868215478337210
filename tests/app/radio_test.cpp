#include "../io/jpgis_text.hpp"
#include "catch.hpp"
#include "made_dem.hpp"
#include "program.hpp"
#include "table_rows.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

using namespace amaneku;

namespace {

namespace fs = std::filesystem;

const std::string root = AMANEKU_SOURCE_DIR;

/// Three masts in the sample's prefecture and, to the east of the first, a ridge.
const std::string masts =
    "id,lon,lat,band,type\nM1,141.4714844,31.3940104,3700,urban\nM2,141.4400000,31.3600000,700,rural\n"
    "M3,141.4990000,31.3900000,3700,micro\n";
constexpr double ridge_lon = 141.480;

double ridge(double lon, double /*lat*/) {
    const double away = (lon - ridge_lon) / 0.002;
    return 10.0 + 250.0 * std::exp(-away * away);
}

/// A run over the sample with providers of stations of its own.
struct RadioRun {
    Folder folder;
    Outcome outcome{};

    RadioRun() {
        folder.write("sites.csv", masts);
        MadeDem dem;
        dem.height = ridge;
        dem.write(folder / "dem.tif");
    }
    /// One service for each text of radio keys, by the ids a, b, c, …
    void run(const std::vector<std::string>& radio, const std::string& arguments = "",
             const std::string& provider = "", const char* out = "out") {
        std::string text = "as_of = 2026-03-31\n[population]\nfiles = [\"" + root +
                           "/data/sample/population/*.zip\"]\n"
                           "columns = { population = \"T001141001\" }\n[zones]\nfiles = [\"" +
                           root + "/data/sample/boundaries.geojson\"]\nreport = [\"90\"]\n";
        for (std::size_t i = 0; i < radio.size(); ++i) {
            const std::string id{static_cast<char>('a' + i)};
            text += "[[service]]\nid = \"" + id +
                    "\"\nprofile = \"jp-mic-5g\"\n[[service.provider]]\nid = \"p-" + id +
                    "\"\nsites = \"sites.csv\"\nmax_bad_rows = 1.0\n" + provider +
                    "\n[service.provider.radio]\n" + radio[i] + "\n";
        }
        text += "[output]\ndirectory = \"out\"\nformats = [\"csv\", \"json\", \"geojson\"]\n";
        folder.write("radio.toml", text);
        outcome =
            run_amaneku("run " + (folder / "radio.toml") + " --out " + (folder / out) + " " + arguments);
        INFO(outcome.text);
        REQUIRE(outcome.status == 0);
    }
    [[nodiscard]] double rate(const std::string& service, const std::string& rule = "area_share") const {
        for (const Row& row : table_rows(folder / "out/coverage.csv")) {
            if (row.at("service") == service && row.at("zone_code") == "00" && row.at("rule") == rule &&
                row.at("provider") == "*" && row.at("weight") == "population")
                return std::stod(row.at("rate"));
        }
        FAIL("no such row");
        return 0.0;
    }
    /// The reasons that issues.csv gives of a place, one a line, each after its kind.
    [[nodiscard]] std::string issues(const std::string& place = "") const {
        std::string out;
        for (const Row& row : table_rows(folder / "out/issues.csv")) {
            if (place.empty() || row.at("place") == place)
                out += row.at("kind") + ": " + row.at("reason") + "\n";
        }
        return out;
    }
    [[nodiscard]] bool says(const std::string& text) const {
        return outcome.text.find(text) != std::string::npos;
    }
    [[nodiscard]] nlohmann::json areas(const char* out = "out") const {
        return nlohmann::json::parse(content(folder.path / out / "footprint.geojson")).at("features");
    }
};

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t n = 0;
    for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size()) ++n;
    return n;
}

/// Whether a ring winds around a place.
bool winds_around(const nlohmann::json& ring, double lon, double lat) {
    bool is_in = false;
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
        const double xi = ring[i][0], yi = ring[i][1], xj = ring[j][0], yj = ring[j][1];
        if ((yi > lat) != (yj > lat) && lon < (xj - xi) * (lat - yi) / (yj - yi) + xi) is_in = !is_in;
    }
    return is_in;
}

bool covers(const nlohmann::json& areas, double lon, double lat) {
    const auto in_polygon = [&](const nlohmann::json& rings) {
        bool is_in = false;
        for (const auto& ring : rings) is_in = is_in != winds_around(ring, lon, lat);
        return is_in;
    };
    for (const auto& feature : areas) {
        const auto& geometry = feature.at("geometry");
        if (geometry.at("type") == "Polygon" && in_polygon(geometry.at("coordinates"))) return true;
        if (geometry.at("type") != "MultiPolygon") continue;
        for (const auto& polygon : geometry.at("coordinates")) {
            if (in_polygon(polygon)) return true;
        }
    }
    return false;
}

const std::string l3 = "level = \"L3\"\nreach_m = 4000\n";
const std::string l4 = "level = \"L4\"\nreach_m = 4000\nterrain = \"dem.tif\"\n";
const std::string l5 =
    "level = \"L5\"\nreach_m = 2000\nresolution_m = 100\nterrain = \"dem.tif\"\ndn = 45\nn0 = 330\n";

/// Files of a cache's signals with the time that they were written.
std::map<std::string, fs::file_time_type> signals(const std::string& cache) {
    std::map<std::string, fs::file_time_type> out;
    for (const auto& entry : fs::recursive_directory_iterator{cache + "/signal"}) {
        if (entry.is_regular_file()) out[entry.path().string()] = fs::last_write_time(entry.path());
    }
    return out;
}

void check_same(const RadioRun& run, const std::string& one, const std::string& two) {
    for (const char* file :
         {"coverage.csv", "municipalities.csv", "issues.csv", "footprint.geojson", "site.geojson"}) {
        CAPTURE(file);
        CHECK_FALSE(content(run.folder / (one + "/" + file)).empty());
        CHECK(content(run.folder / (one + "/" + file)) == content(run.folder / (two + "/" + file)));
    }
}

}  // namespace

TEST_CASE("radio: one list of stations runs at every level, in the order that the models suggest") {
    RadioRun run;
    run.run({"level = \"L1\"", "level = \"L2\"\nazimuths = [0, 120, 240]", l3, l4, l5,
             l3 + "line_of_sight = \"los\"", l3 + "threshold_dbm = -100", l3 + "azimuths = [0, 120, 240]"});
    const double circles = run.rate("a");
    CHECK(circles > 1.0);
    CHECK(circles < 60.0);
    CHECK(run.rate("b") < circles);  // 3 of 65 degrees are 195 of 360
    CHECK(run.rate("b") > 0.4 * circles);
    // The radii of circles are where the model falls to the threshold, with less margin for small antennas.
    CHECK(run.rate("c") == Approx(circles).epsilon(0.25));
    CHECK(run.rate("d") < run.rate("c"));  // the ridge takes some away
    CHECK(run.rate("d") > 0.5 * run.rate("c"));
    CHECK(run.rate("e") > 0.0);
    CHECK(run.rate("f") > run.rate("c"));
    CHECK(run.rate("g") < run.rate("c"));
    CHECK(run.rate("h") < run.rate("c"));
    // Behind the ridge the mast's power is lost, before it it is not.
    const auto of = [&](const std::string& service) {
        nlohmann::json out = nlohmann::json::array();
        for (const auto& feature : run.areas()) {
            if (feature.at("properties").at("service") == service) out.push_back(feature);
        }
        return out;
    };
    for (const auto& [service, level] : {std::pair{"a", "L1"}, std::pair{"b", "L2"}, std::pair{"c", "L3"},
                                         std::pair{"d", "L4"}, std::pair{"e", "L5"}}) {
        CAPTURE(service);
        REQUIRE_FALSE(of(service).empty());
        for (const auto& feature : of(service)) CHECK(feature.at("properties").at("level") == level);
        for (const Row& row : table_rows(run.folder / "out/coverage.csv")) {
            if (row.at("service") == service) CHECK(row.at("level") == level);
        }
    }
    CHECK(covers(of("c"), 141.4675, 31.394));
    CHECK(covers(of("d"), 141.4675, 31.394));
    const double behind = 141.4790;  // 715 m away, just short of the crest; 0.0040 further it is down again
    CHECK(covers(of("d"), behind, 31.3940));
    CHECK(run.says("3 of 3 sites have no azimuth; sectors at 0, 120, 240 degrees are assumed"));
    // The values that were taken for granted are inputs of the run.
    const std::string summary = content(run.folder / "out/summary.json");
    CHECK(has(summary, "a/p-a/defaults"));
    CHECK(has(summary, "stations without an azimuth are assumed to have sectors at 0, 120, 240 degrees"));
    CHECK(has(summary, "総務省に報告したエリアではない"));
    CHECK(has(summary, "d/p-d/terrain"));
}

TEST_CASE("radio: a station that misses what a model needs is named and left out, the others are computed") {
    RadioRun run;
    run.folder.write("sites.csv",
                     masts + "M4,141.45,31.37,3700,\nM5,141.45,31.37,,urban\nM6,141.45,31.37,5000,urban\n");
    run.run({l3, l4});
    for (const char* place : {"fid=4", "fid=5", "fid=6"}) CHECK(count(run.issues(place), "rejected: ") == 2);
    CHECK(has(run.issues("fid=4"), "has no height_m, which level L3 needs"));
    CHECK(has(run.issues("fid=4"), "has no height_m, which level L4 needs"));
    CHECK(has(run.issues("fid=5"), "has no band"));
    CHECK(has(run.issues("fid=6"), "band '5000' is none of 'illustrative'"));
    CHECK(run.rate("a") > 1.0);
}

TEST_CASE("radio: a frequency outside a model's range is flagged, or refused, by the station's name") {
    RadioRun run;
    run.folder.write("sites.csv", "id,lon,lat,band,type\nM1,141.4714844,31.3940104,3700,urban\n");
    const std::string hata = l3 + "model = \"hata-urban\"\nheight_m = 40\n";
    run.run({hata, hata + "outside = \"refuse\""});
    INFO(run.issues());
    CHECK(run.rate("a") > 0.0);
    CHECK(run.rate("b") == 0.0);
    CHECK(has(run.issues("site 'M1'"), "note: frequency 3750 MHz, stated for 150"));
    CHECK(has(run.issues("site 'M1'"), "rejected: frequency 3750 MHz, stated for 150"));
    CHECK(run.says("1 of 1 antennas could not be computed and are left out"));
    CHECK(run.says("are outside the range that their model is stated for, and are computed all the same"));
}

TEST_CASE("radio: beyond the 6 GHz of P.1812 a station is done at L4, and says so") {
    RadioRun run;
    run.folder.write("sites.csv", "id,lon,lat,band,type\nM1,141.4714844,31.3940104,28GHz+sub6,urban\n");
    run.run({l5});
    CHECK(has(run.issues("site 'M1'"), "done at L4"));
    CHECK(run.says("1 of 2 antennas were computed at L4 and not at L5"));
    // What a mix is worth is its lowest.
    for (const auto& feature : run.areas()) CHECK(feature.at("properties").at("level") == "L4");
}

TEST_CASE("radio: a station off the terrain is done at L3 and named, and so are all where none is on it") {
    RadioRun run;
    MadeDem dem;
    dem.west = 141.46;
    dem.columns = 300;
    dem.height = ridge;
    dem.write(run.folder / "part.tif");
    dem.west = 139.0;
    dem.write(run.folder / "elsewhere.tif");
    const std::string level = "level = \"L4\"\nreach_m = 4000\nazimuths = [0, 120, 240]\nterrain = ";
    run.run({level + "\"part.tif\"", level + "\"elsewhere.tif\"", l3 + "azimuths = [0, 120, 240]"});
    INFO(run.issues());
    CHECK(run.issues("site 'M2'").find("height of the ground is not known there: done at L3") !=
          std::string::npos);
    CHECK(count(run.issues("site 'M2'"), "note: ") == 2);  // once a service, not once a sector
    CHECK(count(run.issues("site 'M1'"), "done at L3") == 1);
    CHECK(run.says("p-a: 3 of 9 antennas were computed at L3 and not at L4"));
    CHECK(run.says("p-b: 9 of 9 antennas were computed at L3 and not at L4"));
    CHECK(run.rate("b") == run.rate("c"));
    for (const auto& feature : run.areas()) CHECK(feature.at("properties").at("level") == "L3");
}

TEST_CASE("radio: holes of the terrain are bridged and counted") {
    RadioRun run;
    MadeDem dem;
    dem.height = [](double lon, double lat) {
        return std::abs(lon - 141.476) < 0.002 && std::abs(lat - 31.394) < 0.003 ? -9999.0 : 10.0;
    };
    dem.write(run.folder / "holes.tif");
    run.folder.write("sites.csv", "id,lon,lat,band,type\nM1,141.4714844,31.3940104,3700,urban\n");
    dem.height = [](double, double) { return 10.0; };
    dem.write(run.folder / "whole.tif");
    run.run({"level = \"L4\"\nreach_m = 4000\nterrain = \"holes.tif\"",
             "level = \"L4\"\nreach_m = 4000\nterrain = \"whole.tif\""});
    CHECK(count(run.outcome.text, "heights on the profiles are not known and were filled in between") == 1);
    CHECK(run.rate("a") == Approx(run.rate("b")).epsilon(1e-3));  // the ground is level
}

TEST_CASE(
    "radio: land cover takes power away, P.1812 without it is told, and so is a class without a height") {
    RadioRun run;
    MadeDem{}.write(run.folder / "flat.tif");
    MadeDem cover;
    cover.type = GDT_Byte;
    cover.nodata = 255;
    cover.height = [](double lon, double) { return lon < 141.47 ? 1.0 : 9.0; };
    cover.write(run.folder / "cover.tif");
    run.folder.write("classes.csv", "class,clutter_m,name\n1,20,town\n");
    const std::string bare = replaced(l5, "dem.tif", "flat.tif");
    const std::string cache = "--cache " + (run.folder / "cache");
    run.run({bare, bare + "land_cover = \"cover.tif\"\nclutter = \"classes.csv\"\n"}, cache);
    CHECK(run.rate("b") < 0.8 * run.rate("a"));
    CHECK(run.rate("b") > 0.0);
    CHECK(run.says("p-a: ITU-R P.1812 without land_cover is over bare ground"));
    CHECK_FALSE(run.says("p-b: ITU-R P.1812 without"));
    CHECK(has(run.issues(), "class 9 is not in"));
}

TEST_CASE("radio: terrain in another CRS gives the areas of the same terrain in degrees, and a note") {
    RadioRun run;
    MadeDem utm;
    utm.crs = "EPSG:6691";  // JGD2011, UTM zone 54
    utm.west = 538'000;
    utm.north = 3'481'000;
    utm.step = 25;
    utm.columns = 560;
    utm.rows = 560;
    utm.height = ridge;
    utm.write(run.folder / "utm.tif");
    run.run({l4, "level = \"L4\"\nreach_m = 4000\nterrain = \"utm.tif\""});
    INFO(run.outcome.text << run.issues());
    CHECK(run.issues("site 'M1'").empty());
    CHECK(run.rate("a") == Approx(run.rate("b")).epsilon(0.01));
    CHECK(run.says("utm.tif"));
}

TEST_CASE(
    "radio: GSI's sheets in zips are terrain too, and what they have to tell is told from the cache as "
    "well") {
    RadioRun run;
    run.folder.write("sites.csv", "id,lon,lat,band,type\nM1,141.4714844,31.3940104,3700,urban\n");
    JpgisText sheet;
    sheet.mesh = "474103";
    sheet.low_corner = "31.333333333 141.375";
    sheet.high_corner = "31.416666667 141.5";
    sheet.high = "89 59";
    sheet.tuples.clear();
    for (int i = 0; i < 90 * 60; ++i) sheet.tuples += i == 3000 ? "月面,12.00\n" : "地表面,12.00\n";
    run.folder.write("FG-GML-4741-03-DEM10B-20161001.xml", sheet.xml());
    const std::string level =
        "level = \"L4\"\nreach_m = 2000\nterrain = \"FG-GML-4741-03-DEM10B-20161001.xml\"\n";
    const std::string cache = "--cache " + (run.folder / "cache");
    run.run({level}, cache);
    CHECK(has(run.issues(), "月面"));
    CHECK(run.rate("a") > 0.0);
    run.run({level + "threshold_dbm = -111"}, "", "", "plain");
    run.run({level + "threshold_dbm = -111"}, cache);
    check_same(run, "plain", "out");
    CHECK(has(run.issues(), "月面"));
}

TEST_CASE("radio: threads and the cache change no byte, and what is in the cache is not computed again") {
    RadioRun run;
    const std::vector<std::string> levels{l3, l4 + "azimuths = [0, 120, 240]\n", l5};
    const std::string cache = run.folder / "cache";
    run.run(levels, "--threads 1", "", "one");
    run.run(levels, "--threads 2", "", "two");
    check_same(run, "one", "two");
    run.run(levels, "--cache " + cache, "", "first");
    check_same(run, "one", "first");
    const auto written = signals(cache);
    CHECK(written.size() == 9 + 3);  // at L3 reading would take longer
    run.run(levels, "--cache " + cache, "", "again");
    check_same(run, "one", "again");

    // Another threshold is another area of the same signals.
    std::vector<std::string> others = levels;
    for (std::string& level : others) level += "threshold_dbm = -108\n";
    run.run(others, "", "", "other");
    run.run(others, "--cache " + cache, "", "cached");
    check_same(run, "other", "cached");
    CHECK(signals(cache) == written);

    // Damaged files are made anew: one is cut off, one has a byte changed, one is empty.
    std::size_t i = 0;
    for (const auto& [path, time] : written) {
        const std::string bytes = content(path);
        std::string bad = i % 3 == 0 ? bytes.substr(0, bytes.size() / 2) : i % 3 == 1 ? bytes : "";
        if (i++ % 3 == 1) bad[bad.size() / 2] = static_cast<char>(bad[bad.size() / 2] ^ 1);
        std::ofstream{path, std::ios::binary} << bad;
    }
    for (std::string& level : others) level = replaced(level, "-108", "-109");
    run.run(others, "", "", "plain");
    run.run(others, "--cache " + cache, "", "mended");
    check_same(run, "plain", "mended");
    for (const auto& [path, time] : written) CHECK(fs::file_size(path) > 100);
    run.run(others, "--cache " + cache, "", "after");
    check_same(run, "plain", "after");
}

TEST_CASE("radio: nearer than P.1812 is stated for there is no hole around the mast") {
    RadioRun run;
    MadeDem{}.write(run.folder / "flat.tif");
    run.folder.write("sites.csv", "id,lon,lat,band,type\nM1,141.4714844,31.3940104,3700,urban\n");
    const std::string flat = replaced(replaced(l5, "dem.tif", "flat.tif"), "100", "50");
    run.run({flat});
    const nlohmann::json areas = run.areas();
    for (double metres = 0.0; metres < 400.0; metres += 20.0) {
        CAPTURE(metres);
        CHECK(covers(areas, 141.4714844 + metres / 95'000.0, 31.3940104));
        CHECK(covers(areas, 141.4714844, 31.3940104 - metres / 111'000.0));
    }
    for (const auto& feature : areas) {
        if (feature.at("geometry").at("type") == "Polygon")
            CHECK(feature.at("geometry").at("coordinates").size() == 1);
    }
    CHECK(run.says("outside the range that their model is stated for"));
    // Who refuses them gets the hole that was asked for.
    run.run({flat + "outside = \"refuse\"\n"});
    CHECK_FALSE(covers(run.areas(), 141.4714844, 31.3940104));
    CHECK(run.says("are not served (outside = \"refuse\")"));
}

TEST_CASE("radio: plans count from their day on where the provider says so, at every level") {
    RadioRun run;
    run.folder.write("sites.csv",
                     "id,lon,lat,band,type,plan\nM1,141.4714844,31.3940104,3700,urban,\n"
                     "M2,141.44,31.36,700,rural,2026-03-31\n");
    run.run({"level = \"L1\"", l3}, "", "columns = { planned = \"plan\" }");
    const double circles = run.rate("a");
    const double power = run.rate("b");
    CHECK(run.says("1 sites are planned and not on air, and are left out"));
    run.run({"level = \"L1\"", l3}, "", "columns = { planned = \"plan\" }\nplanned = true");
    CHECK(run.rate("a") > circles);
    CHECK(run.rate("b") > power);
}

TEST_CASE("radio: a table without a station that is there runs, and serves nobody") {
    RadioRun run;
    run.folder.write("sites.csv",
                     "id,lon,lat,band,type,on_air\nM1,141.4714844,31.3940104,3700,urban,2027-01-01\n");
    run.run({l3, l4});
    CHECK(run.rate("a") == 0.0);
    CHECK(run.rate("b") == 0.0);
}

TEST_CASE("radio: people on a raster of another CRS are served by the same stations") {
    const Folder folder;
    folder.write("sites.csv", masts);
    MadeDem people;
    people.crs = "EPSG:6691";
    people.west = 535'000;
    people.north = 3'485'000;
    people.step = 500;
    people.columns = 40;
    people.rows = 40;
    people.height = [](double, double) { return 100.0; };
    people.write(folder / "people.tif");
    std::string text =
        "as_of = 2026-03-31\n[population]\nfiles = [\"people.tif\"]\nformat = \"raster\"\n"
        "[zones]\nfiles = [\"" +
        root + "/data/sample/boundaries.geojson\"]\nreport = [\"90\"]\n";
    for (const auto& [id, level] : {std::pair{"a", std::string{"level = \"L1\""}}, std::pair{"b", l3}}) {
        text += std::string{"[[service]]\nid = \""} + id + "\"\nprofile = \"jp-proportional\"\n" +
                "[[service.provider]]\nid = \"p-" + id +
                "\"\nsites = \"sites.csv\"\n[service.provider.radio]\n" + level + "\n";
    }
    folder.write("radio.toml", text + "[output]\ndirectory = \"out\"\nformats = [\"csv\"]\n");
    const Outcome outcome = run_amaneku("run " + (folder / "radio.toml") + " --quiet");
    INFO(outcome.text);
    REQUIRE(outcome.status == 0);
    std::map<std::string, double> rates;
    for (const Row& row : table_rows(folder / "out/coverage.csv")) {
        if (row.at("zone_code") == "00" && row.at("rule") == "area_share" && row.at("provider") == "*")
            rates[row.at("service")] = std::stod(row.at("rate"));
    }
    CHECK(rates.at("a") > 1.0);
    CHECK(rates.at("b") == Approx(rates.at("a")).epsilon(0.25));
}
