#include "io/csv_rows.hpp"

#include "catch.hpp"
#include "input_folder.hpp"

using namespace amaneku;

namespace {

using Rows = std::vector<std::vector<std::string>>;

struct Read {
    Rows rows;
    std::vector<std::size_t> lines;
    bool is_cut = false;

    friend bool operator==(const Read&, const Read&) = default;
};

Read read(io::CsvRows& rows) {
    Read out;
    std::vector<std::string_view> fields;
    while (rows.next(fields)) {
        out.rows.emplace_back(fields.begin(), fields.end());
        out.lines.push_back(rows.line());
        out.is_cut = out.is_cut || rows.is_cut();
    }
    return out;
}

Read read_whole(std::string_view text) {
    io::CsvRows rows{text};
    return read(rows);
}

Read read_in_pieces(const std::string& text, std::size_t piece) {
    std::size_t at = 0;
    io::CsvRows rows{[&](std::string& to) {
        to += text.substr(std::min(at, text.size()), piece);
        at += piece;
        return at < text.size() + piece;
    }};
    return read(rows);
}

}  // namespace

TEST_CASE("line ends are LF, CRLF or CR and lines are counted alike") {
    const std::string end = GENERATE("\n", "\r\n", "\r");
    std::string text = "a,b" + end + "1,\"x" + end + "y\"" + end + end + "2,z" + end;
    const Read whole = read_whole(text);
    CHECK(whole.rows == Rows{{"a", "b"}, {"1", "x" + end + "y"}, {"2", "z"}});
    CHECK(whole.lines == std::vector<std::size_t>{1, 2, 5});
}

TEST_CASE("a text in pieces of any size reads as it does whole") {
    const std::string text =
        GENERATE(std::string{"\xEF\xBB\xBFid,name\n1,\"a,\n\"\"b\"\"\"\n\n2,\n3,c"}, std::string{"a\n"},
                 std::string{}, std::string{"a,\"b\nc,d\n"}, std::string{"a,b,\n\"c\",,\"\"\n"});
    const Read whole = read_whole(text);
    for (std::size_t piece = 4; piece < text.size() + 2; ++piece) {
        CAPTURE(piece);
        CHECK(read_in_pieces(text, piece) == whole);
    }
}

TEST_CASE("a table in one encoding is read, one in two or in none is refused with its line") {
    const InputFolder folder;
    const std::string utf8 = "\xE5\xA5\x88\xE8\x89\xAF";  // 奈良
    const std::string cp932 = "\x93\xDE\x97\xC7";
    const auto first_name = [&](const std::string& text) {
        const auto table = io::read_csv_table(folder.write("t.csv", text));
        return table.rows.front()[table.column("name")];
    };
    CHECK(first_name("code,name\n1," + utf8 + "\n") == utf8);
    CHECK(first_name("\xEF\xBB\xBF"
                     "code,name\r\n1," +
                     utf8 + "\r\n") == utf8);
    CHECK(first_name("code,name\r1," + cp932 + "\r") == utf8);
    CHECK(first_name("code,name\n1,\xC3\xB8\n2," + cp932 + "\n") == "\xEF\xBE\x83\xEF\xBD\xB8");  // ﾃｸ

    const auto failure = [&](const std::string& text) { return failure_of([&] { first_name(text); }); };
    const Failure mixed = failure("code,name\n1," + utf8 + "\n2,x\n3," + cp932 + "\n");
    CHECK(mixed.code == Errc::input);
    CHECK(mixed.where.ends_with("t.csv:4"));
    CHECK(mixed.says("CP932"));
    CHECK(mixed.says("line 2 is UTF-8"));
    CHECK(failure("\xEF\xBB\xBF"
                  "code,name\n1,x\n2," +
                  cp932 + "\n")
              .says("begins with the mark of UTF-8"));
    const Failure neither = failure("code,name\n1,\xFF\xFE\xFD\n");
    CHECK(neither.where.ends_with("t.csv:2"));
    CHECK(neither.says("neither UTF-8 nor CP932"));
    using namespace std::string_literals;
    CHECK(failure("\xFF\xFE"
                  "c\0o\0d\0e\0\n\0"s)
              .says("UTF-16"));
    CHECK(failure("c\0o\0d\0e\0\n\0"s).says("byte 0"));
}

TEST_CASE("a small table that is not one says why") {
    const InputFolder folder;
    const auto failure = [&](const std::string& path) {
        return failure_of([&] { static_cast<void>(io::read_csv_table(path).column("code")); });
    };
    CHECK(failure(folder.write("a.csv", "")).says("is empty"));
    CHECK(failure(folder.write("s.csv", "code;name\n1;2\n")).says("separated by ';'"));
    CHECK(failure(folder.write("n.csv", "id,name\n1,2\n")).says("it has id, name"));
    const Failure fields = failure(folder.write("f.csv", "code,name\n1,2\n1,2,3\n"));
    CHECK(fields.where.ends_with("f.csv:3"));
    CHECK(fields.says("3 fields where the header has 2"));
    CHECK(failure(folder.write_zip("z.zip", {{"a.csv", "code\n1\n"}, {"b.csv", "code\n1\n"}}))
              .says("2 tables"));
    CHECK(failure(folder.path(".")).says("is a folder"));
    CHECK(failure(folder.path("absent.csv")).says("cannot be opened: No such file"));
}
