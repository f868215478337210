#include "app/output_folder.hpp"

#include "app/program.hpp"
#include "catch.hpp"
#include <amaneku/error.hpp>

#include <chrono>
#include <set>

using namespace amaneku;
namespace fs = std::filesystem;

TEST_CASE("a second run waits for the first that writes into the same directory, and says so") {
    const Folder folder;
    const std::string config = folder.write("run.toml", sample_config(R"(["csv", "json"])"));
    fs::create_directories(folder / "out");
    const Outcome run =
        shell("flock " + (folder / "out/.amaneku.lock") + " sleep 3 &\nsleep 0.2; " AMANEKU_PROGRAM " run " +
              config + " --quiet; status=$?; wait; exit $status");
    INFO(run.text);
    CHECK(run.status == 0);
    CHECK(run.text.find("another run is writing into " + (folder / "out") + ": waiting") !=
          std::string::npos);
    CHECK(fs::exists(folder / "out/municipalities.csv"));
    CHECK_FALSE(fs::exists(folder / "out/.amaneku.lock"));
}

TEST_CASE("a directory that another run does not let go of ends with an output error") {
    const Folder folder;
    app::Messages messages{true};
    {
        const app::OutputFolder first{folder / "out", messages};
        try {
            const app::OutputFolder second{folder / "out", messages, std::chrono::milliseconds{120}};
            FAIL("both write");
        } catch (const Error& error) {
            CHECK(error.code() == Errc::output);
            CHECK(error.where() == folder / "out");
            CHECK(std::string{error.what()}.find("--out") != std::string::npos);
        }
        CHECK(fs::exists(folder / "out/.amaneku.lock"));  // the first still holds it
    }
    CHECK(fs::is_empty(folder / "out"));
    const app::OutputFolder third{folder / "out", messages, std::chrono::milliseconds{0}};
}

TEST_CASE("a lock file that a killed run left does not hold up the next") {
    const Folder folder;
    fs::create_directories(folder / "out");
    folder.write("out/.amaneku.lock", "");
    app::Messages messages{true};
    { const app::OutputFolder now{folder / "out", messages, std::chrono::milliseconds{0}}; }
    CHECK(fs::is_empty(folder / "out"));
}

TEST_CASE("parts of files are removed where their process is dead, and nothing else") {
    const Folder folder;
    fs::create_directories(folder / "out");
    std::string dead = shell("exec sh -c 'echo $$'").text;
    dead.pop_back();
    const std::string alive = std::to_string(::getppid());
    for (const std::string& name :
         {".coverage." + dead + ".part.gpkg", ".coverage." + dead + ".part.gpkg-journal",
          ".mesh." + dead + ".part.fgb", ".municipalities." + dead + ".part.csv",
          ".timing." + dead + ".part.json", ".coverage." + std::to_string(::getpid()) + ".part.gpkg"})
        folder.write("out/" + name, "half");
    const std::set<std::string> keep{".coverage." + alive + ".part.gpkg",
                                     ".notes." + dead + ".part.csv",
                                     ".coverage.x.part.gpkg",
                                     ".coverage..part.gpkg",
                                     "coverage." + dead + ".part.gpkg",
                                     ".part",
                                     "coverage.gpkg",
                                     "notes.txt",
                                     ".coverage.-1.part.gpkg"};
    for (const std::string& name : keep) folder.write("out/" + name, "of somebody");
    app::Messages messages{true};
    {
        const app::OutputFolder out{folder / "out", messages};
        out.remove_dead_parts();
    }
    std::set<std::string> left;
    for (const auto& [name, bytes] : contents(folder / "out")) left.insert(name);
    CHECK(left == keep);
}

TEST_CASE("a killed run's parts are gone after the next run") {
    const Folder folder;
    const std::string config = folder.write("run.toml", sample_config(R"(["gpkg"])"));
    // Killed as soon as it writes.
    const Outcome killed = shell(
        AMANEKU_PROGRAM " run " + config + " --quiet & while ! ls " + (folder / "out") +
        "/.coverage.*.part.gpkg >/dev/null 2>&1; do kill -0 $! || exit 9; done; kill -9 $!; wait $!; true");
    INFO(killed.text);
    REQUIRE(killed.status == 0);
    REQUIRE_FALSE(fs::exists(folder / "out/coverage.gpkg"));
    REQUIRE(contents(folder / "out").size() >= 2);  // the lock and parts
    REQUIRE(run_amaneku("run " + config + " --quiet").status == 0);
    std::set<std::string> left;
    for (const auto& [name, bytes] : contents(folder / "out")) left.insert(name);
    CHECK(left == std::set<std::string>{"coverage.gpkg", "timing.json"});
}

TEST_CASE("files of an earlier run that a run does not write are named and left alone") {
    const Folder folder;
    const std::string config = folder.write("run.toml", sample_config(R"(["csv", "json", "gpkg"])"));
    const Outcome first = run_amaneku("run " + config + " --quiet");
    REQUIRE(first.status == 0);
    CHECK(first.text.find("earlier run") == std::string::npos);
    CHECK(run_amaneku("run " + config + " --quiet").text.find("earlier run") == std::string::npos);
    folder.write("out/notes.txt", "mine");
    std::string text = replaced(sample_config(R"(["csv"])"), "groups = ", "# groups = ");
    folder.write("run.toml", text);
    const Outcome second = run_amaneku("run " + config + " --quiet");
    INFO(second.text);
    REQUIRE(second.status == 0);
    CHECK(second.text.find(": coverage.gpkg, groups.csv, summary.json; remove them") != std::string::npos);
    for (const char* name : {"out/coverage.gpkg", "out/groups.csv", "out/summary.json", "out/notes.txt"})
        CHECK(fs::exists(folder / name));
}
