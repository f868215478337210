#include "app/pipeline.hpp"
#include "app/program.hpp"
#include "catch.hpp"
#include "io/config_reader.hpp"
#include "io/csv_rows.hpp"
#include "io/gap_table.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

// docs/policy.md says which of these tests answers which item.

using namespace amaneku;

namespace {

using Row = std::map<std::string, std::string>;

const std::string root = AMANEKU_SOURCE_DIR;
const std::string sample = root + "/data/sample/";

/// A file of configs/policy, run by the program into a folder that goes with the test.
class PolicyRun {
public:
    explicit PolicyRun(const std::string& name, const std::string& verb = "run") {
        const Outcome done = run_amaneku(verb + " " + root + "/configs/policy/" + name +
                                         ".toml --quiet --out " + (m_folder / "out"));
        INFO(done.text);
        REQUIRE(done.status == 0);
    }
    [[nodiscard]] std::vector<Row> rows(const std::string& file) const {
        const io::CsvTable table = io::read_csv_table(path(file));
        std::vector<Row> out;
        for (const auto& fields : table.rows) {
            out.emplace_back();
            for (std::size_t i = 0; i < table.header.size(); ++i) out.back()[table.header[i]] = fields[i];
        }
        return out;
    }
    /// The rows that have all of these values.
    [[nodiscard]] std::vector<Row> all(const std::string& file, const Row& wanted) const {
        std::vector<Row> out;
        for (const Row& row : rows(file)) {
            if (std::all_of(wanted.begin(), wanted.end(),
                            [&](const auto& w) { return row.at(w.first) == w.second; }))
                out.push_back(row);
        }
        return out;
    }
    /// The one row that has all of these values.
    [[nodiscard]] Row one(const std::string& file, const Row& wanted) const {
        for (const auto& [column, value] : wanted) UNSCOPED_INFO(file << ": " << column << " = " << value);
        const std::vector<Row> found = all(file, wanted);
        REQUIRE(found.size() == 1);
        return found.front();
    }
    [[nodiscard]] std::string path(const std::string& file) const { return m_folder / ("out/" + file); }
    [[nodiscard]] std::string folder() const { return m_folder / "out"; }

private:
    Folder m_folder;
};

/// "inside of places" of all reported zones.
std::string in_of(const PolicyRun& run, const std::string& place, const std::string& kind,
                  const std::string& service, const std::string& level = "nation",
                  const std::string& zone = "00") {
    const Row row = run.one("place_rates.csv", {{"place", place},
                                                {"class", kind},
                                                {"service", service},
                                                {"zone_level", level},
                                                {"zone_code", zone}});
    return row.at("inside") + " of " + row.at("places");
}

/// "kilometres inside of kilometres" of all reported zones.
std::string km_of(const PolicyRun& run, const std::string& line, const std::string& kind,
                  const std::string& service) {
    const Row row = run.one(
        "lines.csv", {{"line", line}, {"class", kind}, {"service", service}, {"zone_level", "nation"}});
    return row.at("inside_km") + " of " + row.at("length_km");
}

/// What of a weight is inside of some services and outside of others, in all reported zones.
Row combined(const PolicyRun& run, const std::string& inside, const std::string& outside,
             const std::string& of) {
    for (const Row& row : run.rows("combinations.csv")) {
        if (row.at("zone_level") == "nation" && row.at("inside") == inside && row.at("outside") == outside &&
            row.at("of") == of)
            return row;
    }
    FAIL("no such combination");
    return {};
}

Row computed(const PolicyRun& run, const std::string& scope, const std::string& fiscal_year,
             const std::string& target) {
    return run.one("targets.csv", {{"kpi", "pop_coverage_5g"},
                                   {"scope", scope},
                                   {"series", "computed"},
                                   {"target_fy", fiscal_year},
                                   {"target", target}});
}

}  // namespace

TEST_CASE("policy: every configuration is found right by check") {
    const std::string name = GENERATE("targets", "council", "municipality", "planned", "overlay", "fiber");
    const Outcome done = run_amaneku("check " + root + "/configs/policy/" + name + ".toml");
    INFO(done.text);
    CHECK(done.status == 0);
}

TEST_CASE("policy item 1: 5G population coverage against 95 % in FY2023") {
    const PolicyRun run{"targets"};
    const Row row =
        run.one("targets.csv", {{"kpi", "pop_coverage_5g"}, {"target_fy", "2023"}, {"target", "95"}});
    CHECK(row.at("scope") == "national");
    CHECK(row.at("actual") == "98.4");
    CHECK(row.at("gap") == "-3.40");
    CHECK(row.at("status") == "met-early");
    CHECK(row.at("met_fy") == "2022");
    CHECK(row.at("years_early") == "1");
}

