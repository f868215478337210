#include "catch.hpp"
#include "program.hpp"

#include <nlohmann/json.hpp>

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

using namespace amaneku;
namespace fs = std::filesystem;

namespace {

bool says(const Outcome& outcome, const std::string& text) {
    return outcome.text.find(text) != std::string::npos;
}

/// A square of degrees as a GeoJSON feature.
std::string square(const std::string& code, double west, double south, double east, double north) {
    const std::string w = std::to_string(west), s = std::to_string(south), e = std::to_string(east),
                      n = std::to_string(north);
    return R"({"type":"Feature","properties":{"code":")" + code +
           R"(","name":"z"},"geometry":{"type":"Polygon","coordinates":[[[)" + w + "," + s + "],[" + e + "," +
           s + "],[" + e + "," + n + "],[" + w + "," + n + "],[" + w + "," + s + "]]]}}";
}

std::string collection(const std::string& features) {
    return R"({"type":"FeatureCollection","features":[)" + features + "]}";
}

/// Four cells in a row from west to east, of 10, 20, 30 and 40 people; a circle over all of them.
struct Row {
    Folder folder;
    std::string zones = "files = \"zones.geojson\"\n";
    std::string population = "files = \"people.csv\"\n";
    std::string output = "directory = \"out\"\n";
    std::string profile = "jp-mic-5g";
    std::string more;

    Row() {
        folder.write("people.csv",
                     "mesh_code,population\n533935991,10\n533935992,20\n533936901,30\n533936902,40\n");
        folder.write("sites.csv", "id,lon,lat,radius_m\na,139.75,35.66,5000\n");
    }
    [[nodiscard]] std::string config() const {
        return folder.write("run.toml", "as_of = 2026-03-31\n[population]\n" + population +
                                            "[zones]\ncode = \"code\"\n" + zones +
                                            "[[service]]\nid = \"5g\"\nprofile = \"" + profile +
                                            "\"\n[[service.provider]]\nid = \"a\"\nsites = \"sites.csv\"\n" +
                                            more + "[output]\n" + output);
    }
    [[nodiscard]] Outcome run() const { return run_amaneku("run " + config() + " --quiet"); }
    [[nodiscard]] Outcome check() const { return run_amaneku("check " + config() + " --quiet"); }
};

/// The sample's configuration after a change, in a folder of its own.
struct Sample {
    Folder folder;
    std::string config;

    Sample(const std::string& from, const std::string& to)
        : config{folder.write("run.toml", replaced(sample_config(R"(["csv"])"), from, to))} {}
    [[nodiscard]] Outcome call(const char* verb) const {
        return run_amaneku(std::string{verb} + " " + config + " --quiet");
    }
};

std::optional<fs::path> real_data() {
    const char* named = std::getenv("AMANEKU_DATA");
    if (named == nullptr || !fs::exists(fs::path{named} / "population")) return std::nullopt;
    return fs::path{named};
}

/// Nara's configuration over real data with other zones and other people.
std::string nara_config(const std::string& population, const std::string& zones) {
    return "as_of = 2025-06-30\n[population]\n" + population + "[zones]\nreport = [\"29\"]\nfiles = [" +
           zones +
           "]\n[[service]]\nid = \"5g\"\nprofile = \"jp-mic-5g\"\n[[service.provider]]\nid = \"a\"\nsites = "
           "\"${AMANEKU_DATA}/sites/nara_one_operator_sites_2025-06.csv\"\nradius_m = 1000\n"
           "[output]\ndirectory = \"out\"\n";
}

const std::string nara = R"("${AMANEKU_DATA}/boundaries/n03_full/N03_29_fullres.geojson.gz")";

std::string simplified(const std::string& prefecture) {
    return R"("${AMANEKU_DATA}/boundaries/n03_2021_simplified/N03-21_)" + prefecture + "_210101.json\"";
}

}  // namespace

TEST_CASE("the sample is an island: nobody warns of it, and check says that nothing is wrong") {
    const Folder folder;
    const std::string config = folder.write("run.toml", sample_config(R"(["csv"])"));
    for (const char* verb : {"run ", "check "}) {
        const Outcome outcome = run_amaneku(verb + config);
        INFO(outcome.text);
        CHECK(outcome.status == 0);
        CHECK_FALSE(says(outcome, "warning"));
        CHECK(says(outcome, "advises zones.assign = \"max_area\", this run has \"land_share\""));
    }
    CHECK(says(run_amaneku("check " + config), "nothing wrong"));
}

