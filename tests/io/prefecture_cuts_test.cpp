#include "io/prefecture_cuts.hpp"

#include "catch.hpp"
#include "io/prefecture_neighbours.hpp"

#include <algorithm>

using namespace amaneku;
using Codes = std::vector<std::string>;

TEST_CASE("files of one prefecture each are known by their rows, else by their names") {
    io::PrefectureCuts cuts;
    SECTION("by rows, zeros lost or not") {
        cuts.begin_file("a.shp");
        cuts.add_row("29201");
        cuts.add_row("29202");
        CHECK(cuts.prefectures() == Codes{"29"});
        cuts.begin_file("b.shp");
        cuts.add_row("1101");
        CHECK(cuts.prefectures() == Codes{"01", "29"});
    }
    SECTION("rows come before the name") {
        cuts.begin_file("500m_mesh_2018_30.shp");
        cuts.add_row("29201");
        CHECK(cuts.prefectures() == Codes{"29"});
    }
    SECTION("by name") {
        cuts.begin_file("x_shape_29.zip/500m_mesh_2018_29.shp");
        CHECK(cuts.prefectures() == Codes{"29"});
    }
    SECTION("a file of several prefectures is whole, and so nothing is cut") {
        cuts.begin_file("a.shp");
        cuts.add_row("29201");
        cuts.begin_file("b.shp");
        cuts.add_row("29201");
        cuts.add_row("30201");
        CHECK(cuts.prefectures().empty());
    }
    SECTION("neither rows nor name tell") {
        cuts.begin_file(GENERATE("mesh.shp", "mesh_2018.shp", "mesh_99.shp", "_.shp", "29.shp"));
        CHECK(cuts.prefectures().empty());
    }
    SECTION("a row that has no code") {
        cuts.begin_file("500m_mesh_2018_29.shp");
        cuts.add_row("");
        CHECK(cuts.prefectures().empty());
    }
}

TEST_CASE("prefectures are neighbours of each other, and islands of none") {
    const auto table = io::prefecture_neighbours();
    REQUIRE(table.size() == 47);
    CHECK(table.at("29") == Codes{"24", "26", "27", "30"});
    CHECK(table.at("01").empty());
    CHECK(table.at("47").empty());
    for (const auto& [code, neighbours] : table) {
        for (const std::string& n : neighbours) {
            INFO(code << " " << n);
            CHECK(std::count(table.at(n).begin(), table.at(n).end(), code) == 1);
        }
    }
}
