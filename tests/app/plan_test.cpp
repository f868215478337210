#include "app/csv_rows.hpp"
#include "app/plan_run.hpp"
#include "app/program.hpp"
#include "app/what_if_run.hpp"
#include "catch.hpp"
#include "core/weight.hpp"
#include "io/config_reader.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

using namespace amaneku;

namespace {

const std::string sample = AMANEKU_SOURCE_DIR "/data/sample/";

std::string plan_config(const Folder& folder, const std::string& plan,
                        const std::string& formats = R"(["csv", "json"])") {
    return folder.write("plan.toml", sample_config(formats) + "\n[plan]\n" + plan);
}

RunResult planned(const std::string& path, int threads) {
    app::Messages messages{true};
    app::RunOptions options;
    options.threads = threads;
    std::vector<app::StageTime> times;
    return app::plan(io::read_config(path), options, messages, times);
}

}  // namespace

TEST_CASE("a plan for the sample's cells adds up, lies within its bound and does not depend on threads") {
    const Folder folder;
    const std::string config =
        plan_config(folder, "service = \"5g\"\ncandidates = \"cells\"\nradius_m = 1000\nsites = 8\n",
                    R"(["csv", "json", "geojson"])");
    const Outcome done = run_amaneku("plan " + config + " --threads 1");
    INFO(done.text);
    REQUIRE(done.status == 0);
    auto first = contents(folder / "out");
    REQUIRE(run_amaneku("plan " + config + " --threads 3").status == 0);
    auto second = contents(folder / "out");
    first.erase("timing.json");
    second.erase("timing.json");
    CHECK(first == second);
    CHECK(first.contains("candidate.geojson"));

    const auto sites = rows(first.at("plan.csv"));
    REQUIRE(sites.size() == 8);
    std::int64_t sum = 0;
    std::int64_t last = 1'000'000'000;
    for (const auto& site : sites) {
        sum += std::stoll(site.at("population_gain"));
        CHECK(site.at("population_cumulative") == std::to_string(sum));
        CHECK(std::stoll(site.at("model_gain")) <= last);
        CHECK(std::stoll(site.at("gain_alone")) >= std::stoll(site.at("model_gain")));
        last = std::stoll(site.at("model_gain"));
    }
    const auto summary = nlohmann::json::parse(first.at("summary.json"));
    const auto& plan = summary.at("plan");
    const auto amount = [&](const char* key) { return std::stod(plan.at(key).dump()); };
    CHECK(amount("covered_after") - amount("covered_before") >=
          amount("reached_by_model") - 1e-3);  // of doubles
    CHECK(amount("bound_of_model") >= amount("reached_by_model"));
    std::int64_t by_zone = 0;
    for (const auto& zone : rows(first.at("plan_municipalities.csv"))) by_zone += std::stoll(zone.at("gain"));
    CHECK(by_zone == sum);
}

TEST_CASE("what a candidate is said to add by itself is what the engine adds, for every rule") {
    const std::string rule = GENERATE("half_cell", "area_share", "centroid", "upper");
    const std::string combine = GENERATE("union_area_first", "rule_first");
    const Folder folder;
    std::string text =
        replaced(sample_config(R"(["csv"])"), "profile = \"jp-mic-5g\"",
                 "profile = \"jp-mic-5g\"\nrule = \"" + rule + "\"\ncombine = \"" + combine + "\"");
    const std::string path =
        folder.write("plan.toml", text + "\n[plan]\nservice = \"5g\"\ncandidates = \"" + sample +
                                      "schools.csv\"\nradius_m = 900\nsites = 3\n");
    const RunResult result = planned(path, 2);
    const PlanResult& plan = *result.plan;
    app::Messages messages{true};
    const auto engine = app::what_if(io::read_config(path), {}, messages);
    REQUIRE(plan.candidates.size() > 10);
    std::size_t useful = 0;
    for (std::size_t c = 0; c < plan.candidates.size(); ++c) {
        const SiteTable& at = plan.candidates.sites;
        const auto change = engine->apply(scenario::Edit{
            "5g/" + plan.provider, {}, scenario::Site{"", at.lon[c], at.lat[c], at.radius_m[c]}});
        INFO(rule << ", " << combine << ", candidate " << at.id[c]);
        CHECK(plan.alone[c] == change.services[0].newly_served);
        CHECK(change.services[0].newly_lost == 0);
        if (plan.alone[c] > 0) ++useful;
        static_cast<void>(engine->apply(change.inverse));
    }
    CHECK(useful > 0);
    // The run itself is as it was.
    CHECK(result.zone_coverage.covered == engine->run().zone_coverage.covered);
    CHECK(result.measures.fraction == engine->run().measures.fraction);
    Amount gains = 0;
    for (const PlannedSite& s : plan.sites) gains += s.gain[weight_index(result.population, "population")];
    CHECK(gains >= plan.model_value);
}

