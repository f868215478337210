#include "app/called.hpp"
#include "catch.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace {

using Row = std::vector<std::string>;

/// Rows of a table in tests/data, without its header.
std::vector<Row> table(const std::string& name) {
    std::ifstream file{std::string{AMANEKU_SOURCE_DIR} + "/tests/data/" + name};
    std::vector<Row> rows;
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) rows.push_back(split(line, ','));
    return rows;
}

/// What a call that must succeed prints, line by line.
std::vector<std::string> lines_of(const std::string& arguments, const std::string& input = "") {
    const Called called = call_amaneku("mesh " + arguments, input);
    INFO("mesh " << arguments << "\n" << called.err);
    REQUIRE(called.status == 0);
    CHECK(called.err.empty());
    return split(called.out, '\n');
}

/// A code of each level around one point, the first of mesh_codes.csv.
struct Square {
    const char* level;
    const char* code;
};
constexpr std::array<Square, 15> tokyo{{{"1st", "5339"},
                                        {"40x", "53392"},
                                        {"20x", "5339235"},
                                        {"16x", "5339467"},
                                        {"2nd", "533935"},
                                        {"8x", "5339476"},
                                        {"5x", "5339354"},
                                        {"4x", "533947637"},
                                        {"2.5x", "533935446"},
                                        {"2x", "533935885"},
                                        {"3rd", "53393599"},
                                        {"half", "533935992"},
                                        {"quarter", "5339359921"},
                                        {"eighth", "53393599212"},
                                        {"tenth", "5339359906"}}};

/// The number that a fraction `n/d` of a degree rounds to.
double degrees(const std::string& fraction) {
    const std::size_t slash = fraction.find('/');
    return std::stod(fraction.substr(0, slash)) / std::stod(fraction.substr(slash + 1));
}

}  // namespace

TEST_CASE("mesh encode prints the table's code for each lat,lon line, at all fifteen levels") {
    std::map<std::string, std::pair<std::string, std::vector<std::string>>> levels;  // lines and codes
    for (const Row& row : table("mesh_codes.csv")) {
        auto& [input, codes] = levels[row.at(2)];
        input += row.at(0) + "," + row.at(1) + "\n";
        codes.push_back(row.at(3));
    }
    CHECK(levels.size() == tokyo.size());
    for (const auto& [level, points] : levels) {
        INFO(level);
        CHECK(lines_of("encode --level " + level, points.first) == points.second);
    }
}

TEST_CASE("mesh encode takes a point from its arguments, and lines with blanks and carriage returns") {
    for (const auto& [level, code] : tokyo) {
        INFO(level);
        CHECK(lines_of(fmt::format("encode --level {} 35.658581 139.745433", level)) == Row{code});
    }
    CHECK(lines_of("encode --level half", "35.658581,139.745433\r\n\n35.658581, 139.745433") ==
          Row{"533935992", "533935992"});
    CHECK(lines_of("encode --level half", "").empty());
}

TEST_CASE("mesh decode prints the table's edges, the nearest doubles of them") {
    const std::vector<Row> rows = table("mesh_bounds.csv");
    CHECK(rows.size() == 65);
    std::map<std::string, std::vector<Row>> levels;
    for (const Row& row : rows) levels[row.at(1)].push_back(row);
    for (const auto& [level, squares] : levels) {
        std::string input;
        for (const Row& row : squares) input += row.at(0) + "\n";
        const auto lines = lines_of("decode --level " + level, input);
        REQUIRE(lines.size() == squares.size() + 1);
        CHECK(lines.front() == "code,level,south,west,north,east");
        for (std::size_t i = 0; i < squares.size(); ++i) {
            INFO(lines[i + 1]);
            const Row fields = split(lines[i + 1], ',');
            REQUIRE(fields.size() == 6);
            CHECK(fields[0] == squares[i][0]);
            CHECK(fields[1] == level);
            for (std::size_t edge = 2; edge < 6; ++edge)
                CHECK(std::stod(fields[edge]) == degrees(squares[i][edge]));
        }
    }
}

TEST_CASE("mesh decode tells each level from the code, and the south-west corner encodes to the code") {
    std::string codes;
    for (const auto& [level, code] : tokyo) {
        if (std::string{level} != "quarter") codes += fmt::format(" {}", code);
    }
    const auto lines = lines_of("decode" + codes);
    REQUIRE(lines.size() == tokyo.size());  // the header stands for the quarter
    for (std::size_t i = 1; i < lines.size(); ++i) {
        const Row fields = split(lines[i], ',');
        CHECK(fields.at(0) == tokyo[i <= 12 ? i - 1 : i].code);
        CHECK(fields.at(1) == tokyo[i <= 12 ? i - 1 : i].level);
        CHECK(lines_of(fmt::format("encode --level {} {} {}", fields[1], fields[2], fields[3])) ==
              Row{fields[0]});
    }
}

