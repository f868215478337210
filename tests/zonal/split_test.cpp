#include "catch.hpp"
#include "zonal/zonal_case.hpp"

using namespace amaneku;
using namespace amaneku::tests;

namespace {

std::vector<CellAmount> parts_of(CellAmount total, const std::vector<double>& shares) {
    std::vector<CellAmount> parts(shares.size());
    zonal::split(total, shares, parts);
    return parts;
}

Amount sum_of(const std::vector<CellAmount>& parts) {
    return std::accumulate(parts.begin(), parts.end(), Amount{0});
}

}  // namespace

TEST_CASE("an amount is split by largest remainder, equal remainders going to the first") {
    CHECK(parts_of(10, {1, 1, 1}) == std::vector<CellAmount>{4, 3, 3});
    CHECK(parts_of(11, {1, 1, 1}) == std::vector<CellAmount>{4, 4, 3});
    CHECK(parts_of(10, {0.5, 0.25, 0.25}) == std::vector<CellAmount>{5, 3, 2});
    CHECK(parts_of(100, {1, 2, 5}) == std::vector<CellAmount>{13, 25, 62});
    CHECK(parts_of(100, {5, 2, 1}) == std::vector<CellAmount>{63, 25, 12});
    CHECK(parts_of(7, {0.001, 0.999}) == std::vector<CellAmount>{0, 7});
}

TEST_CASE("a share of nothing gets nothing") {
    CHECK(parts_of(1, {0, 1}) == std::vector<CellAmount>{0, 1});
    CHECK(parts_of(10, {0, 1, 1, 1}) == std::vector<CellAmount>{0, 4, 3, 3});
    CHECK(parts_of(0, {0.3, 0.7}) == std::vector<CellAmount>{0, 0});
    // Above 2^53 remainders are lost in doubles: what rounding leaves over still goes to those with a share.
    Dice dice{3};
    for (int i = 0; i < 2000; ++i) {
        const auto total = static_cast<CellAmount>(dice.between(7.0e18, 9.0e18)) + static_cast<CellAmount>(i);
        const auto parts = parts_of(total, {0.0, dice.unit(), 0.0, dice.unit(), dice.unit(), 0.0});
        REQUIRE(sum_of(parts) == total);
        REQUIRE((parts[0] == 0 && parts[2] == 0 && parts[5] == 0));
    }
}

TEST_CASE("parts add up to the whole, none below 0, each within one of its exact share") {
    Dice dice{20};
    for (int i = 0; i < 20'000; ++i) {
        std::vector<std::int64_t> weights(1 + dice.below(7));
        for (auto& w : weights) w = static_cast<std::int64_t>(1 + dice.below(1'000'000));
        const auto sum = std::accumulate(weights.begin(), weights.end(), std::int64_t{0});
        const auto total = static_cast<CellAmount>(dice.below(std::vector<std::size_t>{
            20, 1'000, 1'000'000'000, 9'000'000'000'000ULL, 4'000'000'000'000'000ULL}[dice.below(5)]));
        const auto parts = parts_of(total, {weights.begin(), weights.end()});
        REQUIRE(sum_of(parts) == total);
        for (std::size_t k = 0; k < parts.size(); ++k) {
            REQUIRE(parts[k] >= 0);
            // |part - total · w / sum| <= 1, in whole numbers; a double's rounding may cost one more.
            const Amount difference =
                Amount{parts[k]} * sum - Amount{total} * static_cast<Amount>(weights[k]);
            REQUIRE((difference < 0 ? -difference : difference) <= Amount{2} * sum);
        }
    }
}

TEST_CASE("parts add up whatever the size of the amount and the spread of the shares") {
    Dice dice{21};
    for (int i = 0; i < 20'000; ++i) {
        std::vector<double> shares(1 + dice.below(9));
        for (double& s : shares) s = std::pow(10.0, dice.between(-12, 3));
        const auto total = static_cast<CellAmount>(dice.between(0.0, 9.0e18));
        const auto parts = parts_of(total, shares);
        REQUIRE(sum_of(parts) == total);
        for (const auto part : parts) REQUIRE(part >= 0);
    }
}
