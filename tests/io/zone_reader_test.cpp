#include "io/zone_reader.hpp"

#include "catch.hpp"
#include "core/municipal_code.hpp"
#include "input_folder.hpp"

#include <set>

using namespace amaneku;

namespace {

const Grid grid = Grid::mesh(MeshLevel::half);

std::string square(double x, double y) {
    const auto at = [&](double dx, double dy) {
        return "[" + std::to_string(x + dx) + "," + std::to_string(y + dy) + "]";
    };
    return R"({"type":"Polygon","coordinates":[[)" + at(0, 0) + "," + at(0.1, 0) + "," + at(0.1, 0.1) + "," +
           at(0, 0.1) + "," + at(0, 0) + "]]}";
}

std::string feature(const std::string& properties, const std::string& geometry) {
    return R"({"type":"Feature","properties":{)" + properties + R"(},"geometry":)" + geometry + "}";
}

std::string collection(const std::vector<std::string>& features) {
    std::string text = R"({"type":"FeatureCollection","features":[)";
    for (std::size_t i = 0; i < features.size(); ++i) text += (i == 0 ? "" : ",") + features[i];
    return text + "]}";
}

std::string n03(const std::string& code, const std::string& county, const std::string& municipality) {
    const auto quoted = [](const std::string& s) {
        return s.empty() ? std::string{"null"} : "\"" + s + "\"";
    };
    return R"("N03_001":"北海道","N03_003":)" + quoted(county) + R"(,"N03_004":)" + quoted(municipality) +
           R"(,"N03_007":)" + quoted(code);
}

ZoneTable read(const std::string& file, Wards wards = Wards::wards, std::vector<std::string> report = {}) {
    ZonesConfig config;
    config.files = {file};
    config.wards = wards;
    config.report = std::move(report);
    config.place = "c.toml:3";
    return io::read_zones(config, grid);
}

}  // namespace

TEST_CASE("any number of threads reads the same zones from many files") {
    const InputFolder folder;
    ZonesConfig config;
    for (int f = 0; f < 50; ++f) {
        const std::string code = "01" + std::to_string(202 + f);
        std::vector<std::string> features{
            feature(n03(code, "", "名" + std::to_string(f)), square(140 + 0.5 * f, 41)),
            feature(n03("", "", "所属未定地"), square(141, 42 + 0.1 * f))};
        if (f % 5 == 1)
            features.push_back(feature(n03(code, "", "線"), R"({"type":"Point","coordinates":[1,2]})"));
        const std::string name = "z" + std::to_string(100 + f) + ".geojson";
        config.files.push_back(f % 3 == 0 ? folder.write_zip(name + ".zip", {{name, collection(features)}})
                                          : folder.write(name, collection(features)));
    }
    const auto with = [&](int threads) { return io::read_zones(config, grid, {}, threads); };
    const ZoneTable one_thread = with(1);
    CHECK(one_thread.zones.size() == 50 + 50);
    CHECK(!one_thread.issues.empty());
    const auto words = [](const ZoneTable& table) {
        std::vector<std::string> out = table.notes;
        for (const Issue& i : table.issues) out.push_back(i.file + i.place + i.reason);
        for (const Zone& z : table.zones) out.push_back(z.code + z.name);
        return out;
    };
    for (const int threads : {2, 8}) {
        const ZoneTable many = with(threads);
        CHECK(words(many) == words(one_thread));
        CHECK(many.polygons.points == one_thread.polygons.points);
        CHECK(many.polygons.ring_begin == one_thread.polygons.ring_begin);
        CHECK(many.polygons.part_begin == one_thread.polygons.part_begin);
        CHECK(many.part_zone == one_thread.part_zone);
    }
    folder.write("z104.geojson", "{");
    folder.write("z102.geojson", "{");
    for (const int threads : {1, 2, 8}) {
        CHECK(failure_of([&] { static_cast<void>(with(threads)); }).where.find("z102") != std::string::npos);
    }
}

