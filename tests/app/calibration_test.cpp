#include "catch.hpp"
#include "csv_rows.hpp"
#include "program.hpp"
#include "report/unpacked.hpp"
#include <amaneku/mesh_code.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

using namespace amaneku;

namespace {

namespace fs = std::filesystem;

const std::string root = AMANEKU_SOURCE_DIR;

using Row = std::map<std::string, std::string>;

constexpr double cell_width = 1.0 / 160.0;  // degrees, of a 500 m mesh
constexpr double cell_height = 1.0 / 240.0;

/// Two square prefectures side by side, 24 and 29, with a thousand people in every cell of both; each is
/// 16 cells wide and 24 high.
struct Plain {
    Folder folder;
    Outcome outcome{};

    Plain() {
        std::string people = "code,population\n";
        for (int row = 0; row < 24; ++row) {
            for (int column = 0; column < 32; ++column) {
                const auto code = MeshCode::encode(34.6 + (row + 0.5) * cell_height,
                                                   136.0 + (column + 0.5) * cell_width, MeshLevel::half);
                people += fmt::format("{},1000\n", code->text());
            }
        }
        folder.write("people.csv", people);
        folder.write("zones.geojson", R"({"type": "FeatureCollection", "features": [)" +
                                          zone("29201", 136.0) + "," + zone("24201", 136.1) + "]}");
        sites("id,lon,lat,radius_m,band\na,136.05,34.65,1500,3700\n");
    }
    static std::string zone(const std::string& code, double west) {
        const auto corner = [&](double x, double y) { return fmt::format("[{},{}]", x, y); };
        return R"({"type": "Feature", "properties": {"N03_001": "P)" + code.substr(0, 2) +
               R"(", "N03_004": "town", "N03_007": ")" + code +
               R"("}, "geometry": {"type": "Polygon", "coordinates": [[)" + corner(west, 34.6) + "," +
               corner(west + 0.1, 34.6) + "," + corner(west + 0.1, 34.7) + "," + corner(west, 34.7) + "," +
               corner(west, 34.6) + "]]}}";
    }
    void sites(const std::string& text) const { folder.write("sites.csv", text); }
    void published(const std::string& lines) const {
        folder.write("published.csv", "prefecture_code,band,rate,year,source\n" + lines);
    }
    /// @param radio  of [service.provider.radio]
    void run(const std::string& radio, const std::string& out = "out", const std::string& arguments = "",
             const std::string& service = "rule = \"area_share\"\ndecimals = 3\n") {
        folder.write(
            "run.toml",
            "as_of = 2026-03-31\n[population]\nfiles = [\"people.csv\"]\nformat = \"csv\"\n"
            "columns = { code = \"code\", population = \"population\" }\n"
            "[zones]\nfiles = [\"zones.geojson\"]\n[[service]]\nid = \"5g\"\nprofile = \"jp-mic-5g\"\n"
            "targets = \"\"\n" +
                service + "[[service.provider]]\nid = \"a\"\nsites = \"sites.csv\"\n" +
                "[service.provider.radio]\n" + radio +
                "\n[output]\ndirectory = \"out\"\nformats = [\"csv\", \"json\"]\n");
        outcome = run_amaneku("run " + (folder / "run.toml") + " --quiet --out " + (folder / out) + " " +
                              arguments);
        INFO(outcome.text);
        REQUIRE(outcome.status == 0);
    }
    [[nodiscard]] std::vector<Row> lines(const std::string& out = "out") const {
        return rows(content(folder / (out + "/calibration.csv")));
    }
    /// Of the provider by its service's rule, in percent.
    [[nodiscard]] double rate(const std::string& zone, const std::string& rule = "area_share",
                              const std::string& out = "out") const {
        for (const Row& row : rows(content(folder / (out + "/coverage.csv")))) {
            if (row.at("zone_code") == zone && row.at("rule") == rule && row.at("provider") == "a")
                return std::stod(row.at("rate"));
        }
        FAIL("no such row");
        return 0.0;
    }
};

const std::string circles = "level = \"L1\"\nband = \"3700\"\ncalibrate = { file = \"published.csv\" }\n";
const std::string waves =
    "level = \"L3\"\nband = \"3700\"\ntype = \"urban\"\nresolution_m = 100\nreach_m = 4000\n";

}  // namespace

