#include "radio/tr38901.hpp"

#include "catch.hpp"
#include "radio/path_loss.hpp"
#include "radio/vectors.hpp"

#include <cmath>
#include <map>

using namespace amaneku;
using namespace amaneku::radio;
using tr38901::Link;
using tr38901::Scenario;

namespace {

const std::map<std::string, PathLossModel> models{
    {"RMa", PathLossModel::rma}, {"UMa", PathLossModel::uma}, {"UMi", PathLossModel::umi}};
const std::map<std::string, Scenario> scenarios{
    {"RMa", Scenario::rma}, {"UMa", Scenario::uma}, {"UMi", Scenario::umi}};

Surroundings surroundings_of(const Row& row) {
    if (row.at("h_building_m").empty()) return {};
    return {number(row, "h_building_m"), number(row, "street_w_m")};
}

}  // namespace

TEST_CASE("every published and computed loss of TR 38.901 is met within its tolerance") {
    const auto table = vectors("tr38901_pathloss.csv");
    REQUIRE(table.size() == 38);
    for (const Row& row : table) {
        INFO(described(row));
        const bool sees = row.at("condition") == "LOS";
        const Surroundings around = surroundings_of(row);
        const double distance = number(row, "d2_m");
        const PathLoss model{
            models.at(row.at("scenario")), sees ? LineOfSight::line_of_sight : LineOfSight::none,
            1000.0 * number(row, "f_ghz"), number(row, "h_bs_m"),
            number(row, "h_ut_m"),         around};
        const Link link{number(row, "f_ghz"), number(row, "h_bs_m"), number(row, "h_ut_m"), around};
        const Scenario scenario = scenarios.at(row.at("scenario"));
        const double formula = sees ? tr38901::line_of_sight_db(scenario, link, distance)
                                    : tr38901::no_line_of_sight_db(scenario, link, distance);
        const double tolerance = number(row, "tolerance_db");
        CHECK(std::abs(model.at(distance).db - number(row, "loss_db")) <= tolerance);
        CHECK(std::abs(formula - number(row, "loss_db")) <= tolerance);
        CHECK_FALSE(model.at(distance).is_outside);
    }
}

TEST_CASE("the probability of sight is that of the report's table, within its six decimals") {
    struct Case {
        Scenario scenario;
        double distance_m;
        double probability;
    };
    const auto [scenario, distance, probability] = GENERATE(
        Case{Scenario::rma, 10, 1}, Case{Scenario::rma, 50, 0.960789}, Case{Scenario::rma, 100, 0.913931},
        Case{Scenario::rma, 300, 0.748264}, Case{Scenario::rma, 1000, 0.371577}, Case{Scenario::uma, 10, 1},
        Case{Scenario::uma, 50, 0.649402}, Case{Scenario::uma, 100, 0.347671},
        Case{Scenario::uma, 300, 0.068036}, Case{Scenario::uma, 1000, 0.018000}, Case{Scenario::umi, 10, 1},
        Case{Scenario::umi, 50, 0.519585}, Case{Scenario::umi, 100, 0.230985},
        Case{Scenario::umi, 300, 0.060226}, Case{Scenario::umi, 1000, 0.018000});
    CHECK(std::abs(tr38901::sight_probability(scenario, distance, 1.5) - probability) <= 5e-7);
}

TEST_CASE("a receiver above 13 m sees an urban macro antenna more often, and no more than surely") {
    double before = tr38901::sight_probability(Scenario::uma, 200.0, 13.0);
    CHECK(before == tr38901::sight_probability(Scenario::uma, 200.0, 1.5));
    for (const double height : {15.0, 18.0, 22.5}) {
        const double now = tr38901::sight_probability(Scenario::uma, 200.0, height);
        CHECK(now > before);
        before = now;
    }
    CHECK(tr38901::sight_probability(Scenario::uma, 200.0, 23.0) ==
          tr38901::sight_probability(Scenario::uma, 200.0, 40.0));
    for (const Scenario scenario : {Scenario::rma, Scenario::uma, Scenario::umi}) {
        for (double d = 1.0; d < 5000.0; d *= 1.1) {
            const double probability = tr38901::sight_probability(scenario, d, 22.5);
            CHECK(probability > 0.0);
            CHECK(probability <= 1.0);
        }
    }
}

TEST_CASE(
    "the urban losses are continuous at the break point, the rural one within what its formula leaves") {
    const Link link{3.75, 25.0, 1.5, {}};
    for (const Scenario scenario : {Scenario::rma, Scenario::uma, Scenario::umi}) {
        const double break_m = tr38901::line_of_sight(scenario, link).break_m;
        const double gap = tr38901::line_of_sight_db(scenario, link, break_m * (1.0 + 1e-12)) -
                           tr38901::line_of_sight_db(scenario, link, break_m);
        // The rural formula takes the near line at d3 and the far one from d_BP: 20 log(d3/d_BP) apart,
        // about.
        const double rural = 20.0 * std::log10(std::hypot(break_m, 23.5) / break_m);
        CHECK(std::abs(gap) <= (scenario == Scenario::rma ? 1.01 * rural : 1e-9));
    }
    CHECK(tr38901::line_of_sight(Scenario::uma, link).break_m ==
          Approx(4.0 * 24.0 * 0.5 * 3.75e9 / 3e8).epsilon(1e-15));
}

TEST_CASE("the loss without sight is never below the loss with it") {
    for (const Scenario scenario : {Scenario::rma, Scenario::uma, Scenario::umi}) {
        for (const double ghz : {0.7, 3.75, 28.0}) {
            const Link link{ghz, 35.0, 1.5, {}};
            for (double d = 10.0; d <= 5000.0; d *= 1.07) {
                CHECK(tr38901::no_line_of_sight_db(scenario, link, d) >=
                      tr38901::line_of_sight_db(scenario, link, d));
            }
        }
    }
}

TEST_CASE("a tall receiver's probability of sight is the written-out formula") {
    // At 23 m the factor C' is 1: [18/d + exp(-d/63)(1 - 18/d)] (1 + 1.25 (d/100)^3 exp(-d/150)).
    const double low = 18.0 / 200.0 + std::exp(-200.0 / 63.0) * (1.0 - 18.0 / 200.0);
    const double high = low * (1.0 + 1.25 * 8.0 * std::exp(-200.0 / 150.0));
    CHECK(tr38901::sight_probability(Scenario::uma, 200.0, 23.0) == Approx(high).epsilon(1e-14));
    const double between = low * (1.0 + std::pow(0.5, 1.5) * 1.25 * 8.0 * std::exp(-200.0 / 150.0));
    CHECK(tr38901::sight_probability(Scenario::uma, 200.0, 18.0) == Approx(between).epsilon(1e-14));
}

TEST_CASE("what buildings add to the rural loss is limited to 10 dB a decade, less 14.77 dB") {
    // 0.03 h^1.72 passes 10 above 29.3 m.
    const Link link{3.75, 35.0, 1.5, {50.0, 20.0}};
    const double d3 = std::hypot(1000.0, 33.5);
    const double expected = 20.0 * std::log10(40.0 * 3.14159265358979324 * d3 * 3.75 / 3.0) +
                            10.0 * std::log10(d3) - 14.77 + 0.002 * std::log10(50.0) * d3;
    CHECK(tr38901::line_of_sight_db(Scenario::rma, link, 1000.0) == Approx(expected).epsilon(1e-13));
}