TEST_CASE("mesh parent prints the square of each coarser level that holds the square whole") {
    struct Case {
        const char* level;
        const char* parents;  ///< the levels of `tokyo` that hold it, besides itself
    };
    // A level holds another where its cells a side divide: 2nd 8, 5x 16, 2.5x 32, 8x 10, 4x 20, 2x 40, …
    const std::vector<Case> cases{{"1st", ""},
                                  {"40x", "1st"},
                                  {"20x", "1st 40x"},
                                  {"16x", "1st"},
                                  {"2nd", "1st 40x 20x"},
                                  {"8x", "1st 40x 16x"},
                                  {"5x", "1st 40x 20x 2nd"},
                                  {"4x", "1st 40x 20x 16x 8x"},
                                  {"2.5x", "1st 40x 20x 2nd 5x"},
                                  {"2x", "1st 40x 20x 16x 2nd 8x 4x"},
                                  {"3rd", "1st 40x 20x 16x 2nd 8x 5x 4x 2x"},
                                  {"half", "1st 40x 20x 16x 2nd 8x 5x 4x 2.5x 2x 3rd"},
                                  {"quarter", "1st 40x 20x 16x 2nd 8x 5x 4x 2.5x 2x 3rd half"},
                                  {"eighth", "1st 40x 20x 16x 2nd 8x 5x 4x 2.5x 2x 3rd half quarter"},
                                  {"tenth", "1st 40x 20x 16x 2nd 8x 5x 4x 2.5x 2x 3rd half"}};
    REQUIRE(cases.size() == tokyo.size());
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const Row parents = split(cases[i].parents, ' ');
        for (std::size_t j = 0; j < i; ++j) {
            INFO(tokyo[i].level << " in " << tokyo[j].level);
            const Called called = call_amaneku(fmt::format("mesh parent {} --code-level {} --level {}",
                                                           tokyo[i].code, tokyo[i].level, tokyo[j].level));
            const bool fits = std::find(parents.begin(), parents.end(), tokyo[j].level) != parents.end();
            CHECK(called.status == (fits ? 0 : 4));
            CHECK(called.out == (fits ? fmt::format("{}\n", tokyo[j].code) : ""));
            CHECK(holds(called.err, "no square of that level holds it whole") != fits);
        }
    }
}

TEST_CASE("mesh children fill their square, south to north and west to east") {
    CHECK(lines_of("children 53393599 --level half") ==
          Row{"533935991", "533935992", "533935993", "533935994"});
    CHECK(lines_of("children 533935 --level 5x") == Row{"5339351", "5339352", "5339353", "5339354"});
    CHECK(lines_of("children 5339359921 --code-level quarter --level eighth").size() == 4);
    struct Case {
        const char* level;
        std::size_t count;
        const char* first;
        const char* last;
    };
    for (const Case& c :
         {Case{"40x", 4, "53391", "53394"}, Case{"20x", 16, "5339115", "5339445"},
          Case{"16x", 25, "5339007", "5339887"}, Case{"2nd", 64, "533900", "533977"},
          Case{"8x", 100, "5339006", "5339996"}, Case{"5x", 256, "5339001", "5339774"},
          Case{"4x", 400, "533900617", "533999647"}, Case{"2.5x", 1024, "533900116", "533977446"},
          Case{"2x", 1600, "533900005", "533977885"}, Case{"3rd", 6400, "53390000", "53397799"}}) {
        INFO(c.level);
        auto children = lines_of(fmt::format("children 5339 --level {}", c.level));
        CHECK(children.size() == c.count);
        CHECK(children.front() == c.first);
        CHECK(children.back() == c.last);
        std::string input;
        for (const std::string& child : children) input += child + "\n";
        const auto parents = lines_of("parent --level 1st", input);
        CHECK(std::count(parents.begin(), parents.end(), "5339") == static_cast<std::ptrdiff_t>(c.count));
        std::sort(children.begin(), children.end());
        CHECK(std::adjacent_find(children.begin(), children.end()) == children.end());
    }
    const Called refused = call_amaneku("mesh children 53391 --level 16x");
    CHECK(refused.status == 4);
    CHECK(refused.err == "amaneku: mesh: 53391: the level does not divide it\n");
}