TEST_CASE("calibration: over a plain of people a circle's factor is the root of the ratio of rates") {
    Plain plain;
    plain.published("29,*,25,2024,made up\n");
    plain.run(circles);
    const auto lines = plain.lines();
    REQUIRE(lines.size() == 1);
    const Row& line = lines.front();
    const double before = std::stod(line.at("rate_before"));
    // A 64-gon of 1,500 m over 0.1 by 0.1 degrees (in metres on GRS80 at 34.65 degrees).
    const double circle = 32.0 * std::sin(2.0 * M_PI / 64.0) * 1500.0 * 1500.0;
    CHECK(before == Approx(100.0 * circle / (0.1 * 91'688.0 * 0.1 * 110'933.0)).epsilon(1e-3));
    CHECK(std::stod(line.at("factor")) == Approx(std::sqrt(25.0 / before)).epsilon(1e-4));
    CHECK(std::abs(std::stod(line.at("residual"))) <= 0.0005);
    CHECK(line.at("rate_after") == fmt::format("{:.6f}", plain.rate("29")));
    CHECK(line.at("published") == "25");
    CHECK(line.at("status") == "met");
    CHECK(line.at("unit") == "times");
    CHECK(line.at("stations") == "1");
    CHECK(line.at("level") == "L1");
    CHECK(line.at("year") == "2024");
    CHECK(line.at("prefecture") == "P29");

    // A run with that radius has the same tables, and no word of calibration.
    const std::string coverage = content(plain.folder / "out/coverage.csv");
    plain.sites(fmt::format("id,lon,lat,radius_m,band\na,136.05,34.65,{:.17g},3700\n",
                            1500.0 * std::stod(line.at("factor"))));
    plain.run("level = \"L1\"\nband = \"3700\"\n", "plain");
    CHECK(content(plain.folder / "plain/coverage.csv") == coverage);
    CHECK_FALSE(fs::exists(plain.folder / "plain/calibration.csv"));
    CHECK(content(plain.folder / "plain/summary.json").find("calibration\"") == std::string::npos);
}

TEST_CASE("calibration: every output says the factor, the published value, its year and what it is worth") {
    Plain plain;
    plain.published("29,3700,25,2024,made up\n");
    plain.run(circles);
    const std::string factor = plain.lines().front().at("factor");
    const auto summary = nlohmann::json::parse(content(plain.folder / "out/summary.json"));
    REQUIRE(summary.at("calibration").size() == 1);
    CHECK(fmt::format("{:.6f}", summary.at("calibration")[0].at("factor").get<double>()) == factor);
    CHECK(summary.at("calibration")[0].at("year") == "2024");
    CHECK(summary.at("calibration")[0].contains("residual"));
    const std::string method =
        summary.at("services")[0].at("providers")[0].at("footprint").get<std::string>();
    CHECK(method.find("× " + factor + " for 25 % of 2024") != std::string::npos);
    CHECK(method.find("says nothing new about the prefecture's total") != std::string::npos);
    const std::string qa = content(plain.folder / "out/qa_report.csv");
    CHECK(qa.find("8,calibrated,5g/a," + factor) != std::string::npos);
    bool is_noted = false;
    for (const auto& note : summary.at("notes"))
        is_noted =
            is_noted || note.get<std::string>().find("radii × " + factor + " brings") != std::string::npos;
    CHECK(is_noted);
    bool is_input = false;
    for (const auto& input : summary.at("inputs"))
        is_input = is_input || input.at("role") == "5g/a/calibrate";
    CHECK(is_input);
}

TEST_CASE("calibration: stations on either side of a border are brought to both rates at once") {
    Plain plain;
    plain.sites("id,lon,lat,radius_m,band\na,136.09,34.65,1500,3700\nb,136.115,34.66,1800,3700\n");
    plain.published("29,3700,12,2024,made up\n24,3700,20,2024,made up\n");
    const std::string service =
        GENERATE("rule = \"area_share\"\ndecimals = 3\n", "rule = \"half_cell\"\ndecimals = 0\n");
    plain.run(circles, "out", "", service);
    const auto lines = plain.lines();
    REQUIRE(lines.size() == 2);
    CHECK(lines[0].at("prefecture_code") == "24");
    const std::string rule = service.find("area") != std::string::npos ? "area_share" : "half_cell";
    for (const Row& line : lines) {
        CHECK(line.at("status") == "met");
        CHECK(line.at("rate_after") == fmt::format("{:.6f}", plain.rate(line.at("prefecture_code"), rule)));
    }
    // Neither factor is that of its station alone: the other reaches across.
    plain.sites("id,lon,lat,radius_m,band\na,136.09,34.65,1500,3700\n");
    plain.run(circles, "alone", "", service);
    REQUIRE(plain.lines("alone").size() == 1);
    CHECK(plain.lines("alone")[0].at("factor") != lines[1].at("factor"));
}

