#include "workbook/xlsx_file.hpp"

#include "workbook/cell_text.hpp"
#include "workbook/in_libreoffice.hpp"
#include <amaneku/error.hpp>

#include <string>

using namespace amaneku;
using workbook::Cell;

namespace {

workbook::Book book_of(workbook::Table table) {
    workbook::Book book;
    book.title = "試験";
    book.program = "amaneku";
    book.year = 2026;
    book.month = 3;
    book.day = 31;
    book.dated = "2026-03-31";
    book.rules = "rule";
    book.sources = "source";
    book.cut_mark = "…cut";
    book.sheets.push_back({"表", "Table", "about", {std::move(table)}, false});
    return book;
}

workbook::Table names(const std::vector<std::string>& of) {
    workbook::Table table;
    table.columns = {{"code", "コード"}, {"name", "名称"}, {"rate", "率", "0.0"}};
    for (const std::string& name : of) table.rows.push_back({Cell{"01101"}, Cell{name}, Cell{94.8}});
    return table;
}

/// All that is in a workbook, unpacked.
std::string parts_of(const std::string& path) {
    return shell(
               "python3 -c 'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); "
               "print(\"\".join(z.read(n).decode() for n in z.namelist()))' " +
               path)
        .text;
}

}  // namespace

TEST_CASE("Names that a spreadsheet would run, emoji and markup arrive as text, codes keep their zero") {
    const std::vector<std::string> hostile{"=cmd()",     "+1",        "-1",         "@SUM(A1)", "\tx",
                                           "1e5",        "2026-3-31", "<script>",   "😀𠮷",      "'=1",
                                           "{=1+1}",     "TRUE",      "_x0041_",    "a\"b,c",   "http://a.b/",
                                           "internal:x", "0123",      "=1+1\n=2+2", "a & b"};
    const Folder folder;
    workbook::write_xlsx(book_of(names(hostile)), folder / "t.xlsx");
    const auto sheets = in_libreoffice(folder, folder / "t.xlsx");
    if (!sheets) return;
    const ReadSheet& sheet = sheets->at("表");
    REQUIRE(sheet.size() == workbook::id_row + hostile.size());
    CHECK(sheet[workbook::heading_row - 1][1] == ReadCell{"名称", true});
    CHECK(sheet[workbook::id_row - 1][1] == ReadCell{"name", true});
    for (std::size_t i = 0; i < hostile.size(); ++i) {
        CHECK(sheet[workbook::id_row + i][0] == ReadCell{"01101", true});
        CHECK(sheet[workbook::id_row + i][1] == ReadCell{hostile[i], true});
        CHECK(sheet[workbook::id_row + i][2] == ReadCell{"94.8", false});
    }
    // The parts of the workbook are XML: none has the element of a formula.
    CHECK(parts_of(folder / "t.xlsx").find("<f>") == std::string::npos);
}

TEST_CASE("A name that begins with a carriage return is text with a line break") {
    const Folder folder;
    workbook::write_xlsx(book_of(names({"\r=cmd()", std::string(40'000, 'y')})), folder / "t.xlsx");
    const auto sheets = in_libreoffice(folder, folder / "t.xlsx");
    if (!sheets) return;
    const ReadSheet& sheet = sheets->at("表");
    CHECK(sheet[workbook::id_row][1] == ReadCell{"\n=cmd()", true});
    const std::string& cut = sheet[workbook::id_row + 1][1].text;
    CHECK(cut.ends_with("yyy…cut"));
    CHECK(cut.size() == workbook::longest_text + 2);  // the mark's first character has three bytes
}

TEST_CASE("A table with more rows than a sheet goes on in further sheets, none lost") {
    const Folder folder;
    std::vector<std::string> rows;
    for (int i = 0; i < 25; ++i) rows.push_back("row " + std::to_string(i));
    workbook::write_xlsx(book_of(names(rows)), folder / "t.xlsx", workbook::id_row + 10);
    const auto sheets = in_libreoffice(folder, folder / "t.xlsx");
    if (!sheets) return;
    REQUIRE(sheets->size() == 3);
    std::vector<std::string> found;
    for (const char* name : {"表", "表 (2)", "表 (3)"}) {
        const ReadSheet& sheet = sheets->at(name);
        CHECK(sheet.size() <= workbook::id_row + 10);
        CHECK(sheet[workbook::id_row - 1][0].text == "code");
        for (std::size_t r = workbook::id_row; r < sheet.size(); ++r) found.push_back(sheet[r][1].text);
    }
    CHECK(found == rows);
}

TEST_CASE("A workbook is the same bytes whenever it is written, and every font is named") {
    const Folder folder;
    for (const char* name : {"a.xlsx", "b.xlsx"}) {
        workbook::write_xlsx(book_of(names({"天音市"})), folder / name);
        shell("sleep 1.1");
    }
    CHECK(content(folder / "a.xlsx") == content(folder / "b.xlsx"));
    const std::string parts = parts_of(folder / "a.xlsx");
    CHECK(parts.find("2026-03-31T00:00:00Z") != std::string::npos);
    CHECK(parts.find("Yu Gothic") != std::string::npos);
}

TEST_CASE("A table without rows is a sheet with its headings, and many cells are written row by row") {
    const Folder folder;
    workbook::write_xlsx(book_of(names({})), folder / "t.xlsx");
    const auto sheets = in_libreoffice(folder, folder / "t.xlsx");
    if (!sheets) return;
    CHECK(sheets->at("表").size() == workbook::id_row);
}

TEST_CASE("A workbook that cannot be written is told of with its path") {
    const Folder folder;
    const std::string path = folder / "none/t.xlsx";
    try {
        workbook::write_xlsx(book_of(names({"a"})), path);
        FAIL("nothing was thrown");
    } catch (const Error& error) {
        CHECK(error.code() == Errc::output);
        CHECK(error.where() == path);
    }
}
