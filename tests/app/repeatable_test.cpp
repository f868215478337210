#include "app/program.hpp"
#include "catch.hpp"

#include <unistd.h>

using namespace amaneku;

namespace {

constexpr const char* everything = R"(["csv", "json", "gpkg", "geojson", "fgb"])";

std::map<std::string, std::string> without_timing(const std::filesystem::path& folder) {
    auto files = contents(folder);
    files.erase("timing.json");
    return files;
}

std::string differing(const std::map<std::string, std::string>& a,
                      const std::map<std::string, std::string>& b) {
    std::string names;
    for (const auto& [name, bytes] : a) {
        if (b.count(name) == 0 || b.at(name) != bytes) names += name + " ";
    }
    for (const auto& [name, bytes] : b) {
        if (a.count(name) == 0) names += name + " ";
    }
    return names;
}

}  // namespace

TEST_CASE(
    "two runs give the same bytes, whenever they run, wherever they write and with any number of threads") {
    const Folder folder;
    const std::string config = folder.write("run.toml", sample_config(everything));
    REQUIRE(run_amaneku("run " + config + " --quiet --threads 1").status == 0);
    const auto first = without_timing(folder / "out");
    CHECK(first.size() == 12 + 1 + 6 + 6);
    ::usleep(1'100'000);  // times in files count whole seconds
    REQUIRE(run_amaneku("run " + config + " --quiet --threads 8").status == 0);
    CHECK(differing(first, without_timing(folder / "out")).empty());
    REQUIRE(run_amaneku("run " + config + " --quiet --out " + (folder / "elsewhere")).status == 0);
    CHECK(differing(first, without_timing(folder / "elsewhere")).empty());
}

TEST_CASE("tables are the same to the byte whether cells are judged tile by tile or all at once") {
    const Folder folder;
    for (const std::string assign : {"land_share", "max_area", "centroid"}) {
        for (const std::string extent : {"all", "zones"}) {
            const std::string keys = "assign = \"" + assign + "\"\nextent = \"" + extent + "\"";
            INFO(keys);
            const auto run = [&](const std::string& formats, const std::string& more) {
                const std::string text = replaced(sample_config(formats), "assign = \"land_share\"", keys);
                const std::string config = folder.write("run.toml", text);
                const Outcome done = run_amaneku("run " + config + " --quiet " + more);
                INFO(done.text);
                REQUIRE(done.status == 0);
                auto files = without_timing(folder / "out");
                std::filesystem::remove_all(folder / "out");
                return files;
            };
            std::filesystem::remove_all(folder / "cache");
            const auto layers = run(R"(["csv", "json", "geojson"])", "");  // keeps what layers show
            const auto all = run(R"(["csv", "json", "geojson"])", "--cache " + (folder / "cache"));
            CHECK(differing(layers, all).empty());
            const auto tables = run(R"(["csv", "json"])", "");  // keeps nothing
            std::string other;
            for (const auto& [name, bytes] : tables) {
                if (name != "summary.json" && (all.count(name) == 0 || all.at(name) != bytes))
                    other += name + " ";
            }
            CHECK(other.empty());
            CHECK(tables.count("coverage.csv") == 1);
        }
    }
}

TEST_CASE(
    "polygons beyond --memory wait in a temporary file: the same bytes, or status 6 where it cannot be "
    "made") {
    const Folder folder;
    const std::string config = folder.write("run.toml", sample_config(R"(["csv", "json"])"));
    REQUIRE(run_amaneku("run " + config + " --quiet").status == 0);
    const auto first = without_timing(folder / "out");
    const Outcome spilled = run_amaneku("run " + config + " --memory 1K --out " + (folder / "spilled"));
    INFO(spilled.text);
    REQUIRE(spilled.status == 0);
    CHECK(spilled.text.find("temporary file") != std::string::npos);
    CHECK(differing(first, without_timing(folder / "spilled")).empty());
    const Outcome nowhere = shell("TMPDIR=" + (folder / "missing") + " " + AMANEKU_PROGRAM + " run " +
                                  config + " --quiet --memory 1K --out " + (folder / "none"));
    CHECK(nowhere.status == 6);
    CHECK(nowhere.text.find((folder / "missing") + ": cannot make a temporary file") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(folder.path / "none"));
}

TEST_CASE("a run that fails leaves every file of the earlier run as it was and none of its own") {
    const Folder folder;
    const auto config = [&](const std::string& formats, const std::string& from = "title",
                            const std::string& to = "title") {
        return folder.write("run.toml", replaced(sample_config(formats), from, to));
    };
    REQUIRE(run_amaneku("run " + config(everything) + " --quiet").status == 0);
    const auto before = contents(folder / "out");
    const auto fails = [&](int status, const Outcome& run, const std::string& says) {
        INFO(run.text);
        CHECK(run.status == status);
        CHECK(run.text.find(says) != std::string::npos);
        CHECK(differing(before, contents(folder / "out")).empty());
    };
    const std::string other = R"(report = ["90201"])";  // other results, were they written

    fails(3, run_amaneku("run " + config(everything, "title", "titel") + " --quiet"), "titel");
    fails(3, run_amaneku("run " + config(everything, "generation = '5G'", "generazione = '5G'") + " --quiet"),
          "generazione");
    fails(3, run_amaneku("run " + config(R"(["xslx"])") + " --quiet"), "xslx");
    fails(4, run_amaneku("run " + config(everything, "T001141019", "T001141999") + " --quiet"), "T001141999");
    folder.write("broken.geojson", R"({"type":"FeatureCollection","features":[{"type")");
    fails(4,
          run_amaneku("run " +
                      config(everything, std::string{AMANEKU_SOURCE_DIR} + "/data/sample/fiber_area.geojson",
                             folder / "broken.geojson") +
                      " --quiet"),
          "broken.geojson");

    // A disk that is full after so many blocks of 512 bytes: each kind of file is too long once.
    const auto full_disk = [&](int blocks, const std::string& formats) {
        return shell("trap '' XFSZ; ulimit -f " + std::to_string(blocks) + "; " + AMANEKU_PROGRAM + " run " +
                     config(formats, R"(report = ["90"])", other) + " --quiet");
    };
    for (const char* format :
         {"csv", "json", "gpkg", "geojson", "fgb", "xlsx", "shp", "kml", "cog", "qgis"}) {
        INFO(format);
        fails(5, full_disk(16, std::string{"[\""} + format + "\"]"), "out/");
    }
    fails(5, full_disk(200, R"(["csv", "json", "gpkg"])"), "coverage.gpkg");

    const Folder blocked;
    std::filesystem::create_directories(blocked.path / "out/coverage.gpkg/x");
    blocked.write("out/municipalities.csv", "of before");
    const Outcome run =
        run_amaneku("run " + config(R"(["csv", "json", "gpkg"])") + " --quiet --out " + (blocked / "out"));
    INFO(run.text);
    CHECK(run.status == 5);
    CHECK(run.text.find("coverage.gpkg: is a folder") != std::string::npos);
    CHECK(content(blocked / "out/municipalities.csv") == "of before");
    CHECK(contents(blocked / "out").size() == 2);
}
