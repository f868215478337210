#include "io/served_word.hpp"

#include "catch.hpp"

using namespace amaneku;

TEST_CASE("flags of service are known by a list of words, and nothing else is guessed") {
    for (const char* word : {"1", "１", "true", "TRUE", "Yes", "有", "あり", "○", "〇", "◯", " 1 ", "　有　"})
        CHECK(io::served_from(word) == true);
    for (const char* word : {"0", "０", "false", "No", "無", "なし", "×", "✕", "", "  ", "　"})
        CHECK(io::served_from(word) == false);
    for (const char* word : {"2", "1.0", "a", "△", "有り?", "-", "null"}) CHECK_FALSE(io::served_from(word));
}
