#include "radio/p2108.hpp"

#include "catch.hpp"
#include "radio/vectors.hpp"

#include <cmath>
#include <limits>
#include <map>

using namespace amaneku;
using namespace amaneku::radio::p2108;
using Catch::Matchers::Contains;

namespace {

const std::map<std::string, Surroundings> surroundings{
    {"water_sea", Surroundings::water_sea},       {"open_rural", Surroundings::open_rural},
    {"suburban", Surroundings::suburban},         {"urban", Surroundings::urban},
    {"trees_forest", Surroundings::trees_forest}, {"dense_urban", Surroundings::dense_urban}};

std::optional<double> loss_of(const Row& row) {
    if (row.at("model") == "statistical") {
        return statistical_db(number(row, "f_ghz"), number(row, "d_km"), number(row, "p_percent"));
    }
    return height_gain_db({number(row, "f_ghz"), number(row, "h_m"), number(row, "clutter_h_m"),
                           number(row, "street_w_m"), surroundings.at(row.at("environment"))});
}

}  // namespace

TEST_CASE(
    "every published clutter loss is met within its tolerance, and every computed one to its last digit") {
    const auto table = vectors("p2108.csv");
    REQUIRE(table.size() == 22);
    for (const Row& row : table) {
        INFO(described(row));
        const auto loss = loss_of(row);
        REQUIRE(loss);
        CHECK(std::abs(*loss - number(row, "loss_db_published")) <= number(row, "tolerance_db"));
        CHECK(std::abs(*loss - number(row, "loss_db_formula")) <= 1e-6);
    }
}

TEST_CASE("the loss at 2 km is the most at every distance, shorter ones too") {
    for (const double p : {0.1, 50.0, 99.9}) {
        const double most = statistical_db(3.5, 2.0, p).value();
        for (const double d : {0.25, 1.0, 1.99, 2.0, 5.0, 1000.0})
            CHECK(statistical_db(3.5, d, p).value() <= most);
    }
    CHECK(statistical_db(3.5, 50.0, 50.0).value() == statistical_db(3.5, 2.0, 50.0).value());
    CHECK(statistical_db(3.5, 1.0, 50.0).value() < statistical_db(3.5, 2.0, 50.0).value());
}

TEST_CASE("more places are within a larger loss") {
    double before = 0.0;
    for (const double p : {0.01, 1.0, 10.0, 50.0, 90.0, 99.0, 99.99}) {
        const double now = statistical_db(28.0, 0.5, p).value();
        CHECK(now > before);
        before = now;
    }
}

TEST_CASE("statistical clutter out of range is refused by name") {
    struct Case {
        double ghz, km, percent;
        const char* words;
    };
    const auto [ghz, km, percent, words] = GENERATE(
        Case{0.24, 1, 50, "frequency 0.24 GHz, stated for 0.5 to 67 GHz"},
        Case{67.1, 1, 50, "frequency 67.1 GHz"}, Case{3.5, 0.24, 50, "distance 0.24 km, stated from 0.25 km"},
        Case{3.5, 1, 0, "share of places 0 %"}, Case{3.5, 1, 100, "share of places 100 %"},
        Case{3.5, std::numeric_limits<double>::quiet_NaN(), 50, "distance nan km"});
    CHECK_FALSE(statistical_db(ghz, km, percent));
    CHECK_THAT(statistical_problem(ghz, km, percent), Contains(words));
    CHECK(statistical_problem(3.5, 1.0, 50.0).empty());
}

TEST_CASE("height gain out of range is refused by name") {
    const HeightGain good{1.5, 2.0, 10.0, 27.0, Surroundings::urban};
    CHECK(height_gain_problem(good).empty());
    const auto refused = [](HeightGain input, const char* words) {
        CHECK_FALSE(height_gain_db(input));
        CHECK_THAT(height_gain_problem(input), Contains(words));
    };
    HeightGain input = good;
    input.frequency_ghz = 0.02;
    refused(input, "frequency 0.02 GHz, stated for 0.03 to 3 GHz");
    input.frequency_ghz = 4.0;
    refused(input, "frequency 4 GHz");
    input = good;
    input.height_m = 0.0;
    refused(input, "antenna height 0 m, must be above 0");
    input = good;
    input.street_width_m = 0.0;
    refused(input, "street width 0 m");
    input = good;
    input.clutter_height_m = 0.0;
    refused(input, "clutter height 0 m");
}