TEST_CASE("features that share a code are one zone; areas without a code come last") {
    const InputFolder folder;
    const auto file =
        folder.write("z.geojson", collection({feature(n03("01204", "", "旭川市"), square(142, 43)),
                                              feature(n03("", "", "所属未定地"), square(141, 42)),
                                              feature(n03("01202", "", "函館市"), square(140, 41)),
                                              feature(n03("01000", "", ""), square(143, 44)),
                                              feature(n03("01202", "", "函館市"), square(140.5, 41))}));
    const ZoneTable table = read(file);
    REQUIRE(table.zones.size() == 3);
    CHECK(table.zones[0].code == "01202");
    CHECK(table.zones[0].name == "函館市");
    CHECK(table.zones[0].prefecture_code == "01");
    CHECK(table.zones[0].prefecture == "北海道");
    CHECK(table.zones[1].code == "01204");
    CHECK(table.zones[2].code.empty());
    CHECK_FALSE(table.zones[2].reported);
    CHECK(table.part_zone == std::vector<std::uint32_t>{0, 0, 1, 2, 2});
}

TEST_CASE("wards are named with their city before 2024 and after") {
    const InputFolder folder;
    const std::string before = n03("01101", "札幌市", "中央区");
    const std::string after = n03("01101", "", "札幌市") + R"(,"N03_005":"中央区")";
    const auto file = folder.write(
        "z.geojson",
        collection({feature(GENERATE_COPY(before, after), square(141, 43)),
                    feature(n03("01202", "", "函館市") + R"(,"N03_005":null)", square(140, 41))}));
    const ZoneTable wards = read(file);
    CHECK(wards.zones[0].name == "札幌市中央区");
    CHECK(wards.zones[0].city_code == "01100");
    CHECK(wards.zones[1].name == "函館市");
    const ZoneTable cities = read(file, Wards::cities);
    CHECK(cities.zones[0].code == "01100");
    CHECK(cities.zones[0].name == "札幌市");
}

TEST_CASE("a simplified copy holds the whole name in one column") {
    const InputFolder folder;
    const auto file = folder.write(
        "z.geojson",
        collection({feature(R"("N03_007":"29201","name":"奈良県奈良市")", square(135.8, 34.6))}));
    const ZoneTable table = read(file);
    CHECK(table.zones[0].name == "奈良市");
    CHECK(table.zones[0].prefecture == "奈良県");
}

TEST_CASE("the Northern Territories are zones that are not reported") {
    const InputFolder folder;
    const auto file =
        folder.write("z.geojson", collection({feature(n03("01202", "", "函館市"), square(140, 41)),
                                              feature(n03("01696", "", "泊村"), square(145, 44))}));
    const ZoneTable table = read(file);
    REQUIRE(table.zones.size() == 2);
    CHECK(table.zones[0].reported);
    CHECK_FALSE(table.zones[1].reported);
    REQUIRE(table.notes.size() == 2);  // and one on the datum
    CHECK(table.notes.back().find("01696") != std::string::npos);
}

TEST_CASE("report takes codes and prefixes; other zones stay") {
    const InputFolder folder;
    const auto file =
        folder.write("z.geojson", collection({feature(n03("01202", "", "函館市"), square(140, 41)),
                                              feature(n03("01204", "", "旭川市"), square(142, 43))}));
    const ZoneTable table = read(file, Wards::wards, {"01204"});
    CHECK_FALSE(table.zones[0].reported);
    CHECK(table.zones[1].reported);
    const Failure failure = failure_of([&] { read(file, Wards::wards, {"47"}); });
    CHECK(failure.code == Errc::configuration);
    CHECK(failure.says("47"));
}