TEST_CASE("a budget is kept, and costs stand beside what they buy") {
    const Folder folder;
    folder.write("candidates.csv",
                 "id,name,lon,lat,cost,radius_m\n"
                 "a,東,141.6156250,31.3937500,30,1200\n"
                 "b,西,141.4656250,31.2562500,20,1000\n"
                 "c,南,141.5031250,31.3437500,25,1000\n"
                 "sea,海,150.0,20.0,1,1000\n"
                 "bad,,141.5,x,1,1000\n");
    const std::string config =
        plan_config(folder, "service = \"5g\"\ncandidates = \"candidates.csv\"\nbudget = 50\n");
    const Outcome done = run_amaneku("plan " + config);
    INFO(done.text);
    REQUIRE(done.status == 0);
    CHECK(done.text.find("1 candidate stands in no zone") != std::string::npos);
    CHECK(done.text.find("1 row of candidates.csv cannot be candidates") != std::string::npos);
    const std::string issues = content(folder / "out/issues.csv");
    CHECK(issues.find("candidates.csv,sea") != std::string::npos);
    CHECK(issues.find("candidates.csv,line 6") != std::string::npos);
    const auto sites = rows(content(folder / "out/plan.csv"));
    REQUIRE(sites.size() == 2);
    CHECK(std::stoll(sites.back().at("cost_cumulative")) <= 50);
    for (const auto& site : sites) {
        const double each = std::stod(site.at("cost")) / std::stod(site.at("population_gain"));
        CHECK(std::abs(std::stod(site.at("cost_per_population")) - each) <= 0.5);
    }
}

TEST_CASE("a target with a floor is met in every municipality, or it is said why not") {
    const Folder folder;
    const std::string start = "service = \"5g\"\ncandidates = \"cells\"\nradius_m = 1000\n";
    const RunResult result = planned(plan_config(folder, start + "target = { rate = 95, floor = 86 }\n"), 2);
    const PlanResult& plan = *result.plan;
    REQUIRE_FALSE(plan.sites.empty());
    CHECK(100 * plan.sites.back().covered >= 95 * plan.counted);
    CHECK(plan.cost == static_cast<std::int64_t>(plan.sites.size()));
    CHECK(plan.cost_bound <= plan.cost);
    CHECK(plan.cost_bound * 2 >= plan.cost);
    const std::size_t w = weight_index(result.population, "population");
    std::map<std::uint32_t, Amount> after;
    for (const PlannedZone& z : plan.zones) after[z.zone] = z.after;
    for (std::uint32_t z = 0; z < result.zones.zones.size(); ++z) {
        if (!result.zones.zones[z].reported) continue;
        const Amount now = after.contains(z) ? after[z] : result.zone_coverage.at(z, w, 0, Rule::half_cell);
        CHECK(100 * now >= 86 * result.zone_coverage.counted(z, w, 0));
    }

    const Outcome none = run_amaneku("plan " + plan_config(folder,
                                                           "service = \"5g\"\nradius_m = 300\n"
                                                           "candidates = \"" +
                                                               sample +
                                                               "schools.csv\"\n"
                                                               "target = { rate = 100, floor = 99 }\n"));
    INFO(none.text);
    CHECK(none.status == 3);
    CHECK(none.text.find("plan.target cannot be met") != std::string::npos);
    CHECK(none.text.find("not to 100 %") != std::string::npos);
    CHECK(none.text.find("floor of 99 %") != std::string::npos);
}

TEST_CASE("a plan that cannot be made is refused with the reason") {
    const Folder folder;
    folder.write("sea.csv", "id,lon,lat,cost\na,150.0,20.0,5\n");
    folder.write("dear.csv", "id,lon,lat,cost\na,141.5,31.3,500\nb,141.48,31.3,700\n");
    const std::string five = "service = \"5g\"\nradius_m = 500\n";
    const auto [plan, status, text] = GENERATE_COPY(table<std::string, int, std::string>({
        {five + "candidates = \"sea.csv\"\nsites = 1\n", 4, "none of 1 candidates stands in a zone"},
        {five + "candidates = \"dear.csv\"\nbudget = 499\n", 3,
         "below the cost of the cheapest candidate, 'a' at 500"},
        {five + "candidates = \"cells\"\n", 3, "plan.sites: is missing"},
        {five + "candidates = \"cells\"\nsites = 1\nbudget = 3\n", 3, "give one of sites, budget and target"},
        {five + "candidates = \"cells\"\nbudget = 3\n", 3, "needs cost_per_site"},
        {five + "candidates = \"nowhere.csv\"\nsites = 1\n", 3, "is not there"},
        {"service = \"6g\"\ncandidates = \"cells\"\nradius_m = 1\nsites = 1\n", 3,
         "must be one of 5g, fiber"},
        {"service = \"5g\"\ncandidates = \"cells\"\nsites = 1\n", 3, "radius_m"},
        {five + "candidates = \"cells\"\nsites = 1\nweights = { people = 1 }\n", 3, "unknown"},
    }));
    const Outcome done = run_amaneku("plan " + plan_config(folder, plan));
    INFO(done.text);
    CHECK(done.status == status);
    CHECK(done.text.find(text) != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(folder / "out/plan.csv"));
}

