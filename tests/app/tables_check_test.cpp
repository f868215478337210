#include "app/called.hpp"
#include "app/program.hpp"
#include "catch.hpp"

#include <nlohmann/json.hpp>

#include <string>

using namespace amaneku;

namespace {

const std::string sample = AMANEKU_SOURCE_DIR "/data/sample/";

}  // namespace

TEST_CASE("a check reads the tables of gaps, plan, places and lines, and tells all that is wrong at once") {
    const Folder folder;
    folder.write("towns.csv", "lon,lat\n141.1,x\n");
    folder.write("subsidies.csv",
                 "programme,valid_from,valid_to,condition,recipient,rate,source\n"
                 "a,,,household < 100,x,1/2,s\nb,,,designation < 離島,x,1/2,s\n");
    folder.write("facts.csv", "code,designations,financial_index\n90201,,high\n");
    folder.write("sea.csv", "id,lon,lat,cost\na,150.0,20.0,5\n");
    folder.write("swapped.csv", "id,lon,lat\n1,31.2,141.2\n");
    const Called bad = call_amaneku(
        "check --quiet " +
        folder.write("bad.toml", sample_config(R"(["csv"])") +
                                     "[gaps]\ntowns = \"towns.csv\"\nsubsidies = \"subsidies.csv\"\n"
                                     "municipalities = \"facts.csv\"\n"
                                     "[[place]]\nid = \"p\"\nfile = \"swapped.csv\"\n"
                                     "[[line]]\nid = \"l\"\nfile = \"swapped.csv\"\n"
                                     "[plan]\nservice = \"5g\"\ncandidates = \"sea.csv\"\nradius_m = 500\n"
                                     "sites = 1\n"));
    INFO(bad.out << bad.err);
    CHECK(bad.status == 4);
    CHECK(holds(bad.out, "towns.csv"));
    CHECK(holds(bad.out, "subsidies.csv:2: condition 'household < 100'"));
    CHECK(holds(bad.out, "subsidies.csv:3: condition 'designation < 離島'"));
    CHECK(holds(bad.out, "financial_index is 'high'"));
    CHECK(holds(bad.out, "none of 1 candidates stands in a zone"));
    CHECK(holds(bad.out, "they are from -180 to 180"));
    CHECK(holds(bad.out, "has no geometry"));
    CHECK_FALSE(std::filesystem::exists(folder / "out"));
}

TEST_CASE("a check tells which candidates cannot be taken, and that a budget is too small") {
    const Folder folder;
    folder.write("some.csv", "id,lon,lat,cost\na,141.5,31.3,500\nb,150.0,20.0,500\nc,141.48,31.3,free\n");
    const std::string plan = sample_config(R"(["csv"])") +
                             "[plan]\nservice = \"5g\"\ncandidates = \"some.csv\"\nradius_m = 500\nbudget = ";
    const Called some = call_amaneku("check --quiet " + folder.write("some.toml", plan + "1000\n"));
    INFO(some.out << some.err);
    CHECK(some.status == 0);
    CHECK(holds(some.err, "line 4: cost 'free' must be a number of at least 1"));
    CHECK(holds(some.err, "150.000000, 20.000000 stands in no zone"));
    CHECK(holds(some.out, "warning"));
    const Called poor = call_amaneku("check --quiet " + folder.write("poor.toml", plan + "499\n"));
    INFO(poor.out << poor.err);
    CHECK(poor.status == 3);
    CHECK(holds(poor.out, "below the cost of the cheapest candidate, 'a' at 500"));
}

TEST_CASE("tables of gaps and targets carry their source into the summary") {
    const Folder folder;
    const std::string text = replaced(
        sample_config(R"(["csv", "json"])"), "[targets]\n",
        "[targets]\nsource.targets = { name = \"計画\", date = 2026-03-31, licence = \"CC0-1.0\" }\n");
    const std::string gaps =
        "[gaps]\ntowns = \"" + sample + "towns.csv\"\nsource.towns = { name = \"町丁\" }\n";
    const Called run = call_amaneku("run --quiet " + folder.write("run.toml", text + gaps));
    INFO(run.err);
    REQUIRE(run.status == 0);
    const auto summary = nlohmann::json::parse(content(folder / "out/summary.json"));
    const auto source = [&](const std::string& role) {
        for (const auto& input : summary["inputs"]) {
            if (input["role"] == role) return input["source"]["name"].get<std::string>();
        }
        return std::string{"no such input"};
    };
    CHECK(source("targets") == "計画");
    CHECK(source("actuals").empty());
    CHECK(source("towns") == "町丁");
    const Called unnamed = call_amaneku(
        "run --quiet " + folder.write("bad.toml", text + gaps + "source.backbone = { name = \"x\" }\n"));
    CHECK(unnamed.status == 3);
    CHECK(holds(unnamed.err, "is the source of a file that"));
    const Called unknown = call_amaneku(
        "run --quiet " + folder.write("bad2.toml", text + gaps + "source.town = { name = \"x\" }\n"));
    CHECK(unknown.status == 3);
    CHECK(holds(unknown.err, "did you mean 'towns'"));
}

