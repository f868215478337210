#include "app/csv_rows.hpp"
#include "catch.hpp"
#include "program.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

using namespace amaneku;

namespace {

const std::string sample = AMANEKU_SOURCE_DIR "/data/sample/";

/// The sample with `[gaps]` and limits for flags.
std::string gaps_config(const Folder& folder, const std::string& flag) {
    folder.write("subsidies.csv",
                 "programme,valid_from,valid_to,condition,recipient,rate,prefecture_rate,source\n"
                 "small,,,households < 100,municipality,2/3,2/15,test\n"
                 "large,,,households >= 100,municipality,1/2,,test\n"
                 "weak,,2099-12-31,disadvantaged and financial_index < 0.5,municipality,1/2,,test\n"
                 "ended,,2020-12-31,,municipality,1/2,,test\n");
    folder.write("facts.csv",
                 "code,designations,financial_index\n90201,,0.7\n90204,過疎;半島,0.5\n90205,過疎,0.49\n");
    const std::string text = replaced(sample_config(R"(["csv", "json", "geojson"])"),
                                      "profile = \"jp-mic-5g\"", "profile = \"jp-mic-5g\"\nflag = " + flag);
    return folder.write("gaps.toml", text + "[gaps]\ntowns = \"" + sample + "towns.csv\"\nbackbone = \"" +
                                         sample +
                                         "backbone.csv\"\nsubsidies = \"subsidies.csv\"\n"
                                         "municipalities = \"facts.csv\"\n"
                                         "cost = { per_site = 30000000, fiber_per_km = 2000000 }\n");
}

}  // namespace

TEST_CASE("gaps of the sample hold all who are left out, and are the same for any threads") {
    const Folder folder;
    const std::string config = gaps_config(folder, "{ uncovered_people = 3000 }");
    const Outcome done = run_amaneku("run " + config);
    INFO(done.text);
    REQUIRE(done.status == 0);
    const auto gaps = rows(content(folder / "out/gaps.csv"));
    REQUIRE_FALSE(gaps.empty());
    std::int64_t whole = 0;
    std::int64_t parts = 0;
    std::int64_t last = 1'000'000'000;
    std::int64_t cost = 0;
    for (const auto& gap : gaps) {
        if (gap.at("service") != "5g") continue;
        const std::int64_t people = std::stoll(gap.at("population"));
        if (gap.at("scope") == "whole") {
            whole += people;
            CHECK(people <= last);
            CHECK(cost == 0);  // what the parts of the gap before cost
            last = people;
            cost = std::stoll(gap.at("cost"));
            CHECK(gap.at("id").ends_with("-half-jp-mic-5g"));
            CHECK_FALSE(gap.at("town").empty());
            CHECK_FALSE(gap.at("nearest_exchange_m").empty());
            CHECK(std::stod(gap.at("nearest_served_m")) > 300.0);
        } else {
            parts += people;
            cost -= std::stoll(gap.at("cost"));
        }
    }
    CHECK(cost == 0);
    const auto uncovered =
        nlohmann::json::parse(content(folder / "out/summary.json"))["nation"]["5g"]["*"]["population"];
    const double left = uncovered["total"].get<double>() - uncovered["half_cell"]["covered"].get<double>();
    // But for gaps of less than one person, and for rounding.
    CHECK(std::abs(static_cast<double>(whole) - left) < 40.0);
    CHECK(std::abs(static_cast<double>(parts) - left) < 60.0);

    for (const auto& s : rows(content(folder / "out/gap_subsidies.csv"))) {
        CHECK(s.at("programme") != "ended");
        const auto households = std::stoll(s.at("households"));
        if (s.at("programme") == "small") CHECK(households < 100);
        if (s.at("programme") == "large") CHECK(households >= 100);
        if (s.at("programme") == "weak") {
            CHECK(s.at("zone_code") != "90201");  // no designation
            CHECK(s.at("zone_code") != "90204");  // its index is exactly 0.5
            CHECK(s.at("status") == (s.at("zone_code") == "90205" ? "applies" : "undecided"));
        }
        CHECK(std::stoll(s.at("national_share")) + std::stoll(s.at("prefecture_share")) +
                  std::stoll(s.at("local_share")) ==
              std::stoll(s.at("cost")));
    }
    const auto layer = nlohmann::json::parse(content(folder / "out/gap.geojson"));
    std::size_t wholes = 0;
    for (const auto& gap : gaps) wholes += gap.at("scope") == "whole" ? 1 : 0;
    CHECK(layer["features"].size() == wholes);

    const std::string before = content(folder / "out/gaps.csv") + content(folder / "out/gap_towns.csv") +
                               content(folder / "out/gap_subsidies.csv") +
                               content(folder / "out/gap.geojson");
    REQUIRE(run_amaneku("run --threads 1 " + config).status == 0);
    CHECK(before == content(folder / "out/gaps.csv") + content(folder / "out/gap_towns.csv") +
                        content(folder / "out/gap_subsidies.csv") + content(folder / "out/gap.geojson"));
}