TEST_CASE("policy item 1: the nation's rate beside its targets, shelters standing in for stations [real]") {
    const char* data = std::getenv("AMANEKU_DATA");
    const std::string d = data != nullptr ? data : root + "/../shared/data";
    const std::string shelters = d + "/facilities/gsi_shelters_nationwide_20251027.csv.gz";
    if (!std::filesystem::exists(shelters)) {
        WARN("the real data are not there: skipped");
        return;
    }
    const Folder folder;
    const std::string config = folder.write(
        "japan.toml", "as_of = 2026-03-31\n[population]\nfiles = \"" + d +
                          "/population/estat_T001141_500m_2020/*.zip\"\n[zones]\nfiles = \"" + d +
                          "/boundaries/n03_2021_simplified/*.json\"\nextent = \"all\"\n"
                          "[[service]]\nid = \"shelter\"\nprofile = \"jp-mic-5g\"\n[[service.provider]]\n"
                          "id = \"shelters\"\nsites = \"/vsigzip/" +
                          shelters + "\"\nradius_m = 1000\n[targets]\ntargets = \"" + root +
                          "/configs/policy/kpi_targets.csv\"\nactuals = \"" + root +
                          "/configs/policy/kpi_actuals.csv\"\n[output]\ndirectory = \"out\"\n");
    const Outcome done = run_amaneku("run " + config + " --quiet");
    INFO(done.text);
    REQUIRE(done.status == 0);
    const std::string targets = content(folder / "out/targets.csv");
    const std::string plan = "pop_coverage_5g,national,national,デジタル田園都市国家インフラ整備計画,";
    CHECK(targets.find(plan + "2023,95,%,higher,computed,2025,95.5,,-0.50,,yes,met-late,2025,") !=
          std::string::npos);
    // 97 % of 126,145,698 are 122,361,327.06: 122,361,328 people, of whom 120,475,501 are covered.
    CHECK(targets.find(
              plan + "2025,97,%,higher,computed,2025,95.5,,1.50,,no,missed,,,126145698,120475501,1885827,") !=
          std::string::npos);
}

TEST_CASE("policy item 2: subsea cables are tracked, their landing points counted") {
    const PolicyRun targets{"targets"};
    const Row ring = targets.one("targets.csv", {{"kpi", "subsea_ring"}});
    CHECK(ring.at("gap") == "1.00");
    CHECK(ring.at("status") == "open");
    const PolicyRun overlay{"overlay"};
    CHECK(in_of(overlay, "backbone", "landing_point", "fiber") == "1 of 1");
    CHECK(in_of(overlay, "backbone", "landing_point", "fiber", "municipality", "90202") == "1 of 1");
}

TEST_CASE("policy item 3: each version of a plan is judged by itself") {
    const PolicyRun run{"targets"};
    const Row first = computed(run, "pref:90", "2027", "95");
    const Row revised = computed(run, "pref:90", "2027", "96");
    CHECK(first.at("plan") == "あまね県工程表 初版（架空）");
    CHECK(revised.at("plan") == "あまね県工程表 2023-2027（架空）");
    CHECK(first.at("gap") == "2.60");
    CHECK(revised.at("gap") == "3.60");
    CHECK(run.all("targets.csv", {{"kpi", "pop_coverage_5g"}, {"scope", "national"}, {"target_fy", "2030"}})
              .size() == 2);
}

TEST_CASE("policy item 4: progress of a KPI: gap, pace and people needed") {
    const PolicyRun run{"targets"};
    const Row row = computed(run, "pref:90", "2026", "94");
    CHECK(row.at("actual") == "92.4");
    CHECK(row.at("gap") == "1.60");
    CHECK(row.at("required_per_year") == "1.600000");
    // 94 % of 443,783 are 417,156.02: 417,157 people, of whom 410,000 are covered.
    CHECK(row.at("needed") == "7157");
    CHECK(row.at("status") == "open");
}

TEST_CASE("policy item 5: 2.3 million digital specialists by FY2026") {
    const PolicyRun run{"targets"};
    const Row row = run.one("targets.csv", {{"kpi", "digital_talent_cumulative"}});
    CHECK(row.at("target") == "2300000");
    CHECK(row.at("gap") == "1460000.00");
    CHECK(row.at("required_per_year") == "486666.666667");
}

TEST_CASE("policy item 6: sites of digital services are in or out of coverage") {
    const PolicyRun run{"overlay"};
    CHECK(in_of(run, "service-site", "遠隔医療", "5g") == "2 of 2");
    CHECK(in_of(run, "school", "小学校", "fiber").ends_with(" of 329"));
    CHECK(in_of(run, "school", "*", "5g") == "366 of 490");
    CHECK(in_of(run, "service-site", "ドローン発着場", "5g") == "2 of 2");
    CHECK(in_of(run, "service-site", "3D都市モデル", "5g-two") == "1 of 1");
    CHECK(in_of(run, "shelter", "*", "5g") == "417 of 624");
    CHECK(km_of(run, "route", "自動運転レーン", "5g") == "10.336 of 12.244");
    CHECK(km_of(run, "route", "ドローン航路", "5g") == "13.406 of 29.356");
    CHECK(km_of(run, "route", "バス路線", "5g") == "8.379 of 10.718");
}

TEST_CASE("policy item 7: satellite campuses, telework and two-region living") {
    const PolicyRun run{"overlay"};
    CHECK(in_of(run, "service-site", "サテライトキャンパス", "5g") == "0 of 1");
    CHECK(in_of(run, "service-site", "テレワーク", "fiber") == "2 of 2");
    CHECK(in_of(run, "service-site", "二地域居住", "5g") == "1 of 1");
    const Row campus = run.one("places.csv", {{"name", "沖千鳥サテライトキャンパス"}});
    CHECK(campus.at("5g_distance_m") == "8466.4");
    CHECK(campus.at("zone_code") == "90402");
}

