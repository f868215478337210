#include "planning/condition.hpp"

#include "catch.hpp"
#include <amaneku/error.hpp>

#include <string>

using namespace amaneku;
using planning::Condition;
using planning::Facts;
using planning::Truth;

namespace {

Facts facts(double households, double index) {
    Facts out;
    out.numbers = {{"households", households}, {"financial_index", index}};
    out.texts = {{"designation", {"離島", "豪雪"}}, {"service", {"fiber"}}};
    return out;
}

Truth ask(const std::string& condition, const Facts& of) {
    return Condition::parse(condition).evaluate(of);
}

}  // namespace

TEST_CASE("programmes tell exactly 100 households and an index of exactly 0.5 apart") {
    CHECK(ask("households >= 100", facts(100, 0.5)) == Truth::yes);
    CHECK(ask("households < 100", facts(100, 0.5)) == Truth::no);
    CHECK(ask("households < 100", facts(99, 0.5)) == Truth::yes);
    CHECK(ask("financial_index < 0.5", facts(1, 0.5)) == Truth::no);
    CHECK(ask("financial_index >= 0.5", facts(1, 0.5)) == Truth::yes);
    CHECK(ask("financial_index <= 0.5", facts(1, 0.5)) == Truth::yes);
    CHECK(ask("financial_index <= 0.5", facts(1, 0.51)) == Truth::no);
}

TEST_CASE("words, and, or, not and parentheses of conditions") {
    const Facts f = facts(50, 0.3);
    CHECK(ask("", f) == Truth::yes);
    CHECK(ask("designation = 離島", f) == Truth::yes);
    CHECK(ask("designation != 離島", f) == Truth::no);
    CHECK(ask("designation = 過疎", f) == Truth::no);
    CHECK(ask("disadvantaged and service=fiber", f) == Truth::yes);
    CHECK(ask("service = 5g or households > 10 and financial_index > 1", f) == Truth::no);
    CHECK(ask("(service = fiber or households > 10) and not (financial_index > 1)", f) == Truth::yes);
}

TEST_CASE("what hangs on a fact that is not known is not known") {
    Facts f = facts(50, 0.3);
    f.numbers.erase("financial_index");
    CHECK(ask("financial_index < 0.5", f) == Truth::unknown);
    CHECK(ask("not financial_index < 0.5", f) == Truth::unknown);
    CHECK(ask("financial_index < 0.5 and households > 100", f) == Truth::no);
    CHECK(ask("financial_index < 0.5 or households < 100", f) == Truth::yes);
    CHECK(ask("prefecture = 29", f) == Truth::unknown);
}

TEST_CASE("conditions that cannot be read say what is wrong") {
    const auto problem = [](const std::string& text) -> std::string {
        try {
            static_cast<void>(Condition::parse(text));
        } catch (const Error& error) {
            return error.what();
        }
        return "";
    };
    CHECK(problem("household < 100").find("'household' is unknown") != std::string::npos);
    CHECK(problem("households < many").find("'many' is no number") != std::string::npos);
    CHECK(problem("households").find("stands after households") != std::string::npos);
    CHECK(problem("households < 100 and").find("ends too early") != std::string::npos);
    CHECK(problem("(households < 100").find("')' is missing") != std::string::npos);
    CHECK(problem("households < 100 designation = 離島").find("'designation' follows") != std::string::npos);
    CHECK(problem("designation < 離島").find("is a word") != std::string::npos);
    CHECK_FALSE(problem(std::string(5000, '(')).empty());
}
