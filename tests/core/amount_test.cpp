#include "core/amount.hpp"

#include "catch.hpp"
#include "core/config.hpp"
#include "core/rule_profile.hpp"

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

using namespace amaneku;

namespace {

constexpr Amount one = amount_per_unit;

Amount power_of_ten(int exponent) {
    Amount out = 1;
    for (int i = 0; i < exponent; ++i) out *= 10;
    return out;
}

std::vector<std::vector<std::string>> rounding_rows() {
    std::ifstream file{AMANEKU_SOURCE_DIR "/tests/data/rate_rounding.csv"};
    std::vector<std::vector<std::string>> rows;
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
        if (!line.empty() && line.back() == '\r') line.pop_back();
        std::istringstream fields{line};
        rows.emplace_back();
        for (std::string field; std::getline(fields, field, ',');) rows.back().push_back(field);
    }
    return rows;
}

}  // namespace

TEST_CASE("rates are rounded half up as the table of cases says") {
    const auto rows = rounding_rows();
    REQUIRE(rows.size() == 21);
    for (const auto& row : rows) {
        INFO(row[0] << " of " << row[1] << " with " << row[2] << " decimals");
        const Amount covered = std::stoll(row[0]) * one;
        const Amount total = std::stoll(row[1]) * one;
        CHECK(format_rate(covered, total, std::stoi(row[2])) == row[3]);
    }
}

TEST_CASE("a rate is rounded from the amounts, not from whole people") {
    CHECK(format_rate(985 * one - 1, 1000 * one, 0) == "98");
    CHECK(format_rate(985 * one, 1000 * one, 0) == "99");
    CHECK(format_rate(1, 3, 6) == "33.333333");
}

TEST_CASE("rates of amounts of 1e28 do not overflow") {
    const Amount total = power_of_ten(28);
    CHECK(format_rate(total, total, 6) == "100.000000");
    CHECK(format_rate(total / 3, total, 6) == "33.333333");
    CHECK(format_rate(total - 1, total, 6) == "100.000000");
    CHECK(format_rate_exact(total / 4, total) == "25");
}

TEST_CASE("nobody has no rate") {
    CHECK(format_rate(0, 0, 1).empty());
    CHECK(format_rate_exact(0, 0).empty());
}

TEST_CASE("a whole is exactly 100 percent, whatever its amount") {
    Amount total = 1;
    for (int i = 0; i < 2000; ++i) {
        total = total * 7 % power_of_ten(26) + 12'345;
        REQUIRE(format_rate_exact(total, total) == "100");
    }
}

TEST_CASE("an exact rate is the nearest double of the quotient") {
    // 100 / 3 and 200 / 3, and a quotient between two doubles that three roundings would get wrong.
    CHECK(format_rate_exact(one, 3 * one) == "33.333333333333336");
    CHECK(format_rate_exact(2 * one, 3 * one) == "66.666666666666671");
    CHECK(format_rate_exact(0, one) == "0");
    CHECK(format_rate_exact(1, power_of_ten(28)) == "1e-26");
}

TEST_CASE("amounts are written with nine decimals") {
    CHECK(format_amount(0) == "0.000000000");
    CHECK(format_amount(1) == "0.000000001");
    CHECK(format_amount(12'345'000'000) == "12.345000000");
    CHECK(format_amount(-1'500'000'000) == "-1.500000000");
    CHECK(format_amount(power_of_ten(28)) == "10000000000000000000.000000000");
}

TEST_CASE("whole units are rounded half up") {
    CHECK(whole_units(one / 2 - 1) == 0);
    CHECK(whole_units(one / 2) == 1);
    CHECK(whole_units(one + one / 2 - 1) == 1);
    CHECK(whole_units(126'146'099 * one) == 126'146'099);
}

TEST_CASE("the double of an amount is the nearest one") {
    CHECK(to_double(0) == 0.0);
    CHECK(to_double(one / 10) == 0.1);
    CHECK(to_double(-one / 10) == -0.1);
    // 2^53 + 1 units and a little: converting before dividing would lose the little.
    CHECK(to_double(Amount{9'007'199'254'740'993} * one + 1) == 9007199254740994.0);
    CHECK(to_double(Amount{9'007'199'254'740'993} * one) == 9007199254740992.0);
    CHECK(to_double(power_of_ten(28)) == 1e19);
}

TEST_CASE("a date is a day of the calendar, with dashes or slashes") {
    CHECK(parse_date("2026-03-31") == Date{2026, 3, 31});
    CHECK(parse_date("2026/3/1") == Date{2026, 3, 1});
    CHECK(parse_date("2028-02-29") == Date{2028, 2, 29});
    CHECK(format_date({2026, 3, 1}) == "2026-03-01");
    const std::string text =
        GENERATE(as<std::string>{}, "", "2026", "2026-03", "2026-02-29", "2026-04-31", "2026-13-01",
                 "2026-00-10", "2026-03-00", "2026-03-31T00:00", "31.3.2026", "0-1-1");
    INFO(text);
    CHECK_FALSE(parse_date(text));
}

TEST_CASE("rules and combinations have the ids of the configuration") {
    CHECK(rule_id(Rule::half_cell) == "half_cell");
    CHECK(rule_id(Rule::area_share) == "area_share");
    CHECK(rule_id(Rule::centroid) == "centroid");
    CHECK(rule_id(Rule::lower) == "lower");
    CHECK(rule_id(Rule::upper) == "upper");
    CHECK(combine_id(Combine::union_area_first) == "union_area_first");
    CHECK(combine_id(Combine::rule_first) == "rule_first");
    CHECK(combine_id(Combine::k_of_n) == "k_of_n");
    CHECK(combine_id(Combine::max_single) == "max_single");
}