TEST_CASE("policy item 8: one municipality by itself has the figures it has among all") {
    const PolicyRun one{"municipality"};
    const auto rows = one.rows("municipalities.csv");
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].at("code") == "90201");
    CHECK(rows[0].at("population") == "157710");
    CHECK(rows[0].at("5g_rate") == "94.8");
    CHECK(rows[0].at("fiber_rate") == "99.22");
    const PolicyRun all{"targets"};
    const Row among = all.one("municipalities.csv", {{"code", "90201"}});
    for (const char* column : {"5g_covered", "5g_uncovered", "fiber_covered", "5g_lower_rate", "area_km2"})
        CHECK(among.at(column) == rows[0].at(column));
}

TEST_CASE("policy item 9: KPIs of a municipal plan, computed and tracked") {
    const PolicyRun run{"targets"};
    const Row rate = computed(run, "municipality:90201", "2027", "98");
    CHECK(rate.at("actual") == "94.8");
    CHECK(rate.at("gap") == "3.20");
    // 98 % of 157,710 are 154,555.8: 154,556 people, of whom 149,501 are covered.
    CHECK(rate.at("needed") == "5055");
    const Row services = run.one("targets.csv", {{"kpi", "smart_services"}, {"scope", "municipality:90201"}});
    CHECK(services.at("gap") == "9.00");
    CHECK(services.at("required_per_year") == "3.000000");
}

TEST_CASE("policy item 9: 佐世保市 (42202) by itself has its target's figures [real]") {
    const char* data = std::getenv("AMANEKU_DATA");
    const std::string data_folder = data != nullptr ? data : root + "/../shared/data";
    if (!std::filesystem::exists(data_folder + "/facilities/gsi_shelters_nationwide_20251027.csv.gz")) {
        WARN("the real data are not there: skipped");
        return;
    }
    const Folder folder;
    folder.write("kpi.csv",
                 "kpi,scope,fiscal_year,value,unit,plan,source\n"
                 "shelter_1km,municipality:42202,2027,99,%,市の計画,架空\n");
    std::string text =
        replaced(content(root + "/configs/real/nagasaki.toml"), "${AMANEKU_DATA}", data_folder);
    text = replaced(text, "\"../../out/nagasaki\"", "\"out\"");
    text = replaced(text, "\"jp-proportional\"", "\"jp-proportional\"\ntargets = \"shelter_1km\"");
    text = replaced(text, R"(["csv", "json", "gpkg", "html", "xlsx"])", R"(["csv", "json"])");
    const Outcome done = run_amaneku(
        "run " + folder.write("run.toml", text + "\n[targets]\ntargets = \"kpi.csv\"\n") + " --quiet");
    INFO(done.text);
    REQUIRE(done.status == 0);
    // 99 % of 242,944 are 240,514.56: 240,515 people, of whom 230,620 are covered.
    const std::string targets = content(folder / "out/targets.csv");
    CHECK(targets.find(",computed,2025,94.9,") != std::string::npos);
    CHECK(targets.find(",242944,230620,9895,") != std::string::npos);
}

TEST_CASE("policy items 10, 28: groups of municipalities add up, overlapping ones too") {
    const PolicyRun run{"council"};
    const auto groups = run.rows("groups.csv");
    REQUIRE(groups.size() == 4);
    CHECK(run.one("groups.csv", {{"kind", "連携中枢都市圏"}}).at("5g_rate") == "93.2");
    const io::CsvTable members = io::read_csv_table(sample + "groups.csv");
    for (const Row& group : groups) {
        std::int64_t people = 0;
        std::int64_t covered = 0;
        std::int64_t count = 0;
        for (const auto& member : members.rows) {
            if (member[1] != group.at("group_id")) continue;
            const Row zone = run.one("municipalities.csv", {{"code", member[0]}});
            people += std::stoll(zone.at("population"));
            covered += std::stoll(zone.at("5g_covered"));
            ++count;
        }
        CHECK(std::abs(people - std::stoll(group.at("population"))) <= count);  // rounded one by one
        CHECK(std::abs(covered - std::stoll(group.at("5g_covered"))) <= count);
    }
    // 汐見ヶ浦市 is in two of them, and ranked in both.
    CHECK(run.all("ranking.csv", {{"zone_code", "90202"}, {"service", "5g"}, {"among", "group"}}).size() ==
          2);
}

TEST_CASE("policy item 11: a road map 2023-2027 year by year") {
    const PolicyRun run{"targets"};
    const auto years =
        run.all("targets.csv", {{"plan", "あまね県工程表 2023-2027（架空）"}, {"series", "computed"}});
    REQUIRE(years.size() == 5);
    std::string status;
    for (const Row& row : years) status += row.at("target_fy") + " " + row.at("status") + ", ";
    CHECK(status == "2023 met-late, 2024 met-late, 2025 missed, 2026 open, 2027 open, ");
}

