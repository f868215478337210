#include "workbook/cell_text.hpp"

#include "catch.hpp"

#include <string>

using namespace amaneku::workbook;

TEST_CASE("A cell's text is kept but for what XML and spreadsheets cannot hold") {
    CHECK(cell_text("髙津原市 𠮷 😀 <b>&\"'", "…") == "髙津原市 𠮷 😀 <b>&\"'");
    CHECK(cell_text("=cmd()", "…") == "=cmd()");
    CHECK(cell_text("a\tb\nc", "…") == "a\tb\nc");
    CHECK(cell_text("a\rb\r\nc", "…") == "a\nb\nc");
    CHECK(cell_text(std::string{"a\0b\x01\x1F", 5}, "…") == "a\uFFFDb\uFFFD\uFFFD");
    CHECK(cell_text("\xEF\xBF\xBE", "…") == "\uFFFD");
    // Half a character, a surrogate and an overlong slash.
    CHECK(cell_text("a\xE3\x81", "…") == "a\uFFFD\uFFFD");
    CHECK(cell_text("\xED\xA0\x80", "…") == "\uFFFD\uFFFD\uFFFD");
    CHECK(cell_text("\xC0\xAF", "…") == "\uFFFD\uFFFD");
    // What a workbook would read as an escaped A.
    CHECK(cell_text("_x0041_", "…") == "_x005F_x0041_");
    CHECK(cell_text("_x041_", "…") == "_x041_");
}

TEST_CASE("A text that is too long for a cell is cut between characters and ends in a mark") {
    CHECK(cell_text("12345", "…", 5) == "12345");
    CHECK(cell_text("123456", "…", 5) == "1234…");
    CHECK(cell_text("12345", "……", 5) == "12345");
    CHECK(cell_text("123456", "……", 5) == "123……");
    // Beyond the first plane a character counts twice.
    CHECK(cell_text("😀😀", "…", 4) == "😀😀");
    CHECK(cell_text("😀😀1", "…", 4) == "😀…");
    const std::string most(longest_text, 'x');
    CHECK(cell_text(most, "…") == most);
    CHECK(cell_text(most + "x", "…").size() == longest_text - 1 + std::string{"…"}.size());
}

TEST_CASE("Japanese characters are two wide, and of lines the longest counts") {
    CHECK(display_width("abc") == 3);
    CHECK(display_width("天音市") == 6);
    CHECK(display_width("ab\n天音\nc") == 4);
    CHECK(display_width("") == 0);
}
