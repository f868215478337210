#include "radio/link_budget.hpp"

#include "catch.hpp"
#include "radio/normal.hpp"

#include <cmath>
#include <limits>

using namespace amaneku::radio;

TEST_CASE("resource blocks are those of the carrier tables") {
    CHECK(resource_blocks(10, 15, 750) == 52);
    CHECK(resource_blocks(20, 15, 1800) == 106);
    CHECK(resource_blocks(40, 30, 2350) == 106);
    CHECK(resource_blocks(100, 30, 3750) == 273);
    CHECK(resource_blocks(100, 120, 28'000) == 66);
    CHECK(resource_blocks(400, 120, 28'000) == 264);
}

TEST_CASE("a carrier of 60 kHz has other blocks above 24.25 GHz") {
    CHECK(resource_blocks(100, 60, 3750) == 135);
    CHECK(resource_blocks(100, 60, 28'000) == 132);
}

TEST_CASE("a carrier that the tables do not have has no blocks") {
    CHECK_FALSE(resource_blocks(100, 15, 3750));
    CHECK_FALSE(resource_blocks(7, 15, 750));
    CHECK_FALSE(resource_blocks(100, 30, 28'000));
    CHECK_FALSE(resource_blocks(400, 120, 3750));
}

TEST_CASE("a resource element has its share of the carrier, with gain and less feeder") {
    // 46 dBm over 624 subcarriers: 46 - 27.951846.
    CHECK(reference_power_dbm(46.0, 52, 0.0, 0.0) == Approx(18.048154).margin(1e-6));
    CHECK(reference_power_dbm(46.0, 52, 15.0, 2.0) == Approx(31.048154).margin(1e-6));
    CHECK(rsrp_dbm(31.0, 3.0, 120.0) == -92.0);
    CHECK(rsrp_dbm(31.0, 3.0, 120.0, 20.0) == -112.0);
}

TEST_CASE("the margin of 90 percent and 6 dB is 7.7 dB, of half the places none") {
    CHECK(edge_margin_db(0.9, 6.0) == Approx(7.6893).margin(1e-4));
    CHECK(edge_margin_db(0.5, 6.0) == 0.0);
    CHECK(edge_margin_db(0.1, 6.0) == Approx(-7.6893).margin(1e-4));
}

TEST_CASE("the inverse normal is within 5e-15 of values computed to sixty digits") {
    struct Case {
        double probability, z;
    };
    const auto [probability, z] = GENERATE(Case{1e-300, -37.0470962993612}, Case{1e-10, -6.361340902404057},
                                           Case{0.001, -3.0902323061678136}, Case{0.1, -1.2815515655446004},
                                           Case{0.3, -0.5244005127080408}, Case{0.6, 0.2533471031357998},
                                           Case{0.975, 1.9599639845400538});
    CHECK(std::abs(inverse_normal(probability) - z) <= 5e-15);
}

TEST_CASE("the inverse normal undoes the normal and is symmetric") {
    for (double p = 0.0078125; p < 0.5; p += 0.0078125) {
        const double z = inverse_normal(p);
        CHECK(0.5 * std::erfc(-z / std::sqrt(2.0)) == Approx(p).epsilon(1e-14));
        CHECK(inverse_normal(1.0 - p) == -z);
    }
    CHECK(inverse_normal(0.5) == 0.0);
}

TEST_CASE("the inverse normal is infinite at its ends and no number outside") {
    CHECK(inverse_normal(0.0) == -std::numeric_limits<double>::infinity());
    CHECK(inverse_normal(1.0) == std::numeric_limits<double>::infinity());
    CHECK(std::isnan(inverse_normal(-0.1)));
    CHECK(std::isnan(inverse_normal(1.1)));
}