TEST_CASE("policy item 12: drone routes and driving lanes by length in coverage") {
    const PolicyRun run{"overlay"};
    const Row drone =
        run.one("lines.csv",
                {{"line", "route"}, {"class", "ドローン航路"}, {"service", "4g"}, {"zone_level", "nation"}});
    CHECK(drone.at("rate") == "59.3");
    CHECK(drone.at("longest_outside_km") == "5.774");
    CHECK(drone.at("longest_name") == "白帆・雲居ドローン航路（架空）");
    CHECK(km_of(run, "route", "自動運転レーン", "fiber") == "12.244 of 12.244");
}

TEST_CASE("policy item 13: public transport and energy infrastructure") {
    const PolicyRun run{"overlay"};
    CHECK(km_of(run, "railway", "*", "5g") == "46.729 of 58.985");
    CHECK(km_of(run, "route", "バス路線", "4g") == "8.007 of 10.718");
    CHECK(in_of(run, "service-site", "エネルギー", "5g") == "3 of 3");
    CHECK(in_of(run, "service-site", "エネルギー", "fiber") == "1 of 3");
}

TEST_CASE("policy item 14: model cases are places and ways of their own classes") {
    const PolicyRun run{"overlay"};
    CHECK(in_of(run, "service-site", "自動運転バス", "5g") == "1 of 1");
    CHECK(in_of(run, "service-site", "医療MaaS", "5g") == "1 of 1");
    CHECK(in_of(run, "service-site", "遠隔授業", "5g") == "0 of 1");
    CHECK(in_of(run, "service-site", "GPS除雪", "4g") == "0 of 1");
    CHECK(in_of(run, "service-site", "サテライトオフィス", "5g") == "1 of 3");
    CHECK(km_of(run, "route", "除雪路線", "5g") == "2.208 of 18.555");
}

TEST_CASE("policy item 15: a council's pack comes of one run, in an encoding for spreadsheets") {
    const PolicyRun run{"council"};
    for (const char* name : {"municipalities.csv", "groups.csv", "ranking.csv", "flags.csv", "gaps.csv",
                             "gap_towns.csv", "gap_subsidies.csv", "equity.csv", "combinations.csv"}) {
        INFO(name);
        CHECK(content(run.path(name)).starts_with("\xEF\xBB\xBF"));
    }
    const Row flagged = run.one("groups.csv", {{"group_id", "depopulated"}});
    CHECK(flagged.at("5g_rate") == "85.7");
    CHECK(flagged.at("5g_flag").find("below-target") != std::string::npos);
    CHECK(run.one("flags.csv",
                  {{"zone_level", "group"}, {"zone_code", "depopulated"}, {"flag", "below-target"}})
              .at("limit") == "90");
    const auto gaps = run.all("gaps.csv", {{"service", "5g"}, {"scope", "whole"}});
    REQUIRE_FALSE(gaps.empty());
    CHECK(gaps[0].at("town") == "天音市桐野");
    CHECK(gaps[0].at("population") == "6602");
}

TEST_CASE("policy item 16: households with optical fiber") {
    const PolicyRun run{"council"};
    const Row prefecture = run.one("prefectures.csv", {{"code", "90"}});
    CHECK(prefecture.at("fiber_rate") == "96.92");
    CHECK(prefecture.at("fiber_uncovered") == "6171");
    std::int64_t left_out = 0;
    for (const Row& zone : run.rows("municipalities.csv")) {
        left_out += std::stoll(zone.at("fiber_uncovered"));
        CHECK(std::abs(std::stoll(zone.at("fiber_covered")) + std::stoll(zone.at("fiber_uncovered")) -
                       std::stoll(zone.at("households"))) <= 1);
    }
    CHECK(std::abs(left_out - 6171) <= 12);  // rounded one by one
}

TEST_CASE("policy item 17: 5G by people, and stations counted by area") {
    const PolicyRun run{"overlay"};
    CHECK(run.one("prefectures.csv", {{"code", "90"}}).at("5g_rate") == "92.4");
    std::size_t stations = 0;
    std::map<std::string, std::size_t> by_zone;
    for (const auto& row : run.all("places.csv", {{"place", "station"}})) ++by_zone[row.at("zone_code")];
    const io::CsvTable table = io::read_csv_table(sample + "operator_c_sites.csv");
    for (const auto& site : table.rows) {
        // id, lon, lat, generation, status, …
        if (site[3].find("5G") != std::string::npos && site[4] == "OK") ++stations;
    }
    CHECK(in_of(run, "station", "*", "5g").ends_with(" of " + std::to_string(stations)));
    for (const auto& [zone, count] : by_zone)
        CHECK(
            in_of(run, "station", "*", "5g", "municipality", zone).ends_with(" of " + std::to_string(count)));
    const PolicyRun targets{"targets"};
    CHECK(targets.one("targets.csv", {{"kpi", "stations_5g"}}).at("gap") == "259000.00");
}

TEST_CASE("policy item 18: local 5G and other bases are an inventory") {
    const PolicyRun overlay{"overlay"};
    CHECK(in_of(overlay, "service-site", "ローカル5G", "fiber", "group", "amane-urban") == "2 of 2");
    CHECK(in_of(overlay, "service-site", "ローカル5G", "fiber") == "2 of 3");
    const PolicyRun targets{"targets"};
    const Row licences = targets.one("targets.csv", {{"kpi", "local_5g_licences"}});
    CHECK(licences.at("gap") == "7.00");
    CHECK(licences.at("required_per_year") == "3.500000");
}