TEST_CASE("a configuration without a plan is told what is missing; a run takes no account of one") {
    const Folder folder;
    const std::string bare = folder.write("bare.toml", sample_config(R"(["csv"])"));
    const Outcome none = run_amaneku("plan " + bare);
    CHECK(none.status == 3);
    CHECK(none.text.find("has no table [plan]") != std::string::npos);
    REQUIRE(run_amaneku("run " + plan_config(folder,
                                             "service = \"5g\"\ncandidates = \"cells\"\nradius_m = "
                                             "500\nsites = 1\n"))
                .status == 0);
    CHECK_FALSE(std::filesystem::exists(folder / "out/plan.csv"));
}

TEST_CASE("households and people together decide where fiber goes by share of area") {
    const Folder folder;
    const RunResult result =
        planned(plan_config(folder,
                            "service = \"fiber\"\ncandidates = \"cells\"\nlimit = 150\nradius_m = 700\n"
                            "sites = 5\nweights = { population = 1, households = 0.5 }\n"),
                2);
    const PlanResult& plan = *result.plan;
    REQUIRE(plan.candidates.size() == 150);
    REQUIRE(plan.sites.size() == 5);
    CHECK(plan.bound >= plan.model_value);
    for (const PlannedSite& s : plan.sites) CHECK(s.model_gain > 0);
    // What two sites reach of one cell in part is more together than the larger part: never less.
    Amount people = 0;
    Amount households = 0;
    for (const PlannedSite& s : plan.sites) {
        people += s.gain[weight_index(result.population, "population")];
        households += s.gain[weight_index(result.population, "households")];
    }
    CHECK(2 * people + households + 1000 >= 2 * plan.model_value);
}

TEST_CASE("cables go from cell to cell within their budget, and what they reach adds up") {
    const Folder folder;
    const std::string start = "service = \"fiber\"\n";
    const std::string priced =
        "budget = 300000000\ncable = { per_km = 2000000, per_household = 30000, nodes = \"" + sample +
        "backbone.csv\" }\n";
    const std::string by_length = "budget = 40\ncable = { detour = 1.5 }\n";
    const std::string rest = GENERATE_COPY(priced, by_length);
    const std::string config = plan_config(folder, start + rest, R"(["csv", "json", "geojson"])");
    const Outcome done = run_amaneku("plan " + config);
    INFO(done.text);
    REQUIRE(done.status == 0);
    const auto cables = rows(content(folder / "out/plan.csv"));
    REQUIRE(cables.size() > 3);
    std::int64_t households = 0;
    std::set<std::string> served;
    for (const auto& cable : cables) {
        households += std::stoll(cable.at("households_gain"));
        CHECK(served.insert(cable.at("cell")).second);
        CHECK(std::stod(cable.at("cable_m")) > 0.0);
    }
    if (rest == priced) {
        CHECK(std::stoll(cables.back().at("cost_cumulative")) <= 300000000);
    } else {
        CHECK(std::stod(cables.back().at("cable_m_cumulative")) <= 40000.0);
    }
    std::int64_t by_zone = 0;
    for (const auto& zone : rows(content(folder / "out/plan_municipalities.csv")))
        by_zone += std::stoll(zone.at("gain"));
    CHECK(std::abs(by_zone - households) <= static_cast<std::int64_t>(cables.size()) + 20);  // rounded each
    const auto summary = nlohmann::json::parse(content(folder / "out/summary.json"));
    CHECK(summary.at("plan").at("cables") == cables.size());

    const Outcome none =
        run_amaneku("plan " + plan_config(folder, start + "budget = 0.01\ncable = { detour = 1.5 }\n"));
    CHECK(none.status == 3);
    CHECK(none.text.find("the nearest is") != std::string::npos);
}
