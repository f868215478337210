#include "catch.hpp"
#include "planning/cover_bound.hpp"
#include "planning/exact_cover.hpp"
#include "planning/max_cover.hpp"
#include "planning/target_cover.hpp"

#include <numeric>
#include <random>

using namespace amaneku;
using namespace amaneku::planning;

namespace {

/// Sites and people strewn over a square; a site reaches who is within its radius. With `in_part`, those
/// further out are reached in part, as a share of area is.
CoverProblem strewn(unsigned seed, bool in_part, bool equal_costs) {
    std::mt19937 random{seed};
    const auto number = [&](std::uint32_t below) { return static_cast<int>(random() % below); };
    constexpr int elements = 60;
    constexpr int candidates = 40;
    struct At {
        int x, y;
    };
    std::vector<At> people;
    std::vector<CellAmount> weight;
    for (int e = 0; e < elements; ++e) {
        people.push_back({number(1000), number(1000)});
        weight.push_back((1 + number(500)) * amount_per_unit);
    }
    CoverProblem out;
    out.element_count = elements;
    for (int c = 0; c < candidates; ++c) {
        const At at{number(1000), number(1000)};
        const int radius = 80 + number(150);
        for (std::uint32_t e = 0; e < elements; ++e) {
            const int dx = people[e].x - at.x;
            const int dy = people[e].y - at.y;
            const int square = dx * dx + dy * dy;
            if (square <= radius * radius) {
                out.add(e, weight[e]);
            } else if (in_part && square <= 4 * radius * radius) {
                out.add(e, weight[e] / (2 + number(5)));
            }
        }
        out.close(equal_costs ? 1 : 5 + number(20));
    }
    return out;
}

std::int64_t cost_of(const CoverProblem& problem, const std::vector<std::uint32_t>& chosen) {
    std::int64_t out = 0;
    for (const std::uint32_t c : chosen) out += problem.cost[c];
    return out;
}

std::vector<std::uint32_t> all_of(std::size_t count) {
    std::vector<std::uint32_t> out(count);
    std::iota(out.begin(), out.end(), 0U);
    return out;
}

constexpr CoverOptions no_solver{2000, 0, 0, 0};

}  // namespace

TEST_CASE("two sites side by side are not as good as one each for two towns") {
    CoverProblem problem;
    problem.element_count = 3;
    problem.add(0, 10);
    problem.add(1, 10);
    problem.close(1);
    problem.add(0, 10);
    problem.add(1, 9);
    problem.close(1);
    problem.add(2, 5);
    problem.close(1);
    const CoverPlan plan = most_cover(problem, 2);
    CHECK(plan.chosen == std::vector<std::uint32_t>{0, 2});
    CHECK(plan.gain == std::vector<Amount>{20, 5});
    CHECK(plan.value == 25);
    CHECK(plan.bound == 25);
    CHECK(plan.is_optimal);
    const CoverPlan all = most_cover(problem, 3);
    CHECK(all.value == 25);
    CHECK(all.chosen.size() == 2);  // the third adds nobody
}

TEST_CASE("local search finds what greedy choice cannot") {
    // The site in the middle reaches most of both towns and is chosen first; two at their sides reach all.
    CoverProblem problem;
    problem.element_count = 6;
    for (const std::uint32_t e : {1U, 2U, 3U, 4U}) problem.add(e, 10);
    problem.close(1);
    for (const std::uint32_t e : {0U, 1U, 2U}) problem.add(e, 10);
    problem.close(1);
    for (const std::uint32_t e : {3U, 4U, 5U}) problem.add(e, 10);
    problem.close(1);
    CoverOptions options = no_solver;
    options.most_swaps = 0;
    CHECK(most_cover(problem, 2, options).value == 50);
    const CoverPlan plan = most_cover(problem, 2, no_solver);
    CHECK(plan.greedy_value == 50);
    CHECK(plan.value == 60);
    CHECK(plan.chosen == std::vector<std::uint32_t>{1, 2});
}

