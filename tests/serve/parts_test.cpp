#include "catch.hpp"
#include "serve/guard.hpp"
#include "serve/json_text.hpp"
#include "serve/page.hpp"
#include "serve/problem.hpp"
#include "serve/query.hpp"
#include "serve/result_files.hpp"
#include "serve/router.hpp"
#include "serve/tile_cache.hpp"

#include <nlohmann/json.hpp>

#include <limits>
#include <string>

using namespace amaneku;
using namespace amaneku::serve;

TEST_CASE("a pattern takes the parts of a path") {
    CHECK(match("/api/zones", "/api/zones"));
    CHECK_FALSE(match("/api/zones", "/api/zones/"));
    CHECK_FALSE(match("/api/zones", "/api/zone"));
    const auto parts = match("/tiles/{z}/{x}/{y}.mvt", "/tiles/5/28/12.mvt");
    REQUIRE(parts);
    CHECK(parts->at("z") == "5");
    CHECK(parts->at("y") == "12");
    CHECK_FALSE(match("/tiles/{z}/{x}/{y}.mvt", "/tiles/5/28/12.png"));
    CHECK_FALSE(match("/tiles/{z}/{x}/{y}.mvt", "/tiles/5/28/.mvt"));
    CHECK_FALSE(match("/tiles/{z}/{x}/{y}.mvt", "/tiles/5//12.mvt"));
    CHECK_FALSE(match("/{name}", "/"));
    CHECK_FALSE(match("/{name}", "/a/b"));
    CHECK(match("/", "/"));
}

TEST_CASE("a method that an address does not take is told with those that it takes") {
    Router router;
    router.add("GET", "/a", [](const http::Request&, const PathParts&) { return http::Response{}; });
    router.add("POST", "/a", [](const http::Request&, const PathParts&) { return http::Response{}; });
    http::Request request;
    request.path = "/a";
    request.method = "PUT";
    try {
        static_cast<void>(router.answer(request));
        FAIL("no problem");
    } catch (const Problem& problem) {
        CHECK(problem.status == 405);
        CHECK(problem.headers.front().second == "GET, HEAD, POST, OPTIONS");
    }
    request.method = "HEAD";
    CHECK(router.answer(request).status == 200);
    request.method = "OPTIONS";
    CHECK(router.answer(request).status == 204);
    request.path = "/b";
    CHECK_THROWS_AS(router.answer(request), Problem);
}

TEST_CASE("only names of results are given away") {
    for (const char* name : {"municipalities.csv", "coverage.gpkg", "coverage.pmtiles", "report.html",
                             "report.xlsx", "mesh.geojson", "coverage_5g.tif", "summary.json"})
        CHECK(result_file(name));
    for (const char* name : {"timing.json", "private.csv", ".amaneku.lock", "coverage", "coverage.",
                             "coverage.gpkg-wal", "coverage.gpkg.bak", "coverage.exe", "../coverage.csv",
                             "coverage_../x.tif", "Coverage.csv", "coverage_mine.csv", ""})
        CHECK_FALSE(result_file(name));
    CHECK_FALSE(result_file(std::string{"summary.json\0.csv", 17}));
}

TEST_CASE("texts of one time are compared whole") {
    CHECK(equal_in_constant_time("abc", "abc"));
    CHECK_FALSE(equal_in_constant_time("abc", "abd"));
    CHECK_FALSE(equal_in_constant_time("ab", "abc"));
    CHECK_FALSE(equal_in_constant_time("abcd", "abc"));
    CHECK_FALSE(equal_in_constant_time("", "abc"));
}

TEST_CASE("the name of a host is without its port") {
    CHECK(host_name("LocalHost:80") == "localhost");
    CHECK(host_name("[::1]:80") == "[::1]");
    CHECK(host_name("127.0.0.1") == "127.0.0.1");
}

TEST_CASE("a page keeps the policy that it has itself") {
    CHECK(page_policy(R"(<meta http-equiv="Content-Security-Policy" content="default-src 'none'">)") ==
          "default-src 'none'; frame-ancestors 'none'");
    CHECK(page_policy(R"(<meta content="img-src &#39;self&#39;" http-equiv="Content-Security-Policy">)") ==
          "img-src 'self'; frame-ancestors 'none'");
    CHECK(page_policy("<title>none</title>").starts_with("default-src 'none'; "));
    // A line break would be a header of its own.
    CHECK(page_policy("<meta http-equiv=\"Content-Security-Policy\" content=\"a\r\nX: y\">").find('\n') ==
          std::string::npos);
}

TEST_CASE("a document is written with all digits and without what is no text") {
    JsonText json;
    json.object()
        .key("a")
        .amount(Amount{123456789012345678})
        .key("b")
        .number(0.1)
        .key("c")
        .number(std::numeric_limits<double>::quiet_NaN());
    json.key("d").array().whole(-1).flag(true).null().digits("").digits("92.40").end();
    json.key("e")
        .text("<\xff\"\n𠮷")
        .key("f")
        .object()
        .end()
        .key("g")
        .number(1e300)
        .key("h")
        .amount(-5)
        .end();
    const std::string text = std::move(json).take();
    CHECK(text.starts_with(
        R"({"a":123456789.012345678,"b":0.1,"c":null,"d":[-1,true,null,null,92.40],"e":"<)"));
    const auto parsed = nlohmann::json::parse(text);
    CHECK(parsed.at("e").get<std::string>().find("𠮷") != std::string::npos);
    CHECK(parsed.at("g") == 1e300);
    CHECK(parsed.at("h") == -5e-9);
}

TEST_CASE("numbers of a query are in range or refused") {
    http::Request request;
    request.parameters = {{"bbox", "1,2,3,4"}, {"lon", "1e400"}, {"limit", "5 "}};
    REQUIRE(box_parameter(request));
    CHECK((*box_parameter(request))[3] == 4.0);
    CHECK_THROWS_AS(number_parameter(request, "lon", -180, 180), Problem);
    CHECK_THROWS_AS(count_parameter(request, "limit", 1, 10), Problem);
    CHECK(count_parameter(request, "offset", 7, 10) == 7);
}

TEST_CASE("the cache of tiles keeps the latest") {
    TileCache cache{10};
    cache.keep({1, 0, 0}, "12345");
    cache.keep({1, 0, 1}, "12345");
    CHECK(cache.find({1, 0, 0}) == "12345");  // now the latest
    cache.keep({1, 1, 0}, "12345");
    CHECK(cache.find({1, 0, 0}));
    CHECK_FALSE(cache.find({1, 0, 1}));
    cache.keep({2, 0, 0}, "12345678901");
    CHECK_FALSE(cache.find({2, 0, 0}));
}