TEST_CASE("policy item 19: data centres and subsea cables: inventory, distance and share of a region") {
    const PolicyRun overlay{"overlay"};
    CHECK(in_of(overlay, "backbone", "data_centre", "fiber", "group", "region-south") == "1 of 1");
    CHECK(in_of(overlay, "backbone", "exchange", "fiber", "group", "region-south").ends_with(" of 7"));
    CHECK(in_of(overlay, "backbone", "exchange", "fiber").ends_with(" of 11"));
    const PolicyRun council{"council"};
    const Row gap = council.one("gaps.csv", {{"service", "5g"}, {"scope", "whole"}, {"rank", "1"}});
    CHECK(gap.at("nearest_data_centre") == "天音データセンター");
    CHECK(gap.at("nearest_data_centre_m") == "5571");
    CHECK(gap.at("nearest_landing_point_m") == "30949");
    const PolicyRun targets{"targets"};
    CHECK(targets.one("targets.csv", {{"kpi", "regional_data_centres"}}).at("status") == "no-number");
}

TEST_CASE("policy item 20: cable television to fiber, by households") {
    const PolicyRun run{"overlay"};
    const Row coaxial = combined(run, "hfc", "fiber", "households");
    CHECK(coaxial.at("amount") == "19.000000000");
    const Row both = combined(run, "fiber;hfc", "", "households");
    CHECK(both.at("share") == "35.88");
    const Row fiber = combined(run, "fiber", "hfc", "households");
    CHECK(fiber.at("amount") == "122462.667568760");
    CHECK(run.one("prefectures.csv", {{"code", "90"}}).at("hfc_rate") == "35.89");
}

TEST_CASE("policy item 21: Beyond 5G is tracked as a milestone") {
    const PolicyRun run{"targets"};
    const Row row = run.one("targets.csv", {{"kpi", "beyond_5g_plan"}});
    CHECK(row.at("target_fy") == "2030");
    CHECK(row.at("unit") == "milestone");
    CHECK(row.at("status") == "no-actual");
}

TEST_CASE("policy item 22: what is planned against what is there") {
    const PolicyRun now{"council"};
    const PolicyRun planned{"planned"};
    const Folder folder;
    const Outcome done =
        run_amaneku("compare " + now.folder() + " " + planned.folder() + " --out " + (folder / "difference"));
    INFO(done.text);
    REQUIRE(done.status == 0);
    CHECK(done.text.find("5G: 92.4 % on 2026-03-31, 92.8 % on 2027-03-31: +0.44 points = footprint +0.44") !=
          std::string::npos);
    CHECK(done.text.find("77 cells with 1974 people newly covered, 0 with 0 lost") != std::string::npos);
}

TEST_CASE("policy item 23: post offices as local bases: in or out, and as hosts of stations") {
    const PolicyRun overlay{"overlay"};
    CHECK(in_of(overlay, "post-office", "*", "5g") == "193 of 293");
    const PolicyRun plan{"overlay", "plan"};
    const auto sites = plan.rows("plan.csv");
    REQUIRE(sites.size() == 5);
    CHECK(sites[0].at("name") == "梅塚中央郵便局");
    CHECK(sites[0].at("population_gain") == "815");
    CHECK(sites[4].at("population_cumulative") == "3730");
    CHECK(sites[4].at("rate") == "93.2");
    std::set<std::string> offices;
    for (const auto& office : io::read_csv_table(sample + "post_offices.csv").rows) offices.insert(office[0]);
    for (const Row& site : sites) CHECK(offices.contains(site.at("id")));
}

TEST_CASE("policy item 24: stretches where a drone has no signal") {
    const PolicyRun run{"overlay"};
    const auto dead =
        run.all("dead_stretches.csv", {{"line", "route"}, {"class", "ドローン航路"}, {"service", "4g"}});
    REQUIRE_FALSE(dead.empty());
    CHECK(dead[0].at("outside_km") == "5.774");
    double sum = 0.0;
    for (const Row& stretch : dead) sum += std::stod(stretch.at("outside_km"));
    const Row all =
        run.one("lines.csv",
                {{"line", "route"}, {"class", "ドローン航路"}, {"service", "4g"}, {"zone_level", "nation"}});
    CHECK(sum == Approx(std::stod(all.at("outside_km"))).margin(0.01));
}

TEST_CASE("policy item 25: statistics inside a designation, of municipalities and of areas") {
    const PolicyRun council{"council"};
    const Row depopulated = council.one("groups.csv", {{"kind", "過疎"}});
    CHECK(depopulated.at("population") == "29046");
    CHECK(depopulated.at("5g_uncovered") == "4140");
    CHECK(depopulated.at("fiber_rate") == "88.18");
    // Terraced fields are no municipalities: an area laid over the services.
    const PolicyRun overlay{"overlay"};
    const Row without = combined(overlay, "terraced", "5g", "population");
    const Row with = combined(overlay, "5g;terraced", "", "population");
    CHECK(without.at("amount") == "808.000000000");
    CHECK(with.at("amount") == "6628.000000000");
}

