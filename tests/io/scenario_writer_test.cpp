#include "io/scenario_writer.hpp"

#include "catch.hpp"
#include "io/scenario_reader.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

using namespace amaneku;

TEST_CASE("a scenario that is written is read as it was, to the last digit") {
    Config config;
    ServiceConfig service;
    service.id = "5g";
    service.providers.emplace_back().id = "a";
    config.services.push_back(service);
    ScenarioConfig scenario;
    scenario.title = "案 \"A\" \\ 𠮷\x01";
    ScenarioSite moved;
    moved.provider = "5g/a";
    moved.id = "B \"1\"";
    moved.lon = 135.1 + 1e-13;
    moved.radius_m = 1e-7;
    moved.azimuth = -0.1;
    ScenarioSite removed;
    removed.provider = "5g/a";
    removed.is_removed = true;
    removed.at_lon = 1.0 / 3.0;
    removed.at_lat = 31.0;
    scenario.changed = {moved, removed};
    ScenarioAdd added;
    added.provider = "5g/a";
    added.id = "new-1";
    added.lon = 141.00000000000003;
    added.lat = -2.0;
    added.radius_m = 123456.78901;
    scenario.added = {added};
    const auto file =
        std::filesystem::temp_directory_path() / ("amaneku-scenario-" + std::to_string(::getpid()) + ".toml");
    std::ofstream{file} << io::scenario_toml(scenario);
    const ScenarioConfig read = io::read_scenario(file.string(), config);
    std::filesystem::remove(file);
    CHECK(read.title == scenario.title);
    REQUIRE(read.changed.size() == 2);
    CHECK(read.changed[0].id == moved.id);
    CHECK(read.changed[0].lon == moved.lon);
    CHECK(read.changed[0].radius_m == moved.radius_m);
    CHECK(read.changed[0].azimuth == moved.azimuth);
    CHECK_FALSE(read.changed[0].lat);
    CHECK(read.changed[1].is_removed);
    CHECK(read.changed[1].at_lon == removed.at_lon);
    CHECK(read.changed[1].at_lat == removed.at_lat);
    REQUIRE(read.added.size() == 1);
    CHECK(read.added[0].lon == added.lon);
    CHECK(read.added[0].lat == added.lat);
    CHECK(read.added[0].radius_m == added.radius_m);
    CHECK_FALSE(read.added[0].azimuth);
}
