#include "report/packed_text.hpp"

#include "catch.hpp"
#include "report/unpacked.hpp"

using namespace amaneku;
using namespace amaneku::report;

TEST_CASE("base64 is that of RFC 4648") {
    CHECK(base64("").empty());
    CHECK(base64("f") == "Zg==");
    CHECK(base64("fo") == "Zm8=");
    CHECK(base64("foo") == "Zm9v");
    CHECK(base64("foobar") == "Zm9vYmFy");
    CHECK(base64("\xff\xfe\xfd") == "//79");
}

TEST_CASE("gzip gives back what was put in, with no time in its head") {
    std::string bytes;
    for (unsigned i = 0; i < 300'000U; ++i) bytes += static_cast<char>(i * 7919U >> 3U & 0xffU);
    for (const Content content : {Content::text, Content::columns}) {
        const std::string packed = gzip(bytes, content);
        CHECK(gunzipped(packed) == bytes);
        CHECK(packed.substr(4, 4) == std::string(4, '\0'));
        CHECK(packed == gzip(bytes, content));
    }
    CHECK(gunzipped(gzip("")).empty());
}
