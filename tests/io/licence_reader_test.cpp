#include "io/licence_reader.hpp"

#include "catch.hpp"
#include "io/input_folder.hpp"

#include <string>
#include <utility>
#include <vector>

using namespace amaneku;

namespace {

using Rows = std::vector<std::pair<std::string, std::uint64_t>>;

io::LicenceCounts read(const InputFolder& folder, const std::string& text,
                       const std::string& count = "count") {
    LicenceConfig config;
    config.counts = folder.write("counts.csv", text);
    config.count_column = count;
    return io::read_licence_counts(config);
}

Rows rows_of(const io::LicenceCounts& counts) {
    Rows out;
    for (const io::LicenceCount& row : counts.rows) out.emplace_back(row.code, row.count);
    return out;
}

}  // namespace

TEST_CASE("counts are read by codes of five digits or of six with their check digit") {
    const InputFolder folder;
    // 29201 and 292028 are of Nara; 292027 has a wrong check digit.
    const auto counts =
        read(folder,
             "\xEF\xBB\xBF"
             "code,count\n292010,31\n29203, 8\n292027,6\n29204,-\nabc,4\n,5\n29201,2\n29205,x\n29206,\n");
    CHECK(rows_of(counts) == Rows{{"29201", 31}, {"29203", 8}, {"29204", 0}});
    REQUIRE(counts.issues.size() == 6);
    CHECK(counts.issues[0].place == "line 4");
    CHECK(counts.issues[0].reason.find("'292027' is no municipal code") != std::string::npos);
    CHECK(counts.issues[1].reason.find("4 stations are left out") != std::string::npos);
    CHECK(counts.issues[2].reason.find("has no code: 5 stations") != std::string::npos);
    CHECK(counts.issues[3].reason.find("is there already, on line 2") != std::string::npos);
    CHECK(counts.issues[4].reason.find("count 'x' of '29205' is no whole number") != std::string::npos);
    CHECK(counts.issues[5].place == "line 10");
}

TEST_CASE("several columns of counts are added") {
    const InputFolder folder;
    const std::string text = "code,mm,sub6,a+b\n29201,21,45,1\n29202,3,,2\n";
    CHECK(rows_of(read(folder, text, "mm + sub6")) == Rows{{"29201", 66}});
    CHECK(rows_of(read(folder, text, "a+b")) == Rows{{"29201", 1}, {"29202", 2}});
    CHECK_THROWS_AS(read(folder, text, "mm+lte"), Error);
}

TEST_CASE("rows of prefectures are left out, however they are marked") {
    const InputFolder folder;
    const auto counts = read(folder, "code,count\nPREF,40\n29201,30\n290009,40\n29202,10\n29000,40\n");
    CHECK(rows_of(counts) == Rows{{"29201", 30}, {"29202", 10}});
    REQUIRE(counts.notes.size() == 1);
    CHECK(counts.notes.front() == "of the counts 3 rows of whole prefectures are left out");
    CHECK(counts.issues.empty());
}

TEST_CASE("totals of designated cities are left out where their wards are there, and only there") {
    const InputFolder folder;
    const auto both = read(folder, "code,count\n27140,9\n27141,4\n27142,5\n28100,7\n");
    CHECK(rows_of(both) == Rows{{"27141", 4}, {"27142", 5}, {"28100", 7}});
    REQUIRE(both.notes.size() == 1);
    CHECK(both.notes.front().find("27140 (9)") != std::string::npos);
}

TEST_CASE("a municipality with the count of all its prefecture is named") {
    const InputFolder folder;
    const auto counts = read(folder, "code,count\nPREF,40\n14110,40\n14101,30\nPREF,8\n29201,8\n");
    CHECK(rows_of(counts) == Rows{{"14101", 30}, {"14110", 40}, {"29201", 8}});
    REQUIRE(counts.issues.size() == 1);
    CHECK(counts.issues.front().place == "line 3");
    CHECK(counts.issues.front().kind == IssueKind::note);
}

TEST_CASE("a table without one usable row is refused") {
    const InputFolder folder;
    CHECK_THROWS_AS(read(folder, "code,count\nPREF,40\n"), Error);
    CHECK_THROWS_AS(read(folder, "code,n\n29201,4\n"), Error);
}
