#include "app/csv_rows.hpp"
#include "app/page_output.hpp"
#include "app/program.hpp"
#include "catch.hpp"
#include "report/unpacked.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

using namespace amaneku;
namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

namespace {

/// Whether this build has a page; says where not.
bool has_page() {
    if (!app::page_template().empty()) return true;
    WARN("skipped: this build has no page");
    return false;
}

/// The sample's run with other formats.
std::string written(const Folder& folder, const char* formats) {
    return folder.write("run.toml", sample_config(formats));
}

}  // namespace

TEST_CASE("report.html holds the figures of municipalities.csv, and the table itself") {
    if (!has_page()) return;
    const Folder folder;
    const Outcome run = run_amaneku("run --quiet " + written(folder, R"(["csv", "html"])"));
    CAPTURE(run.text);
    REQUIRE(run.status == 0);
    const std::string page = content(folder.path / "out" / "report.html");
    const Json data = Json::parse(page_block(page, "amaneku-data"));
    const std::string table = content(folder.path / "out" / "municipalities.csv");
    const auto found = rows(table);
    REQUIRE(data["municipalities"].size() == found.size());
    for (std::size_t m = 0; m < found.size(); ++m) {
        const Json& area = data["municipalities"][m];
        CHECK(area["code"] == found[m].at("code"));
        CHECK(std::to_string(area["people"][0].get<long>()) == found[m].at("population"));
        // The combination of 5g by half_cell, of fiber (layer 4) by area_share of households.
        CHECK(std::to_string(area["covered"][0].get<long>()) == found[m].at("5g_covered"));
        CHECK(std::abs(area["rates"][0].get<double>() - std::stod(found[m].at("5g_rate"))) < 1e-9);
        CHECK(std::abs(area["rates"][(6 + 4) * 5 + 1].get<double>() - std::stod(found[m].at("fiber_rate"))) <
              1e-9);
        CHECK(std::abs(area["rates"][1 * 5].get<double>() - std::stod(found[m].at("5g_operator-a_rate"))) <
              1e-9);
    }
    CHECK(data["tables"][0]["name"] == "municipalities.csv");
    CHECK(data["tables"][0]["text"] == table);
    // Every person of the cells' column is one of the input.
    const std::string mesh = page_block(page, "amaneku-mesh");
    const std::size_t cells = data["mesh"]["cells"];
    std::size_t bytes = 0;
    for (const Json& column : data["mesh"]["bytes"]) {
        const std::string type = column[1];
        bytes += cells * (type == "u8" ? 1 : type == "u16" ? 2 : 4);
    }
    CHECK(mesh.size() == bytes);
}

TEST_CASE("report.html asks no host for anything, but that of a base map that was asked for") {
    if (!has_page()) return;
    const Folder folder;
    REQUIRE(run_amaneku("run --quiet " + written(folder, R"(["html"])")).status == 0);
    const std::string plain = content(folder.path / "out" / "report.html");
    const std::size_t policy = plain.find("Content-Security-Policy");
    REQUIRE(policy != std::string::npos);
    const std::string said = plain.substr(policy, plain.find('>', policy) - policy);
    CHECK(said.find("default-src 'none'") != std::string::npos);
    CHECK(said.find("http") == std::string::npos);
    std::ofstream{folder.path / "run.toml", std::ios::app}
        << "base_map = { url = \"https://tiles.example/{z}/{x}/{y}.png\", attribution = \"x\" }\n";
    REQUIRE(run_amaneku("run --quiet " + (folder.path / "run.toml").string()).status == 0);
    const std::string mapped = content(folder.path / "out" / "report.html");
    CHECK(mapped.find("img-src data: blob: https://tiles.example") != std::string::npos);
}

TEST_CASE("an address of a base map that could widen the page's policy is refused") {
    const Folder folder;
    for (const char* url : {"https://a.example/{z}/{x}/{y}.png; script-src *", "javascript:alert(1)",
                            "https://a.example/no-places.png", "https://{z}.example/{x}/{y}"}) {
        CAPTURE(url);
        const std::string file = written(folder, R"(["html"])");
        std::ofstream{file, std::ios::app} << "base_map = { url = \"" << url << "\" }\n";
        const Outcome run = run_amaneku("run --quiet " + file);
        CHECK(run.status == 3);
        CHECK(run.text.find("base_map.url") != std::string::npos);
    }
}

TEST_CASE("report.html is the same to the byte for any number of threads") {
    if (!has_page()) return;
    const Folder folder;
    const std::string file = written(folder, R"(["html"])");
    REQUIRE(run_amaneku("run --quiet --threads 1 " + file).status == 0);
    const std::string one = content(folder.path / "out" / "report.html");
    REQUIRE(run_amaneku("run --quiet --threads 8 " + file).status == 0);
    CHECK(content(folder.path / "out" / "report.html") == one);
}
