#include "io/terrain_config.hpp"

#include "catch.hpp"

using namespace amaneku;

namespace {

struct Read {
    std::optional<TerrainConfig> config;
    std::vector<io::Problem> problems;
};

Read read(const std::string& text) {
    const toml::table table = toml::parse(text);
    Read out;
    io::TomlCursor root{table, "", "run.toml", out.problems};
    out.config = io::read_terrain_config(root, [](io::TomlCursor& t, std::string_view key) {
        return t.has(key) ? t.texts(key) : std::vector<std::string>{};
    });
    root.finish();
    return out;
}

bool says(const Read& got, const std::string& part) {
    return got.problems.size() == 1 && got.problems[0].what.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the section terrain names ground, land cover and sources") {
    const Read got = read(R"([terrain]
files = ["a.zip", "b.tif"]
land_cover = "cover.tif"
classes = "classes.csv"
least_step_m = 111.2
source.files = { name = "基盤地図情報", date = "2025-04-01" }
)");
    for (const io::Problem& problem : got.problems) UNSCOPED_INFO(problem.where << ": " << problem.what);
    CHECK(got.problems.empty());
    REQUIRE(got.config);
    CHECK(got.config->files == std::vector<std::string>{"a.zip", "b.tif"});
    CHECK(got.config->land_cover == std::vector<std::string>{"cover.tif"});
    CHECK(got.config->classes == "classes.csv");
    CHECK(got.config->least_step == Approx(0.001));
    CHECK(got.config->source.name == "基盤地図情報");
    CHECK(got.config->land_cover_source.name.empty());
    CHECK_FALSE(read("title = 1\n").config);
}

TEST_CASE("what is wrong in the section terrain is named") {
    CHECK(says(read("[terrain]\n"), "is missing"));
    CHECK(says(read("[terrain]\nfiles = 'a'\nland_cover = 'b'\n"), "go together"));
    CHECK(says(read("[terrain]\nfiles = 'a'\nclasses = 'b'\n"), "go together"));
    CHECK(says(read("[terrain]\nfiles = 'a'\nland_cover = 'c'\nclasses = ['b', 'd']\n"), "not one"));
    CHECK(says(read("[terrain]\nfiles = 'a'\nleast_step_m = -1\n"), "-1"));
    CHECK(read("[terrain]\nfiles = 'a'\nfile = 'b'\n").problems.size() == 1);
}