TEST_CASE("policy item 26: shelters and the offices that send alerts") {
    const PolicyRun run{"overlay"};
    CHECK(in_of(run, "shelter", "指定避難所", "4g").ends_with(" of 329"));
    CHECK(in_of(run, "shelter", "指定緊急避難場所", "5g") == "184 of 295");
    CHECK(in_of(run, "office", "市役所", "5g") == "6 of 6");
    CHECK(in_of(run, "office", "支所", "5g") == "32 of 37");
}

TEST_CASE("policy item 27: telework places and satellite offices to support") {
    const PolicyRun run{"overlay"};
    CHECK(in_of(run, "service-site", "サテライトオフィス", "fiber") == "2 of 3");
    CHECK(in_of(run, "service-site", "テレワーク", "5g") == "1 of 2");
    const Row kumoi = run.one("places.csv", {{"name", "雲居サテライトオフィス"}});
    CHECK(kumoi.at("fiber_in") == "0");
    CHECK(kumoi.at("fiber_distance_m") == "531.3");
}

TEST_CASE("policy item 29: the same figures in every open format") {
    const PolicyRun run{"council"};
    const auto layer = nlohmann::json::parse(content(run.path("municipality.geojson")));
    const auto summary = nlohmann::json::parse(content(run.path("summary.json")));
    REQUIRE(layer["features"].size() == 12);
    std::size_t equal = 0;
    for (const auto& feature : layer["features"]) {
        const auto& has = feature["properties"];
        const Row row = run.one("municipalities.csv", {{"code", has["code"].get<std::string>()}});
        CHECK(has["5g_rate"].get<double>() == std::stod(row.at("5g_rate")));
        CHECK(has["5g_uncovered"].get<std::int64_t>() == std::stoll(row.at("5g_uncovered")));
        ++equal;
    }
    CHECK(equal == 12);
    const Row nation = run.one("coverage.csv", {{"zone_level", "nation"},
                                                {"service", "5g"},
                                                {"provider", "*"},
                                                {"weight", "population"},
                                                {"rule", "half_cell"}});
    CHECK(summary["nation"]["5g"]["*"]["population"]["half_cell"]["covered"].get<double>() ==
          Approx(std::stod(nation.at("covered"))));
}

TEST_CASE("policy item 30: money: what programmes pay, and projects that are tracked with their funding") {
    const PolicyRun council{"council"};
    const Row subsidy =
        council.one("gap_subsidies.csv", {{"gap_id", "464152992-half-jp-mic-5g"},
                                          {"zone_code", "90201"},
                                          {"programme", "携帯電話等エリア整備事業（100世帯以上）"}});
    CHECK(subsidy.at("cost") == "1073688568");
    CHECK(subsidy.at("national_rate") == "1/2");
    CHECK(subsidy.at("national_share") == "536844284");
    CHECK(subsidy.at("local_share") == "536844284");
    const PolicyRun targets{"targets"};
    const Row projects = targets.one("targets.csv", {{"kpi", "hometown_tax_projects"}});
    CHECK(projects.at("status") == "met-early");
    CHECK(projects.at("note").find("企業版ふるさと納税") != std::string::npos);
}

TEST_CASE("policy item 31: people of 65 or older who are left out") {
    const PolicyRun run{"council"};
    const Row old =
        run.one("equity.csv", {{"zone_level", "nation"}, {"service", "5g"}, {"weight", "age_65_plus"}});
    CHECK(old.at("uncovered") == "12308.157789644");
    CHECK(old.at("rate") == "91.3");
    CHECK(old.at("share_of_uncovered") == "36.43");
    CHECK(old.at("share_of_all") == "32.04");
}

TEST_CASE("policy item 32: digital specialists by year") {
    const PolicyRun run{"targets"};
    const auto year = [&](const std::string& fy) {
        return run.one("targets.csv", {{"kpi", "digital_talent"}, {"target_fy", fy}});
    };
    CHECK(year("2022").at("status") == "met");
    CHECK(year("2022").at("met_fy") == "2022");
    CHECK(year("2023").at("status") == "met");
    CHECK(year("2024").at("gap") == "40000.00");  // the first half of the year, and its target says so
    CHECK(year("2024").at("note").find("上半期") != std::string::npos);
    const auto value = [&](const std::string& kpi, const std::string& fy) {
        return run.one("kpi_series.csv", {{"kpi", kpi}, {"fiscal_year", fy}}).at("value");
    };
    CHECK(value("digital_talent", "2022") == "330000");
    CHECK(value("digital_talent", "2023") == "510000");
    CHECK(value("digital_talent_of_plan", "2024") == "91.7");
}

TEST_CASE("policy item 33: nobody without: neither 5G nor fiber") {
    const PolicyRun run{"council"};
    const Row neither = combined(run, "", "5g;fiber", "population");
    CHECK(neither.at("amount") == "5558.000000000");
    CHECK(combined(run, "", "5g;fiber", "households").at("amount") == "2849.000000000");
    const PolicyRun targets{"targets"};
    const Row zero = targets.one("targets.csv", {{"kpi", "neither_fiber_nor_mobile_people"}});
    CHECK(zero.at("better") == "lower");
    CHECK(zero.at("gap") == "-5200.00");
    CHECK(zero.at("required_per_year") == "1733.333333");
}

