#include "app/program.hpp"
#include "catch.hpp"

#include <filesystem>
#include <set>

using namespace amaneku;
namespace fs = std::filesystem;

namespace {

/// The sample with its data in a folder of the test's own, so that inputs may change.
class Ground {
public:
    Ground() {
        fs::copy(std::string{AMANEKU_SOURCE_DIR} + "/data/sample", folder / "data",
                 fs::copy_options::recursive);
        std::string text = content(std::string{AMANEKU_SOURCE_DIR} + "/configs/sample.toml");
        text = replaced(text, "../data/sample", folder / "data");
        text = replaced(text, "\"../out/sample\"", "\"out\"");
        config = replaced(text, R"(["csv", "json", "gpkg", "html", "xlsx"])", R"(["csv", "json", "geojson"])");
    }
    /// Runs with and without the cache and compares; returns what the run with it said.
    std::string run() const {
        const std::string file = folder.write("run.toml", config);
        const Outcome plain = run_amaneku("run " + file + " --quiet --out " + (folder / "plain"));
        const Outcome cached =
            run_amaneku("run " + file + " --out " + (folder / "cached") + " --cache " + (folder / "cache"));
        INFO(plain.text << cached.text);
        CHECK(plain.status == 0);
        CHECK(cached.status == 0);
        auto a = contents(folder / "plain");
        auto b = contents(folder / "cached");
        a.erase("timing.json");
        b.erase("timing.json");
        CHECK(a.size() > 8);
        CHECK(a == b);
        return cached.text;
    }
    /// How many files of a kind a run adds.
    std::map<std::string, int> run_adds() const {
        const auto before = names();
        static_cast<void>(run());
        std::map<std::string, int> added;
        for (const std::string& name : names()) {
            if (before.count(name) == 0) ++added[name.substr(0, name.find_first_of("-."))];
        }
        added.erase("digests");
        return added;
    }
    std::set<std::string> names() const {
        std::set<std::string> out;
        if (!fs::exists(folder / "cache")) return out;
        for (const auto& entry : fs::directory_iterator{folder / "cache"})
            out.insert(entry.path().filename().string());
        return out;
    }
    void change(const std::string& file, const std::string& from, const std::string& to) const {
        folder.write("data/" + file, replaced(content(folder / ("data/" + file)), from, to));
    }

    Folder folder;
    std::string config;
};

using Added = std::map<std::string, int>;

}  // namespace

TEST_CASE("a run with a cache gives the bytes of one without, the first time and again") {
    const Ground ground;
    CHECK(ground.run_adds() == Added{{"population", 1}, {"zones", 1}, {"pieces", 1}, {"service", 2}});
    CHECK(ground.run_adds().empty());
    const std::string timing = content(ground.folder / "cached/timing.json");
    CHECK(timing.find("\"overlay\"") == std::string::npos);
    CHECK(timing.find("\"cache\"") != std::string::npos);
}

TEST_CASE("what changes is made anew, and nothing else") {
    Ground ground;
    static_cast<void>(ground.run());
    SECTION("sites of one provider") {
        ground.change("operator_c_sites.csv", "141.4738281", "141.4638281");
        CHECK(ground.run_adds() == Added{{"service", 1}});
    }
    SECTION("polygons of one service") {
        ground.change("fiber_area.geojson", "141.2", "141.3");
        CHECK(ground.run_adds() == Added{{"service", 1}});
    }
    SECTION("zones") {
        ground.change("boundaries.geojson", "141.2", "141.19999");
        CHECK(ground.run_adds() == Added{{"zones", 1}, {"pieces", 1}, {"service", 2}});
    }
    SECTION("the population") {
        fs::remove(ground.folder / "data/population/tblT001141H4741.zip");
        CHECK(ground.run_adds() == Added{{"population", 1}, {"pieces", 1}, {"service", 2}});
    }
    SECTION("other weights on the same cells") {
        ground.config = replaced(ground.config, R"(, age_65_plus = "T001141019")", "");
        CHECK(ground.run_adds() == Added{{"population", 1}});
    }
    SECTION("rules, which are applied to what is measured") {
        ground.config = replaced(ground.config, R"(profile = "jp-mic-5g")",
                                 "profile = \"jp-mic-5g\"\nthreshold = 0.25\ncombine = \"rule_first\"");
        CHECK(ground.run_adds().empty());
    }
    SECTION("k of n, which is measured") {
        ground.config = replaced(ground.config, R"(profile = "jp-mic-5g")",
                                 "profile = \"jp-mic-5g\"\ncombine = \"k_of_n\"\nk = 2");
        CHECK(ground.run_adds() == Added{{"service", 1}});
    }
    SECTION("fractions of the land, which every service gets") {
        ground.config =
            replaced(ground.config, R"(profile = "jp-mic-5g")", "profile = \"jp-mic-5g\"\narea = \"land\"");
        CHECK(ground.run_adds() == Added{{"service", 2}});
    }
    SECTION("a condition") {
        ground.config = replaced(ground.config, "generation = '5G'", "generation = '4G'");
        CHECK(ground.run_adds() == Added{{"service", 1}});
    }
    SECTION("the radius of sites without one") {
        ground.config = replaced(ground.config, "radius_m = 1000", "radius_m = 1100");
        CHECK(ground.run_adds() == Added{{"service", 1}});
    }
    SECTION("corners of circles") {
        ground.config = replaced(ground.config, "segments = 64", "segments = 32");
        CHECK(ground.run_adds() == Added{{"service", 1}});
    }
    SECTION("the date by which sites are on air") {
        ground.config = replaced(ground.config, "as_of    = 2026-03-31", "as_of    = 2024-03-31");
        CHECK(ground.run_adds() == Added{{"service", 2}});
    }
    SECTION("zones that are reported") {
        ground.config = replaced(ground.config, R"(report = ["90"])", R"(report = ["9020"])");
        CHECK(ground.run_adds() == Added{{"zones", 1}});
    }
    SECTION("what is no part of it: assignment, census, titles") {
        ground.config = replaced(ground.config, "land_share", "max_area");
        ground.change("census.csv", "9", "8");
        CHECK(ground.run_adds().empty());
    }
}