TEST_CASE("calibration: a rate out of reach keeps the bound, and the residual says what is missing") {
    Plain plain;
    plain.published("29,*,90,2024,made up\n24,*,1,2023,made up\n");
    plain.sites("id,lon,lat,radius_m,band\na,136.05,34.65,1500,3700\nb,136.15,34.65,3000,3700\n");
    plain.run(replaced(circles, "\"published.csv\"", "\"published.csv\", lowest = 0.5, highest = 1.5"));
    const auto lines = plain.lines();
    REQUIRE(lines.size() == 2);
    CHECK(lines[0].at("factor") == "0.500000");
    CHECK(lines[0].at("status") == "lowest");
    CHECK(std::stod(lines[0].at("residual")) > 5.0);
    CHECK(lines[1].at("factor") == "1.500000");
    CHECK(lines[1].at("status") == "highest");
    CHECK(std::stod(lines[1].at("residual")) == Approx(plain.rate("29") - 90.0).margin(1e-6));
}

TEST_CASE("calibration: a band is measured alone, and all bands together take the stations of the rest") {
    Plain plain;
    plain.sites(
        "id,lon,lat,radius_m,band\na,136.03,34.65,1500,3700\nb,136.07,34.65,1500,700\nc,136.05,34.62,1000,"
        "\n");
    plain.published("29,sub6,12,2024,made up\n29,*,30,2024,made up\n");
    plain.run(replaced(circles, "band = \"3700\"", "band = \"1700\""));
    const auto lines = plain.lines();
    REQUIRE(lines.size() == 2);
    CHECK(lines[0].at("band") == "*");
    CHECK(lines[0].at("stations") == "2");
    CHECK(lines[0].at("status") == "met");
    CHECK(lines[0].at("rate_after") == fmt::format("{:.6f}", plain.rate("29")));
    CHECK(lines[1].at("band") == "3700");
    CHECK(lines[1].at("stations") == "1");
    CHECK(std::stod(lines[1].at("rate_after")) == Approx(12.0).margin(0.0005));
}

TEST_CASE("calibration: an offset of received power is a threshold moved the other way") {
    Plain plain;
    plain.published("29,*,10,2024,made up\n");
    const std::string half = "rule = \"area_share\"\ndecimals = 0\n";
    plain.run(waves + "threshold_dbm = -110\ncalibrate = { file = \"published.csv\" }\n", "out", "", half);
    const auto lines = plain.lines();
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].at("unit") == "dB");
    CHECK(lines[0].at("status") == "met");
    const double offset = std::stod(lines[0].at("factor"));
    CHECK(offset != 0.0);
    CHECK(lines[0].at("rate_after") == fmt::format("{:.6f}", plain.rate("29")));
    const std::string coverage = content(plain.folder / "out/coverage.csv");
    plain.run(waves + fmt::format("threshold_dbm = {:.4f}\n", -110.0 - offset), "moved", "", half);
    CHECK(content(plain.folder / "moved/coverage.csv") == coverage);
}

TEST_CASE("calibration: threads and the cache change no byte, and another rule is not another's factor") {
    Plain plain;
    const bool is_by_signal = GENERATE(false, true);
    plain.sites("id,lon,lat,radius_m,band\na,136.09,34.65,1500,3700\nb,136.115,34.66,1800,700\n");
    plain.published("29,*,12,2024,made up\n24,*,20,2024,made up\n");
    const std::string radio = is_by_signal ? waves + "calibrate = { file = \"published.csv\" }\n" : circles;
    const std::string cache = "--cache " + (plain.folder / "cache");
    plain.run(radio, "one", "--threads 1 " + cache);
    plain.run(radio, "two", "--threads 2");
    plain.run(radio, "again", "--threads 2 " + cache);
    auto one = contents(plain.folder / "one");
    for (const char* other : {"two", "again"}) {
        auto files = contents(plain.folder / other);
        files.erase("timing.json");
        one.erase("timing.json");
        CHECK(files == one);
    }
    const std::string half = "rule = \"half_cell\"\ndecimals = 1\n";
    plain.run(radio, "cached", cache, half);
    plain.run(radio, "fresh", "", half);
    CHECK(content(plain.folder / "cached/calibration.csv") ==
          content(plain.folder / "fresh/calibration.csv"));
    CHECK(content(plain.folder / "cached/calibration.csv") != content(plain.folder / "one/calibration.csv"));
    // Nor are other rates.
    plain.published("29,*,13,2024,made up\n24,*,20,2024,made up\n");
    plain.run(radio, "other", cache, half);
    CHECK(plain.lines("other")[1].at("published") == "13");
}

