#include "report/page.hpp"

#include "catch.hpp"
#include "io/small_result.hpp"
#include "io/tables.hpp"
#include "report/unpacked.hpp"
#include <amaneku/error.hpp>

#include <nlohmann/json.hpp>

using namespace amaneku;
using namespace amaneku::report;
using Json = nlohmann::ordered_json;

namespace {

const std::string small_template =
    "<html lang=\"@AMANEKU_LANGUAGE@\"><title>@AMANEKU_TITLE@</title><meta content=\"img-src "
    "@AMANEKU_TILE_HOST@\"><script type=\"text/plain\" id=\"amaneku-data\">@AMANEKU_DATA@</script>"
    "<script type=\"text/plain\" id=\"amaneku-mesh\">@AMANEKU_MESH@</script>";

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

Json data_of(const RunResult& result) {
    PageInput input{result};
    input.shapes = result.zones.polygons;
    return Json::parse(page_data(input).json);
}

RunResult without_shapes() {
    RunResult result = small_result();
    result.sites.resize(2);
    return result;
}

/// The small result with a square for every zone, one east of the other.
RunResult with_shapes() {
    RunResult result = without_shapes();
    for (std::uint32_t z = 0; z < result.zones.zones.size(); ++z) {
        for (const Point p :
             {Point{135.0 + z, 34.0}, Point{136.0 + z, 34.0}, Point{136.0 + z, 35.0}, Point{135.0 + z, 35.0}})
            result.zones.polygons.points.push_back(p);
        result.zones.polygons.close_ring();
        result.zones.polygons.close_part();
        result.zones.part_zone.push_back(z);
    }
    return result;
}

}  // namespace

TEST_CASE("a title cannot leave its element, nor be taken for a mark") {
    const PageData data{"{\"a\": \"</script>\"}", "mesh"};
    const std::string out =
        page(small_template, data, "ja", "</title><script>@AMANEKU_DATA@", "https://t.example");
    CHECK(holds(out, "<title>&lt;/title&gt;&lt;script&gt;@AMANEKU_DATA@</title>"));
    CHECK(holds(out, "img-src https://t.example\""));
    CHECK(page_block(out, "amaneku-data") == data.json);
    CHECK(page_block(out, "amaneku-mesh") == data.mesh);
    CHECK_FALSE(holds(out, "</script>\"}"));
}

TEST_CASE("a template of another version is refused by the mark that it lacks") {
    try {
        static_cast<void>(page("<html lang=\"@AMANEKU_LANGUAGE@\">", {}, "ja", "", ""));
        FAIL("accepted");
    } catch (const Error& error) {
        CHECK(error.code() == Errc::output);
        CHECK(holds(error.what(), "@AMANEKU_TITLE@"));
    }
}

TEST_CASE("a page's figures are those of the tables") {
    const RunResult result = with_shapes();
    const Json data = data_of(result);
    CHECK(data["format"] == 1);
    CHECK(data["layers"].size() == 3);
    REQUIRE(data["municipalities"].size() == 3);  // the fourth is only supplied
    const Json& nara = data["municipalities"][0];
    CHECK(nara["people"] == Json({1001, 100}));
    // Population, the combination, half_cell; then of provider b by area_share.
    CHECK(nara["rates"][0] == 100.0);
    CHECK(nara["covered"][0] == 1000);
    CHECK(nara["rates"][2 * 5 + 1] == 20.0);
    CHECK(nara["prefecture"] == 0);
    CHECK(data["prefectures"][0]["code"] == "29");
    CHECK(data["groups"][0]["members"] == Json({0, 2}));
    // Nobody lives there: no rate, not 0 %.
    CHECK(data["municipalities"][2]["people"][0] == 0);
    CHECK(data["municipalities"][2]["rates"][0].is_null());
    const std::string table = io::municipalities_csv(result);
    CHECK(holds(table, "100.0,1000,1,"));  // what the page says, printed
}

TEST_CASE("a page has the shapes of reported municipalities, in their order") {
    const Json data = data_of(with_shapes());
    const Json& geometries = data["shapes"]["objects"]["municipality"]["geometries"];
    REQUIRE(geometries.size() == 3);
    for (const Json& geometry : geometries) CHECK(geometry["arcs"].size() == 1);
    CHECK(data["municipalities"][1]["box"] == Json({136.0, 34.0, 137.0, 35.0}));
    CHECK(data["municipalities"][1]["at"] == Json({136.5, 34.5}));
    CHECK(data["nation"]["box"] == Json({135.0, 34.0, 138.0, 35.0}));
}

TEST_CASE("a page of areas without shapes says so") {
    const Json data = data_of(without_shapes());
    CHECK(data["municipalities"][0]["at"].is_null());
    CHECK(data["municipalities"][0]["box"].is_null());
    CHECK(data["mesh"].is_null());
    CHECK(data["plan"].is_null());
    CHECK(data["gaps"].empty());
}

TEST_CASE("text that is no UTF-8 does not stop a page") {
    RunResult result = with_shapes();
    result.zones.zones[0].name = "\xff\xfe";
    const Json data = data_of(result);
    CHECK(data["municipalities"][0]["name"] == "\xef\xbf\xbd\xef\xbf\xbd");
}
