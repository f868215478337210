#include "app/factor_search.hpp"

#include "catch.hpp"

#include <cmath>
#include <vector>

using namespace amaneku;
using namespace amaneku::app;

namespace {

constexpr Amount percent = amount_per_unit;
const FactorBounds radii{1.0, 0.2, 5.0, 1e6, 1e-5};

/// `share` of a million people.
CoveredPeople people(double share) {
    const Amount all = Amount{1'000'000} * amount_per_unit;
    return {static_cast<Amount>(std::llround(share * 1e15)), all};
}

}  // namespace

TEST_CASE("a factor of which the rate is the square is the root of the ratio of rates") {
    const std::vector<RateTarget> targets{{40 * percent, 3}};
    const auto found = find_factors(targets, radii, [](std::size_t, std::span<const double> f) {
        return people(std::min(1.0, 0.1 * f[0] * f[0]));
    });
    CHECK(found[0].factor == Approx(2.0).margin(3e-5));  // 0.0005 points are 1.3e-5 of the factor
    CHECK(found[0].rate_before == 10 * percent);
    CHECK(std::abs(static_cast<double>(found[0].rate_after - 40 * percent)) <= 0.0005 * 1e9);
    CHECK(found[0].status == CalibrationStatus::met);
}

TEST_CASE("a rate that is met already keeps its factor") {
    const std::vector<RateTarget> targets{{Amount{10'049'999'999}, 1}};
    const auto found = find_factors(
        targets, radii, [](std::size_t, std::span<const double> f) { return people(0.1 * f[0]); });
    CHECK(found[0].factor == 1.0);
    CHECK(found[0].status == CalibrationStatus::met);
}

TEST_CASE("prefectures that reach into each other are brought to their rates together") {
    const std::vector<RateTarget> targets{{30 * percent, 3}, {50 * percent, 3}};
    const auto found = find_factors(targets, radii, [](std::size_t t, std::span<const double> f) {
        return t == 0 ? people(0.10 * f[0] + 0.05 * f[1]) : people(0.08 * f[0] + 0.2 * f[1]);
    });
    // 0.10 a + 0.05 b = 0.3 and 0.08 a + 0.2 b = 0.5
    CHECK(found[0].factor == Approx(0.035 / 0.016).epsilon(1e-4));
    CHECK(found[1].factor == Approx(0.026 / 0.016).epsilon(1e-4));
    CHECK(found[0].status == CalibrationStatus::met);
    CHECK(found[1].status == CalibrationStatus::met);
}

TEST_CASE("a rate out of reach leaves the factor at its bound") {
    const std::vector<RateTarget> targets{{90 * percent, 1}, {1 * percent, 1}};
    const auto found = find_factors(targets, radii, [](std::size_t, std::span<const double> f) {
        return people(0.1 + 0.01 * f[0] + 0.01 * f[1]);
    });
    CHECK(found[0].factor == 5.0);
    CHECK(found[0].status == CalibrationStatus::highest);
    CHECK(found[1].factor == 0.2);
    CHECK(found[1].status == CalibrationStatus::lowest);
}

TEST_CASE("a rate that jumps over the published one stops at the nearer side of the jump") {
    const double published = GENERATE(24.0, 36.0);
    const std::vector<RateTarget> targets{{static_cast<Amount>(published * 1e9), 1}};
    const auto found = find_factors(targets, radii, [](std::size_t, std::span<const double> f) {
        return people(f[0] < 1.7 ? 0.2 : 0.4);
    });
    CHECK(found[0].status == CalibrationStatus::nearest);
    CHECK(found[0].rate_after == (published < 30.0 ? 20 * percent : 40 * percent));
    if (published > 30.0) CHECK(found[0].factor == Approx(1.7).margin(2e-5));
}

TEST_CASE("half a unit below the published rate prints as it, half a unit above does not") {
    const std::vector<RateTarget> targets{{50 * percent, 1}};
    const auto status = [&](Amount covered) {
        return find_factors(targets, radii,
                            [&](std::size_t, std::span<const double>) {
                                return CoveredPeople{covered, Amount{2000} * amount_per_unit};
                            })[0]
            .status;
    };
    CHECK(status(Amount{999} * amount_per_unit) == CalibrationStatus::met);  // 49.95 %
    CHECK(status(Amount{999} * amount_per_unit - 1) == CalibrationStatus::highest);
    CHECK(status(Amount{1001} * amount_per_unit - 1) == CalibrationStatus::met);
    CHECK(status(Amount{1001} * amount_per_unit) == CalibrationStatus::lowest);  // 50.05 % prints as 50.1
}