TEST_CASE("zones that are no municipalities keep their codes as text") {
    const InputFolder folder;
    const auto file =
        folder.write("z.geojson", collection({feature(R"("N03_007":"地区-2","name":"b")", square(140, 41)),
                                              feature(R"("N03_007":"A1","name":"a")", square(141, 41)),
                                              feature(R"("N03_007":null,"name":"c")", square(142, 41))}));
    const ZoneTable table = read(file);
    REQUIRE(table.zones.size() == 3);
    CHECK(table.zones[0].code == "A1");
    CHECK(table.zones[1].code == "地区-2");
    CHECK(table.zones[2].code.empty());
}

TEST_CASE("a layer that cannot give zones is an error that says what it has") {
    const InputFolder folder;
    const auto no_column =
        folder.write("a.geojson", collection({feature(R"("id":"1","name":"a")", square(140, 41))}));
    CHECK(failure_of([&] { read(no_column); }).says("id, name"));
    CHECK(failure_of([&] { read(folder.write("b.geojson", collection({}))); }).code == Errc::input);
    CHECK(failure_of([&] { read(folder.write("c.geojson", "")); }).code == Errc::input);
    CHECK(failure_of([&] { read(folder.path("absent.geojson")); }).code == Errc::input);
}

TEST_CASE("a sliver among a zone's parts does not take the zone away") {
    const InputFolder folder;
    const std::string parts =
        R"({"type":"MultiPolygon","coordinates":[[[[140,41],[140.1,41],[140.1,41.1],[140,41]]],[[[140,41],[140.1,41],[140,41]]]]})";
    const ZoneTable table =
        read(folder.write("z.geojson", collection({feature(n03("01202", "", "函館市"), parts)})));
    REQUIRE(table.zones.size() == 1);
    CHECK(table.polygons.part_count() == 1);
    CHECK(table.part_zone.size() == 1);
}

TEST_CASE("an archive that holds a layer in several formats and folders gives it once") {
    const InputFolder folder;
    const std::string text = collection({feature(n03("01202", "", "函館市"), square(140, 41))});
    const auto zip = folder.write_zip("z.zip", {{"geojson/N03.geojson", text}, {"json/N03.json", text}});
    CHECK(gdal::vector_sources(zip).size() == 1);
    CHECK(read(zip).polygons.part_count() == 1);
    const auto two = folder.write_zip("two.zip", {{"a/29.geojson", text}, {"a/30.geojson", text}});
    CHECK(gdal::vector_sources(two).size() == 2);
    CHECK(read(zip + "/json/N03.json").zones.size() == 1);
    CHECK(read(folder.write_gz("z.geojson.gz", text)).zones.size() == 1);
}

TEST_CASE("groups name zones by code, with or without check digit, and by city") {
    const InputFolder folder;
    const auto file =
        folder.write("z.geojson", collection({feature(n03("01101", "札幌市", "中央区"), square(141, 43)),
                                              feature(n03("01202", "", "函館市"), square(140, 41))}));
    const ZoneTable zones = read(file);
    std::vector<Issue> issues;
    const auto groups = io::read_groups(
        folder.write(
            "g.csv",
            "code,group_id,group_name,kind\n01100,g,G,council\n012025,g,G,council\n29201,g,G,council\n"),
        zones, issues);
    REQUIRE(groups.size() == 1);
    CHECK(groups[0].zones == std::vector<std::uint32_t>{0, 1});
    REQUIRE(issues.size() == 1);
    CHECK(issues[0].place == "line 4");
}

TEST_CASE("a census's - is zero and anything else that is no number an error") {
    const InputFolder folder;
    CensusConfig config;
    config.households = "households";
    config.file = folder.write("c.csv", "code,population,households\n01202,10,-\n");
    const auto census = io::read_census(config);
    CHECK(census.at("01202").population == 10.0);
    CHECK(census.at("01202").households == 0.0);
    config.file = folder.write("d.csv", "code,population,households\n01202,X,1\n");
    CHECK(failure_of([&] { static_cast<void>(io::read_census(config)); }).where.find(":2") !=
          std::string::npos);
}