TEST_CASE("an operator that matches nothing is warned of by run and check, whatever the formats") {
    const Sample sample{"generation = '5G'", "generation = '6G'"};
    for (const char* verb : {"check", "run"}) {
        const Outcome outcome = sample.call(verb);
        INFO(outcome.text);
        CHECK(outcome.status == 0);
        CHECK(says(outcome, "warning: 5g/operator-b: no footprint takes part"));
        CHECK(says(outcome, "no feature meets where = \"generation = '6G'\""));
        CHECK_FALSE(says(outcome, "nothing wrong"));
    }
    CHECK(content(sample.folder.path / "out/issues.csv").find("5g/operator-b: no footprint") !=
          std::string::npos);
}

TEST_CASE("sites that are all on air later are warned of by run and check") {
    const Sample sample{"as_of    = 2026-03-31", "as_of    = 1999-01-01"};
    for (const char* verb : {"check", "run"}) {
        const Outcome outcome = sample.call(verb);
        INFO(outcome.text);
        CHECK(outcome.status == 0);
        CHECK(says(outcome, "warning: 5g/operator-a: no site takes part"));
        CHECK(says(outcome, "are on air only after 1999-01-01"));
    }
}

TEST_CASE("a site far from the reported zones is warned of by run and check") {
    const Sample sample{std::string{AMANEKU_SOURCE_DIR} + "/data/sample/operator_c_sites.csv", "tokyo.csv"};
    sample.folder.write("tokyo.csv", "lon,lat,radius_m,generation,status\n139.7454,35.6586,1000,5G,OK\n");
    for (const char* verb : {"check", "run"}) {
        const Outcome outcome = sample.call(verb);
        INFO(outcome.text);
        CHECK(outcome.status == 0);
        CHECK(
            says(outcome, "warning: 5g/operator-c: none of its 1 sites and areas reaches a populated cell"));
        CHECK_FALSE(says(outcome, "5g/operator-a:"));
    }
}

TEST_CASE("a zone of two files ends check and run with the zone and both files") {
    Row row;
    row.folder.write("zones.geojson", collection(square("99901", 139, 35, 140, 36)));
    row.folder.write("copy.geojson",
                     collection(square("99902", 138, 35, 139, 36) + "," + square("99901", 139, 35, 140, 36)));
    SECTION("a code of another file") {
        row.zones = "files = [\"zones.geojson\", \"copy.geojson\"]\n";
        for (const Outcome& outcome : {row.check(), row.run()}) {
            INFO(outcome.text);
            CHECK(outcome.status == 4);
            CHECK(says(outcome, "copy.geojson: fid=1: zone 99901"));
            CHECK(says(outcome, "zones.geojson too: its area would count twice"));
        }
    }
    SECTION("the same name twice") {
        row.zones = "files = [\"zones.geojson\", \"zones.geojson\"]\n";
        for (const Outcome& outcome : {row.check(), row.run()}) {
            INFO(outcome.text);
            CHECK(outcome.status == 4);
            CHECK(says(outcome, "is given twice in zones.files"));
        }
    }
    SECTION("a designated city's wards of one file are one zone as before") {
        row.folder.write("zones.geojson", collection(square("14101", 139, 35, 139.75, 36) + "," +
                                                     square("14102", 139.75, 35, 140, 36)));
        row.zones = "files = \"zones.geojson\"\nwards = \"cities\"\nextent = \"all\"\n";
        const Outcome outcome = row.run();
        INFO(outcome.text);
        CHECK(outcome.status == 0);
    }
}

TEST_CASE("people beyond the zones are told by their cells, where codes are no prefectures'") {
    Row row;
    SECTION("the zone ends inside the second cell: two cells beyond have people") {
        row.folder.write("zones.geojson", collection(square("A", 139, 35, 139.745, 36)));
        for (const Outcome& outcome : {row.check(), row.run()}) {
            INFO(outcome.text);
            CHECK(outcome.status == 0);
            CHECK(says(outcome, "warning: up to 20 people of border cells live beyond the supplied zones"));
        }
    }
    SECTION("a coast: nobody lives beyond") {
        row.folder.write("zones.geojson", collection(square("A", 139, 35, 139.757, 36)));
        const Outcome outcome = row.run();
        INFO(outcome.text);
        CHECK(outcome.status == 0);
        CHECK_FALSE(says(outcome, "warning"));
    }
}

TEST_CASE("of a prefecture the neighbours that are missing are named") {
    Row row;
    row.folder.write("zones.geojson", collection(square("29201", 139, 35, 139.745, 36) + "," +
                                                 square("30201", 139.5, 34, 139.6, 35)));
    row.zones = "files = \"zones.geojson\"\nreport = [\"29\"]\n";
    SECTION("some") {
        const Outcome outcome = row.run();
        INFO(outcome.text);
        CHECK(says(outcome,
                   "warning: the boundaries of 三重県, 京都府, 大阪府 are not supplied: up to 20 people"));
    }
    SECTION("none: the rest of the cell is sea") {
        row.folder.write("zones.geojson", collection(square("47201", 139, 35, 139.745, 36)));
        row.zones = "files = \"zones.geojson\"\n";
        const Outcome outcome = row.run();
        INFO(outcome.text);
        CHECK(outcome.status == 0);
        CHECK_FALSE(says(outcome, "warning"));
    }
}

