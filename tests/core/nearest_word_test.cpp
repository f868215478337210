#include "core/nearest_word.hpp"

#include "catch.hpp"

TEST_CASE("a mistyped word finds the nearest known one, up to two letters away") {
    const std::set<std::string, std::less<>> known{"columns", "files", "radius_m"};
    CHECK(amaneku::nearest_word("radius", known) == "radius_m");
    CHECK(amaneku::nearest_word("colums", known) == "columns");
    CHECK(amaneku::nearest_word("flies", known) == "files");
    CHECK(amaneku::nearest_word("files", known) == "files");
    CHECK(amaneku::nearest_word("fil", known) == "files");
    CHECK(amaneku::nearest_word("fi", known).empty());
    CHECK(amaneku::nearest_word("population", known).empty());
    CHECK(amaneku::nearest_word("files", {}).empty());
}
