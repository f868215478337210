#include "io/csv_writer.hpp"

#include "catch.hpp"

using namespace amaneku;
using io::CsvWriter;

TEST_CASE("fields with commas, quotes and line breaks are quoted, others are not") {
    CsvWriter csv;
    csv.field("a").field("b,c").field("say \"x\"").field("two\nlines").field("");
    csv.end_row();
    csv.field("1").end_row();
    CHECK(csv.text() == "a,\"b,c\",\"say \"\"x\"\"\",\"two\nlines\",\n1\n");
}

TEST_CASE("a name that a spreadsheet would run gets an apostrophe, a number of ours does not") {
    CsvWriter csv;
    csv.name("=1+1").name("+a").name("-b").name("@c").name("a=b").name("").field("-1.5");
    csv.end_row();
    CHECK(csv.text() == "'=1+1,'+a,'-b,'@c,a=b,,-1.5\n");
}

TEST_CASE("UTF-8 with a byte order mark differs by the mark alone") {
    CHECK(io::recode("奈良\n", Encoding::utf8).bytes == "奈良\n");
    CHECK(io::recode("奈良\n", Encoding::utf8_bom).bytes == "\xEF\xBB\xBF奈良\n");
}

TEST_CASE("CP932 has the letters of Windows, and what it lacks becomes a geta mark and is counted") {
    CHECK(io::recode("奈良", Encoding::cp932).bytes == "\x93\xDE\x97\xC7");
    CHECK(io::recode("髙﨑①～－", Encoding::cp932).bytes == "\xFB\xFC\xFA\xB1\x87\x40\x81\x60\x81\x7C");
    const io::Recoded recoded = io::recode("a𠮷é奈", Encoding::cp932);
    CHECK(recoded.bytes == "a\x81\xAC\x81\xAC\x93\xDE");
    CHECK(recoded.replaced == 2);
}

TEST_CASE("CP932 text longer than any buffer is whole") {
    std::string utf8;
    std::string cp932;
    for (int i = 0; i < 10'000; ++i) {
        utf8 += i % 7 == 0 ? "𠮷" : i % 2 == 0 ? "奈" : "x";
        cp932 += i % 7 == 0 ? "\x81\xAC" : i % 2 == 0 ? "\x93\xDE" : "x";
    }
    const io::Recoded recoded = io::recode(utf8, Encoding::cp932);
    CHECK(recoded.bytes == cp932);
    CHECK(recoded.replaced == 1429);
}