TEST_CASE("mesh neighbours cross the borders of coarser squares, and end where codes end") {
    CHECK(lines_of("neighbours 53393599") == Row{"53393588", "53393589", "53393680", "53393598", "53393690",
                                                 "53394508", "53394509", "53394600"});
    CHECK(lines_of("neighbours 533977") ==
          Row{"533966", "533967", "534060", "533976", "534070", "543906", "543907", "544000"});
    CHECK(lines_of("neighbours 0000") == Row{"0001", "0100", "0101"});
    CHECK(lines_of("neighbours 9999") == Row{"9898", "9899", "9998"});
    for (const auto& [level, code] : tokyo) {
        INFO(level);
        const auto around = lines_of(fmt::format("neighbours --level {} {}", level, code));
        REQUIRE(around.size() == 8);
        // Whoever lies north-east of us has us south-west.
        CHECK(lines_of(fmt::format("neighbours --level {} {}", level, around.back())).front() == code);
    }
}

TEST_CASE("mesh polygon prints the outline counter-clockwise from the south-west, as WKT or GeoJSON") {
    CHECK(lines_of("polygon 5439 543922") ==
          Row{"POLYGON ((139 36, 140 36, 140 36.666666666666664, 139 36.666666666666664, 139 36))",
              "POLYGON ((139.25 36.166666666666664, 139.375 36.166666666666664, 139.375 36.25, 139.25 36.25, "
              "139.25 36.166666666666664))"});
    for (const auto& [level, code] : tokyo) {
        INFO(level);
        const auto lines = lines_of(fmt::format("polygon --format geojson --level {} {}", level, code));
        REQUIRE(lines.size() == 1);
        const auto feature = nlohmann::json::parse(lines.front());
        CHECK(feature["type"] == "Feature");
        CHECK(feature["properties"]["mesh_code"] == code);
        CHECK(feature["geometry"]["type"] == "Polygon");
        const auto& ring = feature["geometry"]["coordinates"][0];
        REQUIRE(ring.size() == 5);
        const Row edges = split(lines_of(fmt::format("decode --level {} {}", level, code)).at(1), ',');
        const double south = std::stod(edges[2]);
        const double west = std::stod(edges[3]);
        const double north = std::stod(edges[4]);
        const double east = std::stod(edges[5]);
        CHECK(ring ==
              nlohmann::json{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}});
    }
}

TEST_CASE("a code that may be two levels is refused with the option that settles it") {
    for (const char* verb : {"decode", "neighbours", "polygon"}) {
        INFO(verb);
        const Called refused = call_amaneku(fmt::format("mesh {} 5339359911", verb));
        CHECK(refused.status == 4);
        CHECK(holds(refused.err, "'5339359911' may be of level quarter or tenth"));
        CHECK(holds(refused.err, "--level quarter"));
        for (const char* level : {"quarter", "tenth"})
            CHECK(!lines_of(fmt::format("{} 5339359911 --level {}", verb, level)).empty());
    }
    const Called refused = call_amaneku("mesh parent --level half", "5339359906\n5339359911\n");
    CHECK(refused.status == 4);
    CHECK(refused.out == "533935992\n");  // what stands before the bad line
    CHECK(holds(refused.err, "stdin:2: "));
    CHECK(holds(refused.err, "parent: --code-level quarter"));
    CHECK(lines_of("parent 5339359911 --level half --code-level quarter") == Row{"533935991"});
    CHECK(lines_of("parent 5339359911 --level 3rd --code-level tenth") == Row{"53393599"});
    // The last two digits tell these: neither is ambiguous.
    CHECK(split(lines_of("decode 5339359905").at(1), ',').at(1) == "tenth");
}