TEST_CASE("a population cut by prefecture under the boundaries of others is warned of") {
    Row row;
    row.population = "files = \"people.geojson\"\nformat = \"ksj\"\nyear = 2030\n";
    const auto cell = [](const std::string& code, const std::string& city, const std::string& people) {
        return R"({"type":"Feature","properties":{"MESH_ID":)" + code + R"(,"SHICODE":)" + city +
               R"(,"PTN_2030":)" + people + R"(},"geometry":null})";
    };
    const std::string nara_cells = cell("533935991", "29201", "10") + "," + cell("533935992", "29201", "20");
    row.folder.write("people.geojson", collection(nara_cells));
    row.folder.write("zones.geojson", collection(square("29201", 139, 35, 139.745, 36)));
    row.folder.write("east.geojson", collection(square("26201", 139.745, 35, 140, 36)));
    SECTION("the neighbour's boundary takes people who are none of its own") {
        row.zones = "files = [\"zones.geojson\", \"east.geojson\"]\nreport = [\"29\"]\n";
        for (const Outcome& outcome : {row.check(), row.run()}) {
            INFO(outcome.text);
            CHECK(outcome.status == 0);
            CHECK(says(
                outcome,
                "warning: the population is cut by prefecture: its border cells hold people of 奈良県 only"));
            CHECK(says(outcome, "went to 京都府"));
        }
    }
    SECTION("its own boundary alone is right, and nobody asks for more") {
        const Outcome outcome = row.run();
        INFO(outcome.text);
        CHECK(says(outcome, "of 30 population"));
        CHECK_FALSE(says(outcome, "warning"));
    }
    SECTION("with the neighbour's people everybody is in place") {
        row.folder.write("people.geojson", collection(nara_cells + "," + cell("533936901", "26201", "30")));
        row.zones = "files = [\"zones.geojson\", \"east.geojson\"]\nreport = [\"29\"]\n";
        const Outcome outcome = row.run();
        INFO(outcome.text);
        CHECK_FALSE(says(outcome, "cut by prefecture"));
    }
}

TEST_CASE("cells that are larger than a profile is defined on are warned of") {
    Row row;
    row.folder.write("zones.geojson", collection(square("A", 139, 35, 140, 36)));
    row.profile = "ofcom";
    const Outcome outcome = row.run();
    INFO(outcome.text);
    CHECK(outcome.status == 0);
    CHECK(says(outcome, "warning: 5g: the profile ofcom is defined on cells of 100 m or less"));
    row.profile = "jp-mic-5g";
    CHECK_FALSE(says(row.run(), "is defined on cells"));
}

TEST_CASE("a site just off the coast is its island's station, one further out is not") {
    Row row;
    row.folder.write("zones.geojson", collection(square("A", 139.7375, 35.65, 139.75, 35.6583) + "," +
                                                 square("B", 139.75, 35.65, 139.7625, 35.6583)));
    const auto flags = [&](const std::string& site) {
        row.folder.write("sites.csv", "lon,lat,radius_m\n" + site + ",5000\n");
        const Outcome outcome = row.run();
        INFO(outcome.text);
        REQUIRE(outcome.status == 0);
        const std::string table = content(row.folder.path / "out/municipalities.csv");
        const auto has_none = [&](const std::string& code) {
            const std::size_t begin = table.find("\n" + code + ",");
            return table.substr(begin + 1, table.find('\n', begin + 1) - begin - 1).find("no-station") !=
                   std::string::npos;
        };
        return std::string{has_none("A") ? "" : "A"} + (has_none("B") ? "" : "B");
    };
    CHECK(flags("139.74,35.655") == "A");
    CHECK(flags("139.74,35.6487") == "A");   // 140 m south of A's coast
    CHECK(flags("139.745,35.6487") == "A");  // and the only one: B is further
    CHECK(flags("139.74,35.63").empty());    // 2.2 km
}

