#include "io/jpgis_dem.hpp"

#include "catch.hpp"
#include "io/jpgis_text.hpp"
#include "io/xml_events.hpp"
#include <amaneku/error.hpp>

#include <cpl_conv.h>
#include <cpl_string.h>

#include <cmath>

using namespace amaneku;

namespace {

const std::string name = "FG-GML-5135-67-00-DEM5A-20161001.xml";

struct Read {
    io::JpgisHead head;
    std::vector<float> heights;
    std::vector<terrain::PostRemark> remarks;
    std::vector<Issue> issues;
};

Read read(const std::string& xml, const std::string& shown = name) {
    Read out;
    out.head = io::read_jpgis_head(xml, shown, true, out.issues);
    terrain::TilePosts posts = io::read_jpgis_posts(xml, shown, out.head);
    out.heights = std::move(posts.heights);
    out.remarks = std::move(posts.remarks);
    return out;
}

/// What is said of a text that cannot be used.
std::string problem(const std::string& xml) {
    try {
        static_cast<void>(read(xml));
    } catch (const Error& error) {
        CHECK(error.code() == Errc::input);
        CHECK(error.where().find(name) == 0);
        return error.what();
    }
    return "none";
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

constexpr float hole = -1.0F;

/// NaN as a number that can be compared.
std::vector<float> with_holes(std::vector<float> heights) {
    for (float& h : heights) {
        if (std::isnan(h)) h = hole;
    }
    return heights;
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size())
        text.replace(at, what.size(), by);
    return text;
}

}  // namespace

TEST_CASE("a file of heights has its first post in the middle of its north-west cell") {
    const Read got = read(JpgisText{}.xml());
    const terrain::PostGrid& grid = got.head.grid;
    CHECK(grid.columns == 3);
    CHECK(grid.rows == 2);
    // The mesh 51356700 is 45" by 30" from 135.875 E, 34.5 N: cells of 15".
    // Degrees near 136 are doubles to 3e-14.
    CHECK(grid.step_x == Approx(15.0 / 3600).epsilon(1e-11));
    CHECK(grid.step_y == Approx(15.0 / 3600).epsilon(1e-11));
    CHECK(grid.west == Approx(135.875 + 7.5 / 3600).epsilon(1e-15));
    CHECK(grid.north == Approx(34.0 + 30.5 / 60 - 7.5 / 3600).epsilon(1e-15));
    CHECK(got.heights == std::vector<float>{1, 2.5, 3, 4, 5, 6});
    CHECK(got.head.datum == "jgd2011");
    CHECK(got.issues.empty());
    CHECK(got.remarks.empty());
}

TEST_CASE("posts before the start point and after the end of the list are unknown") {
    JpgisText text;
    text.start = "1 0";
    text.tuples = "地表面,10\n地表面,20\n地表面,30\n";
    CHECK(with_holes(read(text.xml()).heights) == std::vector<float>{hole, 10, 20, 30, hole, hole});
    text.start = "2 1";
    text.tuples = "地表面,7.";
    CHECK(with_holes(read(text.xml()).heights) == std::vector<float>{hole, hole, hole, hole, hole, 7});
    text.tuples.clear();
    CHECK(with_holes(read(text.xml()).heights) == std::vector<float>(6, hole));
    // Grids whose limits do not begin at 0.
    text.low = "5 5";
    text.high = "7 6";
    text.start = "6 5";
    text.tuples = "地表面,10\n";
    CHECK(with_holes(read(text.xml()).heights) == std::vector<float>{hole, 10, hole, hole, hole, hole});
}

TEST_CASE("types of posts are taken by what they mean") {
    JpgisText text;
    text.tuples = "表層面,1\nその他,2\n内水面,3\n内水面,-9999.\nデータなし,-9999.\n海水面,-9999.\n";
    CHECK(with_holes(read(text.xml()).heights) == std::vector<float>{1, 2, 3, hole, hole, 0});
    text.tuples = "海水面,0.8\n海水底面,-12.5\n内水底面,80.2\nデータなし,5\n地表面,-9999.00\n地表面,-3.1\n";
    CHECK(with_holes(read(text.xml()).heights) == std::vector<float>{0.8F, 0, hole, hole, hole, -3.1F});
}

TEST_CASE("a type that the specification has not is taken, counted and told") {
    JpgisText text;
    text.tuples = "屋根,1\n地表面,2\n屋根,3\n";
    const Read got = read(text.xml());
    CHECK(with_holes(got.heights) == std::vector<float>{1, 2, 3, hole, hole, hole});
    REQUIRE(got.remarks.size() == 1);
    CHECK(has(got.remarks[0].text, "屋根"));
    CHECK(got.remarks[0].posts == 2);
}

TEST_CASE("line ends and encodings do not change heights") {
    const std::string plain = JpgisText{}.xml();
    const std::vector<float> expected = read(plain).heights;
    CHECK(read(replaced(plain, "\n", "\r\n")).heights == expected);
    CHECK(read("\xEF\xBB\xBF" + plain).heights == expected);

    JpgisText old;
    old.declaration = R"(<?xml version="1.0" encoding="Shift_JIS"?>)";
    char* converted = CPLRecode(old.xml().c_str(), CPL_ENC_UTF8, "CP932");
    const std::string shift_jis = converted;
    CPLFree(converted);
    REQUIRE(shift_jis != old.xml());
    CHECK(read(io::xml_in_utf8(shift_jis)).heights == expected);
    // Declared as one and written as the other.
    CHECK(read(io::xml_in_utf8(old.xml())).heights == expected);
    CHECK(read(io::xml_in_utf8(replaced(shift_jis, "Shift_JIS", "UTF-8"))).heights == expected);
}