TEST_CASE("the Statistics Bureau's list is read in CP932 and also serves zones that are cities") {
    const InputFolder folder;
    const auto zones =
        folder.write("z.geojson", collection({feature(n03("01101", "札幌市", "中央区"), square(141, 43)),
                                              feature(n03("01202", "", "函館市"), square(140, 41))}));
    const auto list = folder.write("01.csv",
                                   "\x8E\x73\x92\xAC\x91\xBA,\x96\xBC,mesh\r\n1101,\x8E\x44\x96\x79,"
                                   "64414277\r\n01202,x,62400000\r\n13101,y,53394500\r\n");
    using Pairs = std::vector<std::pair<std::uint64_t, std::uint32_t>>;
    CHECK(io::read_allowed_zones({list}, read(zones)) == Pairs{{62400000, 1}, {64414277, 0}});
    CHECK(io::read_allowed_zones({list}, read(zones, Wards::cities)) == Pairs{{62400000, 1}, {64414277, 0}});
}

TEST_CASE("a code of six digits is reduced, and refused where its check digit is wrong") {
    const InputFolder folder;
    const auto of = [&](const std::string& code) {
        return folder.write("z.geojson", collection({feature(n03("01202", "", "函館市"), square(140, 41)),
                                                     feature(n03(code, "", "旭川市"), square(142, 43))}));
    };
    CHECK(read(of("012041")).zones[1].code == "01204");
    const Failure failure = failure_of([&] { read(of("012042")); });
    CHECK(failure.code == Errc::input);
    CHECK(failure.where.ends_with("z.geojson: fid=1"));
    CHECK(failure.says("'012042'"));
    CHECK(failure.says("check digit"));
}

TEST_CASE("a column of numbers gets its leading zeros back") {
    const InputFolder folder;
    const auto of = [&](const std::vector<std::string>& codes) {
        std::vector<std::string> features;
        double x = 140;
        for (const auto& code : codes)
            features.push_back(feature(R"("N03_004":"x","N03_007":)" + code, square(x += 0.5, 41)));
        return folder.write("z.geojson", collection(features));
    };
    const ZoneTable table = read(of({"1202", "1204", "29201"}));
    REQUIRE(table.zones.size() == 3);
    CHECK(table.zones[0].code == "01202");
    CHECK(table.zones[0].prefecture == "北海道");
    CHECK(table.zones[2].code == "29201");
    CHECK(table.notes.front().find("2 codes got their leading zero back") != std::string::npos);
    CHECK(read(of({"12025", "292010"})).zones[0].code == "01202");
    CHECK(read(of({"7", "12"})).zones[0].code == "12");
    CHECK(failure_of([&] { read(of({"11002", "12025", "12041"})); }).says("give the codes as text"));
    CHECK(failure_of([&] { read(of({"12026", "292010"})); }).says("'012026'"));
}

TEST_CASE("positions out of the world are refused and swapped ones recognised") {
    const InputFolder folder;
    const auto of = [&](double x, double y) {
        return folder.write("z.geojson", collection({feature(n03("01202", "", "函館市"), square(x, y))}));
    };
    const Failure swapped = failure_of([&] { read(of(41, 140)); });
    CHECK(swapped.code == Errc::input);
    CHECK(swapped.where.ends_with("z.geojson: fid=0"));
    CHECK(swapped.says("(41, 140)"));
    CHECK(swapped.says("swapped"));
    CHECK(failure_of([&] { read(of(500, 41)); }).says("-180 to 180"));
    CHECK(failure_of([&] { read(of(240, 41)); }).says("-180 to 180"));
    const ZoneTable elsewhere = read(of(-3, 41));
    REQUIRE(elsewhere.warnings.size() == 1);
    CHECK(elsewhere.warnings[0].find("outside the population's grid") != std::string::npos);
}

