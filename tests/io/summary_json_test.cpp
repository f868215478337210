#include "io/summary_json.hpp"

#include "catch.hpp"
#include "io/small_result.hpp"

#include <nlohmann/json.hpp>

#include <string>

using namespace amaneku;
using Json = nlohmann::json;

namespace {

std::string text_of(const RunResult& result) {
    return io::summary_json(result, {{"amaneku", "0.1.0"}, {"gdal", "3.6.2"}});
}
bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the summary has the ledger and the rates as exact decimal numbers") {
    RunResult result = small_result();
    result.ledger[0].input = Amount{12'345'678'901'234'567} * amount_per_unit + 123'456'789;
    const std::string text = text_of(result);
    CHECK(has(text, "\"input\": 12345678901234567.123456789,"));
    CHECK(has(text, "\"outside\": 10,"));
    CHECK(has(text, "\"reported\": 1500.75"));
    CHECK(has(text, "\"rate\": 83.3"));
    const Json json = Json::parse(text);
    CHECK(json["ledger"]["children"]["other"] == 9);
    CHECK(json["nation"]["5g"]["*"]["population"]["half_cell"]["covered"] == 1250.375);
    CHECK(json["nation"]["5g"]["a"]["population"]["half_cell"]["rate"] == 56.7);
    CHECK(json["prefectures"]["29"]["5g"]["*"]["population"]["total"] == 1500.75);
    CHECK(json["prefectures"]["30"]["5g"]["*"]["population"]["half_cell"]["rate"].is_null());
}

TEST_CASE("people that a service leaves out are a line of the ledger, and no part of its total") {
    RunResult result = small_result();
    CHECK_FALSE(Json::parse(text_of(result))["ledger"]["population"].contains("left_out"));
    result.config.services[0].profile.cells = CellSelection::list;
    for (std::size_t layer = 0; layer < 3; ++layer)
        result.nation_coverage.left(0, 0, layer) = people(250.375);
    const Json json = Json::parse(text_of(result));
    CHECK(json["services"][0]["cells"] == "list");
    CHECK(json["ledger"]["population"]["left_out"] == Json{{"5g", 250.375}});
    CHECK_FALSE(json["ledger"]["children"].contains("left_out"));
    const Json& of = json["nation"]["5g"]["*"]["population"];
    CHECK(of["total"] == 1250.375);
    CHECK(of["half_cell"]["covered"] == 1250.375);
    CHECK(of["half_cell"]["rate"] == 100.0);
}

TEST_CASE("the summary names inputs, versions, profile, method and the values used") {
    const Json json = Json::parse(text_of(small_result()));
    CHECK(json["title"] == "県 test");
    CHECK(json["as_of"] == "2026-03-31");
    CHECK(json["versions"]["gdal"] == "3.6.2");
    CHECK(json["inputs"][0]["sha256"] == "abc");
    CHECK(json["inputs"][0]["size"] == 123);
    CHECK(json["inputs"][0]["source"]["licence"] == "open");
    CHECK(json["services"][0]["profile"] == "jp-mic-5g");
    CHECK_FALSE(json["services"][0].contains("single_provider"));
    CHECK(json["method"]["zone_share"].get<std::string>().find("面積") != std::string::npos);
    CHECK(json["effective"]["services"]["5g"]["a"]["segments"] == 64);
    CHECK(json["configuration"] == "title = \"県 test\"\n");
    CHECK(json["notes"] == Json{"a note"});
    CHECK_FALSE(json.contains("census"));
}

TEST_CASE("the method is told in the reports' language, every sentence of it") {
    RunResult result = small_result();
    const Json japanese = Json::parse(io::summary_json(result, {}))["method"];
    result.config.language = "en";
    const Json english = Json::parse(io::summary_json(result, {}))["method"];
    REQUIRE(english.size() == japanese.size());
    for (const auto& [key, sentence] : english.items()) {
        INFO(key);
        const auto is_ascii = [](const std::string& text) {
            return std::all_of(text.begin(), text.end(), [](char c) { return c > 0; });
        };
        CHECK(is_ascii(sentence.get<std::string>()));
        CHECK_FALSE(is_ascii(japanese[key].get<std::string>()));
    }
}

TEST_CASE("with max_single the provider that was taken is named by weight and rule") {
    RunResult result = small_result();
    result.config.services[0].profile.combine = Combine::max_single;
    result.nation_coverage.at(0, 1, 2, Rule::centroid) = people(1e6);
    const Json single = Json::parse(text_of(result))["services"][0]["single_provider"];
    CHECK(single["population"]["half_cell"] == "a");
    CHECK(single["population"]["lower"] == "a");  // both 0: the first
    CHECK(single["children"]["centroid"] == "b");
}

TEST_CASE("the census check is summed up") {
    RunResult result = small_result();
    result.census.emplace();
    result.census->calibrated = true;
    result.census->median_error_percent = 0.25;
    result.census->lines.resize(3);
    const Json census = Json::parse(text_of(result))["census"];
    CHECK(census["zones"] == 3);
    CHECK(census["median_error_percent"] == 0.25);
}

TEST_CASE("odd text of the user leaves the summary valid and whole") {
    RunResult result = small_result();
    const std::string title = GENERATE(as<std::string>{}, "\x02",
                                       "\x02"
                                       "abc",
                                       "a\x02"
                                       "1",
                                       "\"\\u0002", "\\\"\x02", "a \"quoted\" name");
    result.config.title = title;
    CHECK(Json::parse(text_of(result))["title"] == title);
}

TEST_CASE("the same result gives the same bytes") {
    CHECK(text_of(small_result()) == text_of(small_result()));
}
