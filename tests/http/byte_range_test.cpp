#include "http/byte_range.hpp"

#include "catch.hpp"

#include <string>
#include <vector>

using namespace amaneku::http;

TEST_CASE("a range asks for bytes of a file") {
    struct Case {
        std::string header;
        RangeKind kind;
        std::uint64_t first, size;
    };
    const std::vector<Case> cases{{"bytes=0-0", RangeKind::some, 0, 1},
                                  {"bytes=0-99", RangeKind::some, 0, 100},
                                  {"bytes=0-500", RangeKind::some, 0, 100},
                                  {"bytes=99-", RangeKind::some, 99, 1},
                                  {"bytes=-1", RangeKind::some, 99, 1},
                                  {"bytes=-500", RangeKind::some, 0, 100},
                                  {"bytes=100-", RangeKind::beyond, 0, 0},
                                  {"bytes=-0", RangeKind::beyond, 0, 0},
                                  {"bytes=18446744073709551615-", RangeKind::beyond, 0, 0}};
    for (const Case& c : cases) {
        INFO(c.header);
        const AskedRange asked = asked_range(c.header, 100);
        CHECK(asked.kind == c.kind);
        CHECK(asked.bytes.first == c.first);
        CHECK(asked.bytes.size == c.size);
    }
}

TEST_CASE("what is no single range is of no account") {
    for (const char* header : {"", "bytes", "bytes=", "bytes=-", "bytes=5", "bytes=5-1", "bytes=0-1,3-4",
                               "bytes=a-b", "bytes=+1-2", "bytes=0x1-2", "lines=0-1", "Bytes=0-1",
                               "bytes=99999999999999999999-", "bytes=1-99999999999999999999"})
        CHECK(asked_range(header, 100).kind == RangeKind::none);
}

TEST_CASE("an empty file has no byte") {
    CHECK(asked_range("bytes=0-", 0).kind == RangeKind::beyond);
    CHECK(asked_range("bytes=-5", 0).kind == RangeKind::beyond);
}