TEST_CASE("flags have words in the tables and sentences in two languages") {
    const Folder folder;
    const std::string config = gaps_config(folder, "{ target = 90, fell_points = 0.1 }");
    const Outcome missing = run_amaneku("run " + config);
    CHECK(missing.status == 3);
    CHECK(missing.text.find("fell_points needs an earlier run") != std::string::npos);
    const Outcome not_there = run_amaneku("run --before " + (folder / "nowhere") + " " + config);
    CHECK(not_there.status == 4);

    // An earlier run in which 90201 was all covered.
    folder.write(
        "coverage.csv",
        "zone_level,zone_code,zone_name,service,provider,weight,rule,total,covered,uncovered,rate\n"
        "municipality,90201,天音市,5g,*,population,half_cell,10.000000000,10.000000000,0.000000000,100\n");
    REQUIRE(run_amaneku("run --before " + folder.path.string() + " " + config).status == 0);
    const auto flags = content(folder / "out/flags.csv");
    CHECK(flags.find("municipality,90201,天音市,5g,rate-fell,94.8,100.0,") != std::string::npos);
    CHECK(flags.find("5Gのカバー率は前回の100.0%から94.8%に下がりました。") != std::string::npos);
    CHECK(flags.find("\"The rate of 5G, 86.0 %, is below the target of 90 %.\"") != std::string::npos);
    for (const auto& row : rows(content(folder / "out/municipalities.csv"))) {
        const bool below = !row.at("5g_rate").empty() && std::stod(row.at("5g_rate")) < 89.9;
        CHECK((row.at("5g_flag").find("below-target") != std::string::npos) == below);
    }
    const auto summary = nlohmann::json::parse(content(folder / "out/summary.json"));
    REQUIRE_FALSE(summary["flags"].empty());
    CHECK(summary["flags"][0]["reason"].contains("ja"));
    CHECK(summary["flags"][0]["reason"].contains("en"));
}

TEST_CASE("what is wrong with the tables of gaps is told with its place") {
    const Folder folder;
    const std::string config = gaps_config(folder, "{}");
    const std::string good = content(folder / "subsidies.csv");
    const auto told = [&](const std::string& name, const std::string& text) {
        folder.write(name, text);
        const Outcome done = run_amaneku("run " + config);
        CHECK(done.status == 4);
        return done.text;
    };
    CHECK(told("subsidies.csv", replaced(good, "households < 100", "household < 100"))
              .find("subsidies.csv:2: condition 'household < 100': 'household' is unknown") !=
          std::string::npos);
    CHECK(told("subsidies.csv", replaced(good, "2/3", "3/2")).find("rate is '3/2'") != std::string::npos);
    CHECK(told("subsidies.csv", replaced(good, "2/15", "2/3")).find("more than the whole cost") !=
          std::string::npos);
    CHECK(
        told("subsidies.csv", replaced(good, "2020-12-31", "2020-13-31")).find("valid_to is '2020-13-31'") !=
        std::string::npos);
    folder.write("subsidies.csv", good);
    CHECK(told("facts.csv", "code,designations,financial_index\n90201,,0.7\n90201,,0.7\n")
              .find("there twice") != std::string::npos);
    CHECK(told("facts.csv", "code,designations,financial_index\n90201,,high\n")
              .find("financial_index is 'high'") != std::string::npos);
}
