#include "io/zone_code.hpp"

#include "catch.hpp"

using namespace amaneku;

TEST_CASE("six digits must end in the check digit") {
    CHECK(io::zone_code_problem("292010").empty());  // 奈良市
    CHECK(io::zone_code_problem("29201").empty());
    CHECK(io::zone_code_problem("A29201").empty());
    CHECK(io::zone_code_problem("").empty());
    const std::string problem = io::zone_code_problem("292011");
    CHECK(problem.find("'292011'") != std::string::npos);
    CHECK(problem.find("would be 0, not 1") != std::string::npos);
}

TEST_CASE("numbers get their leading zeros back where that is sure") {
    CHECK(io::zone_code_digits({"1202", "1204"}, true) == 5);
    CHECK(io::zone_code_digits({"1202", "29201"}, false) == 5);
    CHECK(io::zone_code_digits({"29201", "29202"}, false) == 5);
    CHECK(io::zone_code_digits({"12025", "292010"}, false) == 6);  // 012025 lost its zero
    CHECK(io::zone_code_digits({"1", "2", "1001"}, true) == 0);    // numbers of the user's own
    CHECK(io::zone_code_digits({"1001", "1002"}, false) == 0);
    CHECK(io::zone_code_digits({"9901", "29201"}, false) == 0);
    CHECK(io::zone_code_digits({}, true) == 0);
    // 011002, 012025 and 012041 without their zeros, or three municipalities of Chiba.
    CHECK(io::zone_code_digits({"11002", "12025", "12041"}, true) == -1);
    CHECK(io::with_leading_zeros("1202", 5) == "01202");
    CHECK(io::with_leading_zeros("A1", 5) == "A1");
    CHECK(io::with_leading_zeros("29201", 0) == "29201");
}