TEST_CASE("damaged and foreign files of the cache are told of, not taken, and written anew") {
    const Ground ground;
    static_cast<void>(ground.run());
    const auto good = contents(ground.folder / "cache");
    for (const auto& [name, bytes] : good) {
        if (name.starts_with("digests")) continue;
        INFO(name);
        std::string bad = bytes;
        bad[bad.size() / 2] = static_cast<char>(bad[bad.size() / 2] ^ 4);
        ground.folder.write("cache/" + name, bad);
        const std::string said = ground.run();
        CHECK(said.find(name + ": is damaged") != std::string::npos);
        CHECK(content(ground.folder / ("cache/" + name)) == bytes);
        ground.folder.write("cache/" + name, "something else");
        CHECK(ground.run().find(name + ": is shorter") != std::string::npos);
        CHECK(content(ground.folder / ("cache/" + name)) == bytes);
    }
    ground.folder.write("cache/digests.bin", "something else");
    CHECK(ground.run().find("digests.bin: is shorter") != std::string::npos);
}

TEST_CASE("a cache that cannot be written is a warning, and the results are whole") {
    const Ground ground;
    SECTION("a file where the folder should be") {
        ground.folder.write("cache", "a file");
        CHECK(ground.run().find("warning: ") != std::string::npos);
        CHECK(content(ground.folder / "cache") == "a file");
    }
    SECTION("a disk that is full after 8 KiB") {
        const std::string file = ground.folder.write("run.toml", ground.config);
        const Outcome run = shell("trap '' XFSZ; ulimit -f 16; " + std::string{AMANEKU_PROGRAM} + " check " +
                                  file + " --quiet");
        CHECK(run.status == 0);
        ground.folder.write("run.toml",
                            replaced(ground.config, R"(["csv", "json", "geojson"])", R"(["json"])"));
        const Outcome full = shell("trap '' XFSZ; ulimit -f 16; " + std::string{AMANEKU_PROGRAM} + " run " +
                                   file + " --cache " + (ground.folder / "cache"));
        INFO(full.text);
        CHECK(full.text.find("the run goes on without") != std::string::npos);
        for (const std::string& name : ground.names()) CHECK(name.find(".part") == std::string::npos);
        static_cast<void>(ground.run());
    }
}

TEST_CASE("two runs at once share a cache") {
    const Ground ground;
    const std::string file = ground.folder.write("run.toml", ground.config);
    const std::string call = std::string{AMANEKU_PROGRAM} + " run " + file + " --quiet --cache " +
                             (ground.folder / "cache") + " --out ";
    const Outcome both =
        shell(call + (ground.folder / "a") + " & " + call + (ground.folder / "b") + "; wait");
    INFO(both.text);
    auto a = contents(ground.folder / "a");
    auto b = contents(ground.folder / "b");
    a.erase("timing.json");
    b.erase("timing.json");
    CHECK(a.size() > 8);
    CHECK(a == b);
    static_cast<void>(ground.run());
}