TEST_CASE("swapped zones are recognised by the grid where both are in the world") {
    const InputFolder folder;
    const Grid britain = Grid::raster({-8, 59}, 0.01, 0.01, 1000, 900, "EPSG:4326", true);
    ZonesConfig config;
    config.files = {folder.write("z.geojson", collection({feature(R"("N03_007":"W1")", square(51, -1))}))};
    CHECK(failure_of([&] { static_cast<void>(io::read_zones(config, britain)); }).says("look swapped"));
    config.files = {folder.write("z.geojson", collection({feature(R"("N03_007":"W1")", square(-1, 51))}))};
    CHECK(io::read_zones(config, britain).issues.empty());
}

TEST_CASE("messages name an archive's layer as the user would") {
    const InputFolder folder;
    const std::string bad = R"({"type":"Polygon","coordinates":[[[140,41],[140.1,41],[140,41]]]})";
    const std::string text = collection(
        {feature(n03("01202", "", "函館市"), square(140, 41)), feature(n03("01204", "", "旭川市"), bad)});
    const auto zip = folder.write_zip("z.zip", {{"in/z.geojson", text}});
    for (const Issue& issue : read(zip).issues) {
        CHECK((issue.file.empty() || issue.file == zip + "/in/z.geojson"));
    }
    const auto gz = folder.write_gz("y.geojson.gz", text);
    CHECK(read(gz).issues.front().file == gz);
    const auto broken = folder.write_zip("b.zip", {{"z.geojson", "{"}});
    const Failure failure = failure_of([&] { read(broken); });
    CHECK(failure.where == broken + "/z.geojson");
    CHECK_FALSE(failure.says("/vsi"));
}

TEST_CASE("a datum that is taken as another leaves one note for all files") {
    const InputFolder folder;
    const auto of = [&](const std::string& name, const std::string& code, double x, const std::string& crs) {
        std::string text = collection({feature(n03(code, "", "x"), square(x, 41))});
        text.insert(1, R"("crs":{"type":"name","properties":{"name":")" + crs + R"("}},)");
        return folder.write(name, text);
    };
    const std::string jgd2011 = "urn:ogc:def:crs:EPSG::6668";
    const std::string jgd2000 = "urn:ogc:def:crs:EPSG::4612";
    ZonesConfig config;
    config.files = {of("a.geojson", "01202", 140, jgd2011)};
    CHECK(io::read_zones(config, grid).notes.empty());
    config.files.push_back(of("b.geojson", "01204", 141, jgd2000));
    config.files.push_back(of("c.geojson", "01205", 142, jgd2000));
    const ZoneTable table = io::read_zones(config, grid);
    REQUIRE(table.notes.size() == 1);
    CHECK(table.notes[0].starts_with("JGD2000 is taken as JGD2011 without a shift: "));
    CHECK(table.notes[0].find("b.geojson, ") != std::string::npos);
    CHECK(table.notes[0].ends_with("c.geojson"));
}

TEST_CASE("a census that cannot be joined to the zones is refused with its line") {
    const InputFolder folder;
    CensusConfig config;
    const auto failure = [&](const std::string& rows) {
        config.file = folder.write("c.csv", "code,population\n" + rows);
        return failure_of([&] { static_cast<void>(io::read_census(config)); });
    };
    const Failure twice = failure("29201,10\n29202,5\n292010,11\n");
    CHECK(twice.code == Errc::input);
    CHECK(twice.where.ends_with("c.csv:4"));
    CHECK(twice.says("29201 is there twice, first in line 2"));
    CHECK(failure("292011,10\n").says("check digit"));
    CHECK(failure("29201,nan\n").says("'nan'"));
    CHECK(failure("29201,-1\n").says("'-1'"));
    CHECK(failure("29201,\"1,000\"\n").says("digits only"));
    CHECK(failure("").says("no row"));
    CHECK(failure("29201,1\n,100\n,200\n").what.empty());
}

