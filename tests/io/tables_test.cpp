#include "io/tables.hpp"

#include "catch.hpp"
#include "io/small_result.hpp"

#include <sstream>
#include <string>
#include <vector>

using namespace amaneku;

namespace {

std::vector<std::string> lines(const std::string& text) {
    std::vector<std::string> out;
    std::istringstream stream{text};
    for (std::string line; std::getline(stream, line);) out.push_back(line);
    return out;
}

const std::string service_columns =
    "5g_rate,5g_covered,5g_uncovered,5g_area_share_rate,5g_lower_rate,5g_upper_rate,5g_flag,5g_a_rate,5g_b_"
    "rate,5g_level";
const std::string weight_columns = "population,households,age_65_plus,area_km2,children";

}  // namespace

TEST_CASE("municipalities have a row a reported zone, with people whole and rates from the amounts") {
    const auto rows = lines(io::municipalities_csv(small_result()));
    REQUIRE(rows.size() == 4);
    CHECK(rows[0] == "code,name,prefecture_code,prefecture," + weight_columns + "," + service_columns);
    // 1000.5 + 500.25 = 1500.75 people: 1501, and the larger remainder is the first zone's.
    CHECK(rows[1] ==
          "29201,奈良市,29,奈良県,1001,,,276.940,100,100.0,1000,1,50.0,0.0,100.0,rounds-to-100,60.0,40.0,");
    CHECK(rows[2] ==
          "29202,\"'=1+1, "
          "\"\"x\"\"\",29,奈良県,500,,,42.115,50,50.0,250,250,25.0,0.0,50.0,no-station,50.0,0.0,");
    CHECK(rows[3] == "30201,和歌山市,30,和歌山県,0,,,208.850,0,,0,0,,,,,,,");
}

TEST_CASE("people that a service leaves out are in an area's people, but in nothing of the service") {
    RunResult result = small_result();
    result.config.services[0].profile.cells = CellSelection::list;
    // Of zone 0 and its prefecture 500.25 of 1000.5 people are in cells that are not counted.
    for (std::size_t layer = 0; layer < 3; ++layer) {
        for (CoverageTable* table : {&result.zone_coverage, &result.prefecture_coverage})
            table->left(0, 0, layer) = people(500.25);
    }
    result.zone_coverage.at(0, 0, 0, Rule::half_cell) = people(250.125);
    result.prefecture_coverage.at(0, 0, 0, Rule::half_cell) = people(500.25);
    const auto rows = lines(io::municipalities_csv(result));
    CHECK(rows[1].find("29201,奈良市,29,奈良県,1001,,,276.940,100,50.0,250,250,") == 0);
    CHECK(rows[0].find(",5g_flag,5g_left_out,5g_a_rate,") != std::string::npos);
    CHECK(rows[1].find(",,501,") != std::string::npos);  // 250 + 250 + 501 = 1001
    CHECK(rows[2].find(",500,,,42.115,50,50.0,250,250,") != std::string::npos);
    CHECK(rows[2].find(",no-station,0,") != std::string::npos);
    const auto sums = lines(io::prefectures_csv(result));
    CHECK(sums[1].find("29,奈良県,1501,,,319.055,150,50.0,500,501,") == 0);  // 500.25 of 1000.5
    const auto tidy = lines(io::coverage_csv(result));
    CHECK(std::count(tidy.begin(), tidy.end(),
                     "municipality,29201,奈良市,5g,*,population,half_cell,500.250000000,250.125000000,"
                     "250.125000000,50,") == 1);
}

TEST_CASE("no station is said only of services that are known by their sites") {
    RunResult result = small_result();
    result.config.services[0].providers[1].sites.clear();
    result.config.services[0].providers[1].footprints = {"area.gpkg"};
    CHECK(io::municipalities_csv(result).find("no-station") == std::string::npos);
}

TEST_CASE("a rate that is whole has no flag, one that is only printed so has") {
    const RunResult result = small_result();
    CHECK(io::flags(result, AreaLevel::municipality, 0, 0, people(1000), people(1000), false).empty());
    CHECK(io::flags(result, AreaLevel::municipality, 0, 0, people(999.5), people(1000), false) ==
          "rounds-to-100");
    CHECK(io::flags(result, AreaLevel::municipality, 0, 0, people(999.4), people(1000), false).empty());
    CHECK(io::flags(result, AreaLevel::municipality, 0, 0, people(999.5), people(1000), true) ==
          "no-station;rounds-to-100");
    CHECK(io::flags(result, AreaLevel::municipality, 0, 0, 0, 0, false).empty());
}

