#include "core/placement_range.hpp"

#include "catch.hpp"

#include <cmath>
#include <vector>

using namespace amaneku;

TEST_CASE("quantiles are nearest ranks: the smallest value that so many percent do not exceed") {
    CHECK(nearest_rank(20, 10) == 1);
    CHECK(nearest_rank(20, 50) == 9);  // the lower median
    CHECK(nearest_rank(20, 90) == 17);
    CHECK(nearest_rank(21, 50) == 10);
    CHECK(nearest_rank(2, 10) == 0);
    CHECK(nearest_rank(2, 50) == 0);
    CHECK(nearest_rank(2, 90) == 1);
    CHECK(nearest_rank(1000, 10) == 99);
    CHECK(nearest_rank(7, 100) == 6);
}

TEST_CASE("the spread of draws is what one finds by hand") {
    constexpr Amount one = amount_per_unit;
    const Spread spread = spread_of({5 * one, 1 * one, 3 * one, 2 * one, 4 * one});
    CHECK(spread.least == one);
    CHECK(spread.p10 == one);
    CHECK(spread.median == 3 * one);
    CHECK(spread.p90 == 5 * one);
    CHECK(spread.most == 5 * one);
    CHECK(spread.mean == 3 * one);
    CHECK(spread.deviation == Approx(std::sqrt(2.5)).epsilon(1e-15));
    CHECK(spread_of({1, 2}).mean == 2);  // 1.5e-9, half up
    CHECK(spread_of({7 * one}).deviation == 0.0);
    CHECK(spread_of({4 * one, 4 * one}).deviation == 0.0);
}

TEST_CASE("what zones have together is added up draw by draw") {
    PlacementRange range;
    range.draw_count = 2;
    range.zone_count = 3;
    range.weight_count = 1;
    range.providers.resize(1);
    range.covered.assign(range.index(2, 0, 0, 0, rules.front()), 0);
    range.covered[range.index(0, 0, 0, 1, Rule::centroid)] = 5;
    range.covered[range.index(0, 2, 0, 1, Rule::centroid)] = 7;
    range.covered[range.index(1, 1, 0, 1, Rule::centroid)] = 9;
    const std::vector<std::uint32_t> first_two{0, 1};
    const std::vector<std::uint32_t> all{0, 1, 2};
    CHECK(covered_by_draw(range, first_two, 0, 1, Rule::centroid) == std::vector<Amount>{5, 9});
    CHECK(covered_by_draw(range, all, 0, 1, Rule::centroid) == std::vector<Amount>{12, 9});
    CHECK(covered_by_draw(range, all, 0, 0, Rule::centroid) == std::vector<Amount>{0, 0});
}