TEST_CASE(
    "areas below the target of the year at hand are flagged by the table, and flag.target overrides it") {
    const Folder folder;
    const std::string text = sample_config(R"(["csv"])");
    REQUIRE(call_amaneku("run --quiet " + folder.write("run.toml", text)).status == 0);
    const std::string flags = content(folder / "out/flags.csv");
    INFO(flags);
    // 90 % of the prefecture in FY2025 is met by its 92.4 %, not by all of its municipalities.
    CHECK_FALSE(holds(flags, "prefecture,90,あまね県,5g,below-target"));
    CHECK(holds(flags, "5g,below-target"));
    CHECK(holds(flags, "は2025年度の目標（都道府県）の90%を下回っています。"));
    CHECK(holds(flags, "is below the target of 90 % for FY2025 (prefecture)."));
    CHECK_FALSE(holds(flags, "fiber,below-target"));  // that of fiber is due in FY2027
    const std::string own =
        replaced(text, "profile = \"jp-mic-5g\"", "profile = \"jp-mic-5g\"\nflag = { target = 93 }");
    REQUIRE(call_amaneku("run --quiet " + folder.write("own.toml", own)).status == 0);
    const std::string overridden = content(folder / "out/flags.csv");
    CHECK(holds(overridden, "prefecture,90,あまね県,5g,below-target,92.4,93,"));
    CHECK_FALSE(holds(overridden, "年度の目標"));
}

TEST_CASE("a comparison has the changed cells as a layer") {
    const Folder folder;
    const std::string text = sample_config(R"(["csv", "json", "gpkg"])");
    REQUIRE(call_amaneku("run --quiet " + folder.write("a.toml", text) + " --out " + (folder / "a")).status ==
            0);
    const std::string other = replaced(text, "radius_m = 1000", "radius_m = 1300");
    REQUIRE(
        call_amaneku("run --quiet " + folder.write("b.toml", other) + " --out " + (folder / "b")).status ==
        0);
    const Called done =
        call_amaneku("compare " + (folder / "a") + " " + (folder / "b") + " --out " + (folder / "c"));
    INFO(done.err);
    REQUIRE(done.status == 0);
    const auto cells = split(content(folder / "c/compare_cells.csv"), '\n');
    REQUIRE(cells.size() > 1);
    CHECK(std::filesystem::exists(folder / "c/compare.gpkg"));
    const Outcome count =
        shell("ogrinfo -so " + (folder / "c/compare.gpkg") + " change | grep 'Feature Count'");
    if (!holds(count.text, "not found"))
        CHECK(holds(count.text, "Feature Count: " + std::to_string(cells.size() - 1)));
}

TEST_CASE("the programmes that come along are asked, and what has no rate has no shares") {
    const Folder folder;
    folder.write("facts.csv",
                 "code,designations,financial_index\n90204,過疎,0.5\n90205,過疎,0.51\n90402,離島,0.2\n");
    const std::string config = folder.write(
        "run.toml", sample_config(R"(["csv"])") + "[gaps]\nsubsidies = \"" AMANEKU_SOURCE_DIR
                                                  "/configs/subsidies.csv\"\nmunicipalities = \"facts.csv\"\n"
                                                  "cost = { per_site = 30000000 }\n");
    REQUIRE(call_amaneku("run --quiet " + config).status == 0);
    bool operators_at_the_limit = false;
    bool line_of_island = false;
    for (const std::string& row : split(content(folder / "out/gap_subsidies.csv"), '\n')) {
        if (holds(row, "事業者による基地局整備")) {
            operators_at_the_limit = operators_at_the_limit || holds(row, "5g,90204,");
            CHECK_FALSE(holds(row, "5g,90205,"));  // above the limit
        }
        if (holds(row, "伝送路・離島・")) {
            line_of_island = line_of_island || holds(row, "5g,90402,");
            CHECK_FALSE(holds(row, "5g,90204,"));
            CHECK(
                holds(row, ",,,,総務省"));  // no national, prefectural and local share of a part of the cost
        }
        if (holds(row, "伝送路・離島以外・")) CHECK_FALSE(holds(row, "5g,90402,"));
    }
    CHECK(operators_at_the_limit);
    CHECK(line_of_island);
}