TEST_CASE("prefectures and groups are sums of their reported zones") {
    const auto prefectures = lines(io::prefectures_csv(small_result()));
    REQUIRE(prefectures.size() == 3);
    CHECK(prefectures[0] == "code,name," + weight_columns + "," + service_columns);
    CHECK(prefectures[1] == "29,奈良県,1501,,,319.055,150,83.3,1250,251,41.7,0.0,83.3,,56.7,26.7,");
    const auto groups = lines(io::groups_csv(small_result()));
    REQUIRE(groups.size() == 2);
    CHECK(groups[0] == "group_id,group_name,kind," + weight_columns + "," + service_columns);
    CHECK(
        groups[1] ==
        "council,'@議会,designation,1001,,,485.790,100,100.0,1000,1,50.0,0.0,100.0,rounds-to-100,60.0,40.0,");
}

TEST_CASE("the tidy table has every level, provider, weight and rule, and its amounts add up exactly") {
    const auto rows = lines(io::coverage_csv(small_result()));
    CHECK(rows[0] ==
          "zone_level,zone_code,zone_name,service,provider,weight,rule,total,covered,uncovered,rate,level");
    // nation, 2 prefectures, 3 municipalities, a group; each 3 providers, 2 weights, 5 rules
    REQUIRE(rows.size() == 1 + 7 * 3 * 2 * 5);
    CHECK(rows[1] ==
          "nation,00,対象地域計,5g,*,population,half_cell,1500.750000000,1250.375000000,250.375000000,83."
          "316674995835413,");
    CHECK(rows[2] ==
          "nation,00,対象地域計,5g,*,population,area_share,1500.750000000,625.187500000,875.562500000,41."
          "658337497917707,");
    CHECK(rows[1 + 5] ==
          "nation,00,対象地域計,5g,*,children,half_cell,150.000000000,125.037500000,24.962500000,83."
          "358333333333334,");
    CHECK(rows[1 + 10] ==
          "nation,00,対象地域計,5g,a,population,half_cell,1500.750000000,850.375000000,650.375000000,56."
          "663334999167084,");
    CHECK(rows[1 + 30].rfind("prefecture,29,奈良県,5g,*,population,half_cell,", 0) == 0);
    CHECK(rows[1 + 5 * 30] ==
          "municipality,30201,和歌山市,5g,*,population,half_cell,0.000000000,0.000000000,0.000000000,,");
    CHECK(rows.back().rfind("group,council,'@議会,5g,b,children,upper,", 0) == 0);
    for (const std::string& row : rows) CHECK(row.find("海南市") == std::string::npos);
}

TEST_CASE("the sum of what is reported is called so, in both languages") {
    RunResult result = small_result();
    CHECK(lines(io::coverage_csv(result))[1].rfind("nation,00,対象地域計,", 0) == 0);
    result.config.language = "en";
    CHECK(lines(io::coverage_csv(result))[1].rfind("nation,00,all reported zones,", 0) == 0);
}

TEST_CASE(
    "an area whose people are printed as 0 has no rate, though a border cell gave it part of a person") {
    RunResult result =
        small_result();  // 双葉町: nobody in the census, 0.2567 of a person spilt over the border
    result.zone_coverage.total(2, 0) = people(0.2);
    for (const Rule rule : rules) result.zone_coverage.at(2, 0, 0, rule) = people(0.2);
    CHECK(lines(io::municipalities_csv(result))[3] == "30201,和歌山市,30,和歌山県,0,,,208.850,0,,0,0,,,,,,,");
}

TEST_CASE("issues have their kind, place, reason and people") {
    const auto rows = lines(io::issues_csv(small_result()));
    REQUIRE(rows.size() == 3);
    CHECK(rows[0] == "kind,file,place,reason,people");
    CHECK(rows[1] == "rejected,sites.csv,line 3,radius -1 m: must be above 0,");
    CHECK(rows[2] == "moved,,513500,\"to 29201, the nearest zone\",12.5");
}