TEST_CASE("check digits of municipal codes") {
    CHECK(municipal_check_digit("01100") == 2);
    CHECK(municipal_check_digit("13103") == 2);
    CHECK(municipal_check_digit("13104") == 1);
    CHECK(municipal_check_digit("42202") == 9);
    CHECK(municipal_check_digit("27140") == 3);
    CHECK(municipal_check_digit("47382") == 1);
    CHECK(municipal_code5("011002") == "01100");
    CHECK_FALSE(municipal_code5("011003"));
    CHECK(city_of_ward("22138")->code == "22130");
    CHECK(city_of_ward("14118")->code == "14100");
    CHECK_FALSE(city_of_ward("13101"));
}

TEST_CASE("all municipalities of Japan", "[real]") {
    const auto data = real_data();
    if (!data) {
        WARN("the real data are not here");
        return;
    }
    ZonesConfig config;
    config.files = files_in(*data / "boundaries" / "n03_2021_simplified");
    const ZoneTable table = io::read_zones(config, grid);
    std::set<std::string> codes;
    std::set<std::string> without;
    for (const Zone& zone : table.zones) {
        if (!zone.code.empty()) codes.insert(zone.code);
        CHECK_FALSE(zone.name.empty());
        CHECK(gdal::is_utf8(zone.name));
    }
    CHECK(codes.size() == 1'902);
    CHECK(table.zones.size() == 1'902 + 4);
    CHECK(std::is_sorted(table.zones.begin(), table.zones.end() - 4,
                         [](const Zone& a, const Zone& b) { return a.code < b.code; }));
    CHECK(std::none_of(table.issues.begin(), table.issues.end(),
                       [](const Issue& i) { return i.kind == IssueKind::rejected; }));
    const auto unreported = std::count_if(table.zones.begin(), table.zones.end(),
                                          [](const Zone& z) { return !z.code.empty() && !z.reported; });
    CHECK(unreported == 6);
}

TEST_CASE("Ibaraki's archive holds each municipality once, its names in CP932", "[real]") {
    const auto data = real_data();
    if (!data) {
        WARN("the real data are not here");
        return;
    }
    const ZoneTable table = read((*data / "boundaries" / "N03-20230101_08_GML.zip").string());
    CHECK(table.zones.size() == 44);
    CHECK(table.polygons.part_count() == 220);
    CHECK(table.zones[0].code == "08201");
    CHECK(table.zones[0].name == "水戸市");
}

TEST_CASE("towns are called without their county, whatever the boundary file calls them") {
    const InputFolder folder;
    struct Case {
        const char* code;
        const char* written;
        const char* name;
    };
    const std::vector<Case> cases{{"29343", "奈良県生駒郡三郷町", "三郷町"},
                                  {"29344", "生駒郡斑鳩町", "斑鳩町"},
                                  {"29345", "安堵町", "安堵町"},
                                  {"28481", "兵庫県赤穂郡上郡町", "上郡町"},
                                  {"28482", "上郡町", "上郡町"},
                                  {"29203", "奈良県大和郡山市", "大和郡山市"},
                                  {"40216", "小郡市", "小郡市"},
                                  {"29444", "吉野郡黒滝村", "黒滝村"}};
    std::vector<std::string> features;
    for (const Case& c : cases)
        features.push_back(
            feature(std::string{R"("N03_007":")"} + c.code + R"(","name":")" + c.written + "\"",
                    square(135.0 + 0.2 * static_cast<double>(features.size()), 34)));
    const ZoneTable table = read(folder.write("z.geojson", collection(features)));
    REQUIRE(table.zones.size() == cases.size());
    for (const Zone& zone : table.zones) {
        const auto expected =
            std::find_if(cases.begin(), cases.end(), [&](const Case& c) { return zone.code == c.code; });
        CHECK(zone.name == expected->name);
    }
}