TEST_CASE("policy item 34: online care, on-demand transport and drone delivery") {
    const PolicyRun run{"overlay"};
    CHECK(in_of(run, "clinic", "診療所", "5g") == "239 of 329");
    CHECK(in_of(run, "clinic", "病院", "5g") == "12 of 12");
    CHECK(km_of(run, "route", "デマンド交通", "5g") == "4.255 of 14.337");
    CHECK(km_of(run, "route", "ドローン航路", "5g") == "13.406 of 29.356");
}

TEST_CASE("policy item 35: figures under regular review: this year's run beside last year's") {
    const Folder folder;
    const auto text = [](const std::string& path) {
        return replaced(content(root + "/configs/" + path), "../data/", root + "/data/");
    };
    REQUIRE(run_amaneku("run " + folder.write("before.toml", text("sample-2025.toml")) + " --quiet --out " +
                        (folder / "before"))
                .status == 0);
    std::string now = content(root + "/configs/policy/targets.toml");
    now = replaced(now, "../../data/", root + "/data/");
    now = replaced(now, "\"kpi_", "\"" + root + "/configs/policy/kpi_");
    now = replaced(now, "# snapshots = [\"../../out/sample-2025\"]", "snapshots = [\"before\"]");
    const Outcome done =
        run_amaneku("run " + folder.write("now.toml", now) + " --quiet --out " + (folder / "now"));
    INFO(done.text);
    REQUIRE(done.status == 0);
    const std::string series = content(folder / "now/kpi_series.csv");
    CHECK(series.find("pop_coverage_5g,pref:90,computed,2024,87.8,%,") != std::string::npos);
    CHECK(series.find("pop_coverage_5g,pref:90,computed,2025,92.4,%,4.6,1,none,") != std::string::npos);
}

TEST_CASE("policy item 36: a town against its neighbours and its peers") {
    const PolicyRun run{"council"};
    const auto among = [&](const std::string& set, const std::string& code) {
        return run.one("ranking.csv",
                       {{"zone_code", "90302"}, {"service", "5g"}, {"among", set}, {"among_code", code}});
    };
    CHECK(among("all", "").at("rank") == "8");
    CHECK(among("all", "").at("count") == "12");
    CHECK(among("peers", "").at("rank") == "2");
    CHECK(among("peers", "").at("count") == "3");  // of 3,603 to 14,412 people
    CHECK(among("peers", "").at("points_from_mean") == "-1.3");
    CHECK(among("group", "region-south").at("rank") == "5");
}

TEST_CASE("policy item 37: GX and DX infrastructure is tracked") {
    const PolicyRun run{"targets"};
    const Row row = run.one("targets.csv", {{"kpi", "gx_dx_sites"}});
    CHECK(row.at("actual") == "2");
    CHECK(row.at("gap") == "3.00");
    CHECK(row.at("required_per_year") == "1.500000");
}

TEST_CASE("policy item 38: shelters and people that more than one operator reaches") {
    const PolicyRun run{"overlay"};
    const Row shelters =
        run.one("place_rates.csv",
                {{"place", "shelter"}, {"class", "*"}, {"service", "5g"}, {"zone_level", "nation"}});
    CHECK(shelters.at("inside") == "417");
    CHECK(shelters.at("several_providers") == "237");
    // In the area of two operators is where the footprints of two hold the place.
    CHECK(in_of(run, "shelter", "*", "5g-two") == "237 of 624");
    CHECK(run.one("prefectures.csv", {{"code", "90"}}).at("5g-two_rate") == "70.0");
}

TEST_CASE("policy: gap and pace of a run are those of the published examples") {
    const Folder folder;
    const io::CsvTable examples = io::read_csv_table(root + "/tests/data/kpi/kpi_progress.csv");
    const std::string header = "kpi,scope,fiscal_year,value,unit,plan,source\n";
    std::string targets = header;
    std::string actuals = header;
    for (std::size_t i = 0; i < examples.rows.size(); ++i) {
        const auto& row = examples.rows[i];  // kpi, scope, actual_fy, actual, target_fy, target, …
        const std::string kpi = "example" + std::to_string(i) + "," + row[1] + ",";
        targets += kpi + row[4] + "," + row[5] + ",x,plan,s\n";
        actuals += kpi + row[2] + "," + row[3] + ",x,survey,s\n";
    }
    folder.write("targets.csv", targets);
    folder.write("actuals.csv", actuals);
    std::string text =
        replaced(sample_config(R"(["csv"])"), "\"" + sample + "kpi_targets.csv\"", "\"targets.csv\"");
    text = replaced(text, "\"" + sample + "kpi_actuals.csv\"", "\"actuals.csv\"");
    const Outcome done = run_amaneku("run " + folder.write("run.toml", text) + " --quiet");
    INFO(done.text);
    REQUIRE(done.status == 0);
    const io::CsvTable table = io::read_csv_table(folder / "out/targets.csv");
    const auto column = [&](const std::string& name) {
        return static_cast<std::size_t>(std::find(table.header.begin(), table.header.end(), name) -
                                        table.header.begin());
    };
    REQUIRE(examples.rows.size() == 8);
    std::size_t found = 0;
    for (const auto& row : table.rows) {
        if (!row[column("kpi")].starts_with("example")) continue;
        const auto& example = examples.rows.at(std::stoul(row[column("kpi")].substr(7)));
        INFO(example[0] << " " << example[1]);
        CHECK(row[column("gap")] == example[6]);
        CHECK(row[column("required_per_year")] == example[7]);
        CHECK(row[column("met")] == example[8]);
        ++found;
    }
    CHECK(found == 8);
}

