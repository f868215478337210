#include "planning/flags.hpp"

#include "catch.hpp"

#include <string>

using namespace amaneku;
using namespace amaneku::planning;

namespace {

Coverage of(std::int64_t covered, std::int64_t total) {
    return {static_cast<Amount>(covered) * amount_per_unit, static_cast<Amount>(total) * amount_per_unit};
}

std::string words(const FlagRule& rule, const FlagFacts& facts) {
    std::string out;
    for (const FlagWord& w : flag_words(rule, facts)) out += w.word + "(" + w.value + "|" + w.limit + ")";
    return out;
}

}  // namespace

TEST_CASE("without limits there are no flags") {
    FlagFacts facts;
    facts.area = of(1, 100);
    facts.prefecture = facts.nation = facts.earlier = of(99, 100);
    facts.uncovered_people = 99 * static_cast<Amount>(amount_per_unit);
    facts.providers = 2;
    facts.reaching = {"a"};
    CHECK(words({}, facts).empty());
}

TEST_CASE("a rate at its limit is not below it, and one just below is seen to be") {
    FlagRule rule;
    rule.target = 95.0;
    FlagFacts facts;
    facts.area = of(95, 100);
    CHECK(words(rule, facts).empty());
    facts.area = of(94999, 100000);
    CHECK(words(rule, facts) == "below-target(94.999|95)");
    facts.area = of(0, 0);
    CHECK(words(rule, facts).empty());
    rule = {};
    rule.below_prefecture = rule.below_nation = true;
    facts.area = of(90, 100);
    facts.prefecture = of(901, 1000);
    facts.nation = of(900, 1000);
    CHECK(words(rule, facts) == "below-prefecture(90.0|90.1)");
}

TEST_CASE("people left out, single operators and rates that fell") {
    FlagRule rule;
    rule.uncovered_people = 100.0;
    rule.uncovered_households = 50.0;
    rule.single_operator = true;
    rule.fell_points = 0.5;
    FlagFacts facts;
    facts.area = of(900, 1000);
    facts.uncovered_people = 100 * static_cast<Amount>(amount_per_unit);
    facts.uncovered_households = 51 * static_cast<Amount>(amount_per_unit);
    facts.providers = 3;
    facts.reaching = {"A"};
    facts.earlier = of(905, 1000);  // by exactly the limit
    CHECK(words(rule, facts) == "uncovered-households(51|50)single-operator(A|)");
    facts.earlier = of(906, 1000);
    facts.reaching = {"A", "B"};
    CHECK(words(rule, facts) == "uncovered-households(51|50)rate-fell(90.0|90.6)");
}