TEST_CASE("the census line says the error of the total, the worst zones and what calibration left") {
    Row row;
    row.folder.write("zones.geojson",
                     collection(square("A", 139, 35, 139.75, 36) + "," + square("B", 139.75, 35, 140, 36)));
    row.folder.write("census.csv", "code,population\nA,60\nB,50\n");
    row.zones = "files = \"zones.geojson\"\ncensus = { file = \"census.csv\" }\n";
    const Outcome plain = row.run();
    INFO(plain.text);
    CHECK(says(plain, "census: -9.091 % in all (100 people for 110); median error of 2 zones 45.000 %"));
    CHECK(says(plain, "census: furthest off: z -50.0 %, z +40.0 % (all in qa.csv); zones.calibrate = true"));
    CHECK(
        nlohmann::json::parse(content(row.folder.path / "out/summary.json"))["census"]["total_error_percent"]
            .get<double>() == Approx(-100.0 / 11.0).epsilon(1e-12));
    row.zones += "calibrate = true\n";
    const Outcome raked = row.run();
    INFO(raked.text);
    CHECK(says(raked, "after calibration 1 zones lack 30 people and 1 have 20 too many"));
    CHECK_FALSE(says(raked, "zones.calibrate = true"));
}

TEST_CASE("check and run find at once that the results cannot be written, and leave nothing behind") {
    Row row;
    row.folder.write("zones.geojson", collection(square("A", 139, 35, 140, 36)));
    row.folder.write("file", "");
    const std::string where = GENERATE("/proc/nope", "file/out", "file");
    row.output = "directory = \"" + where + "\"\n";
    for (const Outcome& outcome : {row.check(), row.run()}) {
        INFO(outcome.text);
        CHECK(outcome.status == 5);
        CHECK(says(outcome, where));
        CHECK_FALSE(says(outcome, "nothing wrong"));
    }
    row.output = "directory = \"new/out\"\n";
    CHECK(row.check().status == 0);
    CHECK_FALSE(fs::exists(row.folder.path / "new"));
}

TEST_CASE("no format and no directory are mistakes, not defaults") {
    Row row;
    row.folder.write("zones.geojson", collection(square("A", 139, 35, 140, 36)));
    row.output = "formats = []\n";
    const Outcome formats = row.check();
    INFO(formats.text);
    CHECK(formats.status == 3);
    CHECK(says(formats, "output.formats"));
    row.output = "directory = \"\"\n";
    CHECK(row.check().status == 3);
    row.output = "directory = \"out\"\n";
    const Outcome out = run_amaneku("run " + row.config() + " --out \"\"");
    INFO(out.text);
    CHECK(out.status == 2);
    CHECK(says(out, "--out"));
    CHECK(run_amaneku("demo \"\"").status == 2);
}

TEST_CASE("check says a problem once, and knows the profile that was meant") {
    Row row;
    row.folder.write("zones.geojson", collection(square("A", 139, 35, 140, 36)));
    row.zones = "files = \"zones.geojson\"\nname = \"nmae\"\n";
    const Outcome once = row.check();
    INFO(once.text);
    CHECK(once.status == 4);
    CHECK(says(once, "1 problem in the inputs"));
    row.profile = "jp-mic-5q";
    const Outcome near = row.check();
    INFO(near.text);
    CHECK(near.status == 3);
    CHECK(says(near, "did you mean 'jp-mic-5g'?"));
}

TEST_CASE("Nara's real neighbours: what is missing is named, what is enough is left alone") {
    if (!real_data()) {
        WARN("skipped: AMANEKU_DATA names no folder of real data");
        return;
    }
    const Folder folder;
    const std::string census =
        "files = \"${AMANEKU_DATA}/population/estat_T001141_500m_2020/tblT001141H5[012]3[56].zip\"\n";
    const std::string projected =
        "files = \"${AMANEKU_DATA}/population/500m_mesh_suikei_2018_shape_29.zip\"\nyear = 2015\n";
    const std::string all = nara + ", " + simplified("24") + ", " + simplified("26") + ", " +
                            simplified("27") + ", " + simplified("30");
    const auto run = [&](const std::string& population, const std::string& zones) {
        const Outcome outcome =
            run_amaneku("run " + folder.write("nara.toml", nara_config(population, zones)) + " --quiet");
        INFO(outcome.text);
        return outcome;
    };
    const Outcome whole = run(census, all);
    INFO(whole.text);
    CHECK(whole.status == 0);
    CHECK(says(whole, "of 1325039 population"));
    CHECK_FALSE(says(whole, "warning"));
    const Outcome some = run(census, nara + ", " + simplified("30"));
    INFO(some.text);
    CHECK(says(some, "the boundaries of 三重県, 京都府, 大阪府 are not supplied"));
    const Outcome twice = run(census, nara + ", " + simplified("29"));
    CHECK(twice.status == 4);
    CHECK(says(twice, "29201 奈良市"));
    const Outcome alone = run(projected, nara);
    INFO(alone.text);
    CHECK(says(alone, "of 1364316 population"));
    CHECK_FALSE(says(alone, "warning"));
    const Outcome cut = run(projected, all);
    INFO(cut.text);
    CHECK(says(cut, "warning: the population is cut by prefecture"));
    CHECK(says(cut, "3864 of them went to 三重県, 京都府, 大阪府, 和歌山県"));
}