TEST_CASE("policy: rates of a run are rounded as the examples are") {
    const Folder folder;
    const io::CsvTable examples = io::read_csv_table(root + "/tests/data/rate_rounding.csv");
    REQUIRE(examples.rows.size() == 21);
    // Each example is a zone of two cells side by side in a square of 1 km, of which the western is covered.
    std::string people = "mesh_code,population\n";
    std::string zones;
    std::string footprints;
    const auto box = [](int west, int south, int width, const std::string& code) {  // in half seconds of arc
        const auto corner = [](int lon, int lat) {
            return "[" + std::to_string(lon / 7200.0) + "," + std::to_string(lat / 7200.0) + "]";
        };
        const int east = west + width;
        const int north = south + 60;
        return "{\"type\":\"Feature\",\"properties\":{\"code\":\"" + code +
               "\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[" + corner(west, south) + "," +
               corner(east, south) + "," + corner(east, north) + "," + corner(west, north) + "," +
               corner(west, south) + "]]}}";
    };
    for (int i = 0; i < 21; ++i) {
        const auto& row = examples.rows[static_cast<std::size_t>(i)];  // covered, total, decimals, rate, …
        const int r = 2 * (i / 5);
        const int c = 2 * (i % 5);
        const std::string square = "464173" + std::to_string(r) + std::to_string(c);
        const long long covered = std::stoll(row[0]);
        people += square + "1," + std::to_string(covered) + "\n" + square + "2," +
                  std::to_string(std::stoll(row[1]) - covered) + "\n";
        const int west = 141 * 7200 + 3 * 900 + c * 90;
        const int south = 46 * 4800 + 7 * 600 + r * 60;
        const std::string code = std::to_string(90101 + i);
        zones += (i > 0 ? ",\n" : "") + box(west, south, 90, code);
        footprints += (i > 0 ? ",\n" : "") + box(west, south, 45, code);
    }
    const std::string start =
        "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":"
        "\"urn:ogc:def:crs:EPSG::6668\"}},\"features\":[\n";
    folder.write("people.csv", people);
    folder.write("zones.geojson", start + zones + "]}\n");
    folder.write("area.geojson", start + footprints + "]}\n");
    std::string text =
        "as_of = 2026-03-31\n[population]\nfiles = \"people.csv\"\nformat = \"csv\"\nlevel = \"half\"\n"
        "columns = { code = \"mesh_code\", population = \"population\" }\n[zones]\nfiles = "
        "\"zones.geojson\"\n"
        "code = \"code\"\nassign = \"max_area\"\n[output]\ndirectory = \"out\"\nformats = [\"csv\"]\n";
    for (const std::string decimals : {"1", "2"})
        text += "[[service]]\nid = \"d" + decimals + "\"\nprofile = \"jp-mic-5g\"\ndecimals = " + decimals +
                "\n[[service.provider]]\nid = \"a\"\nfootprints = \"area.geojson\"\n";
    const Outcome done = run_amaneku("run " + folder.write("run.toml", text) + " --quiet");
    INFO(done.text);
    REQUIRE(done.status == 0);
    const io::CsvTable table = io::read_csv_table(folder / "out/municipalities.csv");
    const auto column = [&](const std::string& name) {
        return static_cast<std::size_t>(std::find(table.header.begin(), table.header.end(), name) -
                                        table.header.begin());
    };
    REQUIRE(table.rows.size() == 21);
    for (const auto& row : table.rows) {
        const auto& example = examples.rows.at(std::stoul(row[column("code")]) - 90101);
        INFO(example[0] << " of " << example[1]);
        CHECK(row[column("population")] == example[1]);
        CHECK(row[column("d" + example[2] + "_rate")] == example[3]);
    }
}

TEST_CASE("policy: gaps are the same to the byte for one thread and eight, and for two sizes of tiles") {
    const Config config = io::read_config(root + "/configs/policy/council.toml");
    const auto tables = [&](int threads, std::int32_t tile_size) {
        app::Messages messages{true};
        app::RunOptions options;
        options.threads = threads;
        options.tile_size = tile_size;
        std::vector<app::StageTime> times;
        const RunResult result = app::compute(config, options, messages, times);
        return io::gaps_csv(result) + io::gap_towns_csv(result) + io::gap_subsidies_csv(result);
    };
    const std::string first = tables(1, 0);
    CHECK(first.size() > 10'000);
    CHECK(tables(8, 0) == first);
    CHECK(tables(1, 7) == first);
    CHECK(tables(8, 80) == first);
}
