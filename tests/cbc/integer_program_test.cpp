#include "cbc/integer_program.hpp"

#include "catch.hpp"

#include <limits>

using namespace amaneku;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// A knapsack of 10: worth 10, 9, 9 at weights 6, 5, 5.
cbc::IntegerProgram knapsack() {
    cbc::IntegerProgram out;
    const double weight[] = {6.0, 5.0, 5.0};
    const double worth[] = {10.0, 9.0, 9.0};
    for (int c = 0; c < 3; ++c) out.add_entry(out.add_column(worth[c], true), weight[c]);
    out.close_row(-infinity, 10.0);
    return out;
}

}  // namespace

TEST_CASE("a knapsack is filled as well as it can be") {
    const cbc::IntegerAnswer answer = cbc::solve(knapsack(), 1000);
    REQUIRE(answer.is_optimal);
    REQUIRE(answer.values.size() == 3);
    CHECK(answer.values[0] < 0.5);
    CHECK(answer.values[1] > 0.5);
    CHECK(answer.values[2] > 0.5);
    CHECK(answer.bound == Approx(18.0));  // a solver of floating-point numbers
}

TEST_CASE("the least that meets a demand is found, and a demand that cannot be met is told") {
    cbc::IntegerProgram program = knapsack();
    program.maximise = false;
    program.upper[0] = infinity;
    program.lower[0] = 11.0;
    const cbc::IntegerAnswer answer = cbc::solve(program, 1000);
    REQUIRE(answer.is_optimal);
    CHECK(answer.bound == Approx(19.0));  // a solver of floating-point numbers
    program.lower[0] = 17.0;
    const cbc::IntegerAnswer none = cbc::solve(program, 1000);
    CHECK(none.is_infeasible);
    CHECK(none.values.empty());
}