TEST_CASE("bad codes and coordinates end with status 4, the place and the rule") {
    struct Case {
        const char* arguments;
        const char* input;
        const char* says;
    };
    for (const Case& c : {
             Case{"decode 533", "", "mesh: mesh code '533' has 3 digits: codes have 4 to 11"},
             Case{"decode 123456789012", "", "has 12 digits"},
             Case{"decode 53393x", "", "mesh code '53393x': only digits may occur"},
             Case{"decode 53３9", "", "only digits may occur"},
             Case{"decode ''", "", "the mesh code is empty"},
             Case{"decode 533989", "", "a digit is out of its range (JIS X 0410)"},
             Case{"decode 533935995", "", "'533935995': a digit is out of its range"},
             Case{"decode 53393599 --level half", "", "has 8 digits: a code of level half has 9"},
             Case{"decode 533935995 --level half", "", "is no code of level half"},
             Case{"polygon", "5339\n\n533\n", "stdin:3: mesh code '533'"},
             Case{"neighbours", "5339 \n", "stdin:1: mesh code '5339 ': only digits may occur"},
             Case{"encode --level half 139.745433 35.658581", "", "is longitude given first?"},
             Case{"encode --level half -10 139", "", "lies outside the area of mesh codes (0 to 66.67 N"},
             Case{"encode --level half 35 99.999", "", "latitude 35 longitude 99.999 lies outside"},
             Case{"encode --level half nan 139", "", "lies outside"},
             Case{"encode --level half 35.6 139,7", "", "LON: '139,7' is no number of degrees"},
             Case{"encode --level half", "35.6,139.7\n35.6 139.7\n", "stdin:2: '35.6 139.7' is not lat,lon"},
             Case{"encode --level half", "lon,lat\n", "stdin:1: 'lon' is no number of degrees"},
             Case{"encode --level half", "35.6,139.7\nlat,lon\n", "stdin:2: 'lat' is no number of degrees"},
             Case{"encode --level half", "35.6,\n", "stdin:1: '' is no number of degrees"},
             Case{"encode --level half", "35.6,139.7,4\n", "'139.7,4' is no number of degrees"},
         }) {
        const Called called = call_amaneku(fmt::format("mesh {}", c.arguments), c.input);
        INFO(c.arguments << " <<< " << c.input << "\n" << called.err);
        CHECK(called.status == 4);
        CHECK(holds(called.err, c.says));
        CHECK(std::count(called.err.begin(), called.err.end(), '\n') == 1);
    }
}

TEST_CASE("mesh commands that cannot be understood end with status 2 and say what there is") {
    struct Case {
        const char* arguments;
        const char* says;
    };
    for (const Case& c : {
             Case{"", "needs a verb: there are encode, decode, children, parent, neighbours, polygon"},
             Case{"encod 35 139", "'encod' is no verb (did you mean encode?)"},
             Case{"encode 35.6 139.7", "--level is required"},
             Case{
                 "encode --level halb 35.6 139.7",
                 "--level: 'halb' is no mesh level; known are 1st, 40x, 20x, 16x, 2nd, 8x, 5x, 4x, 2.5x, 2x, "
                 "3rd, half, quarter, eighth, tenth"},
             Case{"encode --level half 35.6,139.7", "needs LAT and LON"},
             Case{"encode --level half 35.6 139.7 0", "not expected: 0"},
             Case{"children 53393599", "--level is required"},
             Case{"parent 53393599 --level 4th", "'4th' is no mesh level"},
             Case{"parent 53393599 --level 2nd --code-level 4th", "--code-level: '4th' is no mesh level"},
             Case{"decode 5339 --level 4th", "amaneku: --level: '4th' is no mesh level"},
             Case{"polygon 5339 --format kml", "kml not in {wkt,geojson}"},
             Case{"decode --nothing 5339", "--nothing"},
         }) {
        const Called called = call_amaneku(fmt::format("mesh {}", c.arguments));
        INFO(c.arguments << "\n" << called.err);
        CHECK(called.status == 2);
        CHECK(holds(called.err, c.says));
        CHECK(called.out.find("5339") == std::string::npos);
    }
}

TEST_CASE("points under a header and codes in quotes are read as tables have them") {
    std::ifstream file{AMANEKU_SOURCE_DIR "/tests/data/regression/points_with_header.csv"};
    const std::string points{std::istreambuf_iterator<char>{file}, {}};
    REQUIRE(points.starts_with("lat,lon\n\""));
    const std::vector<std::string> twice(2, "533935992");
    CHECK(lines_of("encode --level half", points) == twice);
    CHECK(lines_of("encode --level half", "\xEF\xBB\xBF" + points) == twice);
    CHECK(lines_of("parent --level 3rd", "\"533935992\"\n") == std::vector<std::string>{"53393599"});
    CHECK(lines_of("parent --level 3rd '\"533935992\"'") == std::vector<std::string>{"53393599"});
}

TEST_CASE("the usage of mesh encode names its two arguments") {
    const Called help = call_amaneku("mesh encode --help");
    INFO(help.out);
    CHECK(holds(help.out, "[LAT] [LON]"));
}