TEST_CASE("a text in UTF-8 that is cut inside a character stays UTF-8") {
    const std::string text = "標高の";
    for (std::size_t size = 1; size <= text.size(); ++size)
        CHECK(io::xml_in_utf8(text.substr(0, size)) == text.substr(0, size));
    CHECK(io::xml_in_utf8("\x92\x6E\x95\x5C\x96\xCA") == "地表面");
}

TEST_CASE("the head is read from the first bytes of a file") {
    const std::string xml = JpgisText{}.xml();
    std::vector<Issue> issues;
    const std::string beginning = xml.substr(0, xml.find("地表面,2") + 1);
    const io::JpgisHead head = io::read_jpgis_head(beginning, name, false, issues);
    CHECK(head.grid.columns == 3);
    CHECK(head.mesh == "51356700");
}

TEST_CASE("a file that is cut off or damaged is named as such") {
    const std::string xml = JpgisText{}.xml();
    CHECK(has(problem(xml.substr(0, xml.find("地表面,5"))), "cut off"));
    CHECK(has(problem(xml.substr(0, xml.find("<gml:low>"))), "cut off"));
    CHECK(has(problem(""), "cut off"));
    CHECK(has(problem(replaced(xml, "</coverage>", "</cover>")), "line "));
    CHECK(has(problem("not xml at all"), "line 1"));
    CHECK(has(problem(replaced(xml, "tupleList", "list")), "no heights"));
    CHECK(has(problem("<Dataset><AdmArea/></Dataset>"), "no elevation file"));
    CHECK(has(problem("<GI xmlns:jps=\"x\"><jps:CV_DiscreteGridPointCoverage/></GI>"), "FG-GML"));
}

TEST_CASE("envelope, grid, mesh and start that disagree are named") {
    JpgisText text;
    SECTION("mesh and envelope") {
        text.mesh = "51356701";
        CHECK(has(problem(text.xml()), "mesh 51356701 reaches"));
    }
    SECTION("envelope and grid") {
        text.high = "5 1";
        CHECK(has(problem(text.xml()), "envelope and its grid disagree"));
    }
    SECTION("an envelope with longitude first") {
        text.mesh.clear();
        text.low_corner = "135.875 34.5";
        text.high_corner = "135.8875 34.508333333";
        CHECK(has(problem(text.xml()), "latitude before longitude"));
    }
    SECTION("an envelope that is none") {
        text.low_corner = "34.5";
        CHECK(has(problem(text.xml()), "two numbers"));
    }
    SECTION("a grid that is none") {
        text.high = "2 -1";
        CHECK(has(problem(text.xml()), "is none"));
    }
    SECTION("a start outside") {
        text.start = "3 0";
        CHECK(has(problem(text.xml()), "no post"));
    }
    SECTION("more heights than posts") {
        text.start = "1 0";
        CHECK(has(problem(text.xml()), "more heights"));
    }
    SECTION("another order") {
        text.order = "+y+x";
        CHECK(has(problem(text.xml()), "+x-y"));
    }
    SECTION("a height that is none") {
        text.tuples = "地表面,1\n地表面;2\n";
        CHECK(has(problem(text.xml()), "'地表面;2'"));
    }
    SECTION("the Tokyo datum") {
        text.datum = "fguuid:tokyo.bl";
        CHECK(has(problem(text.xml()), "Tokyo"));
    }
}

TEST_CASE("a name that disagrees with the contents is told of, and the contents are taken") {
    const Read got = read(JpgisText{}.xml(), "x.zip/FG-GML-5135-67-99-DEM5A-20161001.xml");
    REQUIRE(got.issues.size() == 1);
    CHECK(has(got.issues[0].reason, "51356799"));
    CHECK(got.head.grid.west < 135.88);
    CHECK(read(JpgisText{}.xml(), "renamed.xml").issues.empty());
}

TEST_CASE("names of elevation files say mesh, product and date") {
    const io::JpgisName five{"a/FG-GML-5339-46-00-DEM5A-20161001.xml"};
    CHECK(five.mesh == "53394600");
    CHECK(five.product == "DEM5A");
    CHECK(five.date == "20161001");
    const io::JpgisName ten{"FG-GML-5339-46-dem10b-20161001.xml"};
    CHECK(ten.mesh == "533946");
    CHECK(ten.product == "DEM10B");
    CHECK(io::JpgisName{"FG-GML-644131-DEM1A-20250227.zip"}.product == "DEM1A");
    CHECK_FALSE(io::JpgisName{"FG-GML-533946-AdmArea-20250101-0001.xml"}.is_dem());
    CHECK_FALSE(io::JpgisName{"fmdid15-3101.xml"}.is_dem());
    CHECK_FALSE(io::JpgisName{""}.is_dem());
}
