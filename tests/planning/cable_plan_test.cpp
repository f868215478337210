#include "planning/cable_plan.hpp"

#include "catch.hpp"
#include "proj/geodesic.hpp"

#include <algorithm>
#include <cmath>
#include <random>

using namespace amaneku;
using namespace amaneku::planning;

namespace {

/// Cells of half a kilometre in a row of latitude, by column; the network ends at column 0.
CableProblem in_a_row(const std::vector<int>& columns, const std::vector<int>& gains) {
    CableProblem out;
    const Point network{140.0, 36.0};
    out.shortest_m = 800.0;
    out.detour = 1.0;
    for (std::size_t c = 0; c < columns.size(); ++c) {
        out.at.push_back({140.0 + 0.00625 * columns[c], 36.0});
        out.gain.push_back(Amount{gains[c]} * amount_per_unit);
        out.drop_cost.push_back(0);
        out.network_m.push_back(proj::geodesic_distance(network, out.at.back()));
        out.beside.emplace_back();
        for (std::size_t o = 0; o < c; ++o) {
            if (std::abs(columns[o] - columns[c]) > 1) continue;
            out.beside[c].push_back(static_cast<std::uint32_t>(o));
            out.beside[o].push_back(static_cast<std::uint32_t>(c));
        }
    }
    return out;
}

}  // namespace

TEST_CASE("a cable goes on from a served cell instead of coming again from the network") {
    const CableProblem problem = in_a_row({10, 11, 12}, {5, 100, 100});
    const CablePlan plan = extend_network(problem, 8000);
    REQUIRE(plan.cables.size() == 3);
    CHECK(plan.value == Amount{205} * amount_per_unit);
    CHECK(plan.cables[0].parent == -1);
    CHECK(plan.cables[1].parent >= 0);
    CHECK(plan.cables[2].parent >= 0);
    CHECK(plan.cost <= 7000);  // about 12 cells of 563 m
    CHECK(plan.bound >= plan.value);
}

TEST_CASE("a far village is reached for all its people, not passed over for its first cell's") {
    // By its first cell alone the village would pay less than the hamlet, which takes all of the budget.
    const CableProblem problem = in_a_row({-9, 10, 11, 12, 13}, {60, 20, 200, 200, 200});
    const CablePlan plan = extend_network(problem, 7600);
    CHECK(plan.value == Amount{620} * amount_per_unit);
    CHECK(plan.cost <= 7600);
}

TEST_CASE("no budget is overdrawn, and no choice of cells is above the bound") {
    for (unsigned seed = 1; seed <= 30; ++seed) {
        std::mt19937 random{seed};
        std::vector<int> columns;
        std::vector<int> gains;
        int column = 1;
        for (int c = 0; c < 10; ++c) {
            column += 1 + static_cast<int>(random() % 3);
            columns.push_back(column);
            gains.push_back(1 + static_cast<int>(random() % 300));
        }
        const CableProblem problem = in_a_row(columns, gains);
        const std::int64_t budget = 2000 + static_cast<int>(random() % 9000);
        const CablePlan plan = extend_network(problem, budget);
        CHECK(plan.cost <= budget);
        // In a row to one side the cheapest way to any cells is one cable past all of them.
        for (unsigned set = 1; set < 1024; ++set) {
            Amount gain = 0;
            double furthest = 0.0;
            for (unsigned c = 0; c < 10; ++c) {
                if ((set >> c & 1U) == 0) continue;
                gain += problem.gain[c];
                furthest = std::max(furthest, problem.network_m[c]);
            }
            if (furthest <= static_cast<double>(budget) - 10.0) CHECK(gain <= plan.bound);
        }
        CHECK(plan.bound >= plan.value);
    }
}