TEST_CASE("calibration: lines of prefectures and bands without a station are named with their number") {
    Plain plain;
    plain.published(
        "29,*,25,2024,made up\n13,*,50,2024,not here\n24,*,50,2024,none stands there\n"
        "29,28GHz,5,2024,no such station\n29,*,120,2024,too much\n");
    plain.run(circles);
    CHECK(plain.lines().size() == 1);
    const std::string issues = content(plain.folder / "out/issues.csv");
    for (const char* part :
         {"line 3,\"prefecture 13, all bands: no reported zone is of that prefecture",
          "line 4,\"prefecture 24, all bands: no station stands there",
          "line 5,\"prefecture 29, band 28000: no station of that band stands there", "line 6,\"rate '120'"})
        CHECK(issues.find(part) != std::string::npos);
}

TEST_CASE("calibration: the sample prefecture meets a made-up rate by its operator's circles") {
    const Folder folder;
    folder.write("published.csv", "prefecture_code,band,rate,year,source\n90,*,50,2025,made up\n");
    std::string text = sample_config("[\"csv\", \"json\", \"html\", \"xlsx\"]");
    const std::size_t at = text.find("\"operator-c\"");
    REQUIRE(at != std::string::npos);
    const std::size_t end = text.find("\n\n[", at);
    REQUIRE(end != std::string::npos);
    text.insert(end,
                "\n[service.provider.radio]\nlevel = \"L1\"\nband = \"sub6\"\ncalibrate = { file = "
                "\"published.csv\" }");
    const std::string config = folder.write("sample.toml", text);
    const Outcome outcome = run_amaneku("run " + config);
    INFO(outcome.text);
    REQUIRE(outcome.status == 0);
    const auto lines = rows(content(folder / "out/calibration.csv"));
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].at("prefecture_code") == "90");
    CHECK(lines[0].at("prefecture") == "あまね県");
    CHECK(lines[0].at("status") == "met");
    CHECK(std::abs(std::stod(lines[0].at("residual"))) <= 0.05);
    CHECK(outcome.text.find("calibrated to published rates") != std::string::npos);
    if (fs::exists(folder / "out/report.html"))  // where the page was built
        CHECK(page_block(content(folder / "out/report.html"), "amaneku-data")
                  .find("calibrated to published rates") != std::string::npos);
}

TEST_CASE("calibration: Nara's real sites meet an example rate, by half cells of real people") {
    const char* data = std::getenv("AMANEKU_DATA");
    if (data == nullptr || !fs::exists(fs::path{data} / "sites")) {
        WARN("skipped: AMANEKU_DATA names no folder with sites");
        return;
    }
    const Folder folder;
    folder.write("published.csv",
                 "prefecture_code,band,rate,year,source\n29,*,60,2024,an example and nobody's figure\n");
    std::string text = content(root + "/configs/real/nara_radio.toml");
    text = text.substr(0, text.find("[[service]]\nid = \"5g-l2\""));
    text += "calibrate = { file = \"published.csv\" }\n[output]\ndirectory = \"out\"\nformats = [\"csv\"]\n";
    const Outcome outcome = run_amaneku("run " + folder.write("nara.toml", text) + " --quiet");
    INFO(outcome.text);
    REQUIRE(outcome.status == 0);
    const auto lines = rows(content(folder / "out/calibration.csv"));
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].at("status") == "met");
    CHECK(std::abs(std::stod(lines[0].at("residual"))) <= 0.05);
    CHECK(std::stod(lines[0].at("factor")) > 0.2);
}