TEST_CASE("what is found lies within the printed bound of the exact optimum on 50 instances") {
    double widest = 0.0;
    double worst = 0.0;
    for (unsigned seed = 1; seed <= 50; ++seed) {
        const bool in_part = seed % 2 == 0;
        const bool equal_costs = seed % 3 != 0;
        const CoverProblem problem = strewn(seed, in_part, equal_costs);
        const std::int64_t budget = equal_costs ? 4 + seed % 5 : 60;
        const ExactCover exact = exact_most_cover(problem, budget, 100'000);
        REQUIRE(exact.is_optimal);
        const Amount optimum = reached(problem, exact.chosen);
        const CoverPlan plan = most_cover(problem, budget, no_solver);
        INFO("seed " << seed << ": found " << to_double(plan.value) << ", optimum " << to_double(optimum)
                     << ", bound " << to_double(plan.bound));
        CHECK(cost_of(problem, plan.chosen) <= budget);
        CHECK(plan.value == reached(problem, plan.chosen));
        CHECK(plan.value >= plan.greedy_value);
        CHECK(plan.value <= optimum);
        CHECK(plan.bound >= optimum);
        CHECK(std::accumulate(plan.gain.begin(), plan.gain.end(), Amount{0}) == plan.value);
        CHECK(2 * plan.value >= optimum);  // greedy by gain for cost or alone, the better: (1 - 1/e) / 2
        const CoverPlan solved = most_cover(problem, budget);
        CHECK(solved.value == optimum);
        CHECK(solved.bound == optimum);
        CHECK(solved.is_optimal);
        widest = std::max(widest, to_double(plan.bound) / to_double(plan.value) - 1.0);
        worst = std::max(worst, to_double(optimum) / to_double(plan.value) - 1.0);
    }
    UNSCOPED_INFO("widest bound " << widest << ", furthest from the optimum " << worst);
    CHECK(widest < 0.10);
    CHECK(worst < 0.10);
}

TEST_CASE("targets are met, not cheaper than their bound, and as cheaply as the solver where small") {
    double worst = 0.0;
    double loosest = 1.0;
    for (unsigned seed = 1; seed <= 50; ++seed) {
        const CoverProblem problem = strewn(seed, seed % 2 == 0, seed % 3 != 0);
        const Amount all = reached(problem, all_of(problem.size()));
        // 60 % of all, and 30 % of each of two halves.
        std::vector<CoverNeed> needs{{all_of(problem.element_count), all * 6 / 10}, {{}, 0}, {{}, 0}};
        Cover everything{problem};
        for (std::size_t c = 0; c < problem.size(); ++c) everything.add(c);
        for (std::uint32_t e = 0; e < problem.element_count; ++e) {
            CoverNeed& half = needs[1 + e % 2];
            half.elements.push_back(e);
            half.amount += everything.best(e) * 3 / 10;
        }
        const TargetPlan plan = cheapest_cover(problem, needs, no_solver);
        const TargetPlan solved = cheapest_cover(problem, needs);
        INFO("seed " << seed << ": " << plan.cost << ", solver " << solved.cost << ", bound " << plan.bound);
        REQUIRE(plan.unreachable.empty());
        Cover cover{problem};
        for (const std::uint32_t c : plan.chosen) cover.add(c);
        for (const CoverNeed& need : needs) {
            Amount sum = 0;
            for (const std::uint32_t e : need.elements) sum += cover.best(e);
            CHECK(sum >= need.amount);
        }
        CHECK(plan.cost == cost_of(problem, plan.chosen));
        CHECK(solved.is_optimal);
        CHECK(plan.bound <= solved.cost);
        CHECK(solved.cost <= plan.cost);
        worst = std::max(worst, static_cast<double>(plan.cost) / static_cast<double>(solved.cost) - 1.0);
        loosest = std::min(loosest, static_cast<double>(plan.bound) / static_cast<double>(solved.cost));
    }
    UNSCOPED_INFO("furthest from the optimum " << worst << ", loosest bound " << loosest);
    CHECK(loosest >= 0.6);
    CHECK(worst <= 0.5);
}

TEST_CASE("a target beyond all candidates is told, need by need") {
    CoverProblem problem;
    problem.element_count = 2;
    problem.add(0, 10);
    problem.close(1);
    const std::vector<CoverNeed> needs{{{0}, 10}, {{1}, 1}, {{0, 1}, 11}};
    const TargetPlan plan = cheapest_cover(problem, needs);
    CHECK(plan.unreachable == std::vector<std::uint32_t>{1, 2});
    CHECK(plan.reachable == std::vector<Amount>{10, 0, 10});
    CHECK(plan.chosen.empty());
}

TEST_CASE("what adds nothing and what nobody can pay is not chosen") {
    CoverProblem problem;
    problem.element_count = 1;
    problem.close(1);
    problem.add(0, 7);
    problem.close(10);
    CHECK(most_cover(problem, 9).chosen.empty());
    CHECK(most_cover(problem, 9).bound == 0);
    CHECK(most_cover(problem, 10).chosen == std::vector<std::uint32_t>{1});
    CHECK(most_cover(CoverProblem{}, 3).is_optimal);
}
