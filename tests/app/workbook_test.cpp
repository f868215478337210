#include "app/program.hpp"
#include "catch.hpp"
#include "workbook/book.hpp"
#include "workbook/in_libreoffice.hpp"

#include <cmath>
#include <set>

using namespace amaneku;

namespace {

/// The sample with everything that makes a sheet.
std::string full_config() {
    const std::string sample = std::string{AMANEKU_SOURCE_DIR} + "/data/sample/";
    return replaced(sample_config(R"(["csv", "xlsx"])"), "[output]",
                    "[gaps]\ntowns = \"" + sample + "towns.csv\"\n[[place]]\nid = \"school\"\nfile = \"" +
                        sample + "schools.csv\"\n[[line]]\nid = \"road\"\nfile = \"" + sample +
                        "roads.geojson\"\n[plan]\nservice = \"5g\"\ncandidates = \"" + sample +
                        "post_offices.csv\"\nradius_m = 1000\nsites = 3\n[output]");
}

/// Whether a cell of the workbook is what the csv says: a number of the same value, else the same text.
bool is_same(const ReadCell& read, const std::string& csv) {
    if (read.is_text || read.text.empty()) return read.text == csv;
    char* end = nullptr;
    const double value = std::strtod(csv.c_str(), &end);
    // A workbook has 15 digits or so of a number.
    return *end == '\0' && std::abs(std::stod(read.text) - value) <= 1e-14 * std::abs(value);
}

void compare(const ReadSheet& sheet, const std::string& csv) {
    const ReadSheet table = read_sheet(csv);
    REQUIRE(sheet.size() == workbook::id_row - 1 + table.size());
    for (std::size_t r = 0; r < table.size(); ++r) {
        const auto& row = sheet[workbook::id_row - 1 + r];
        for (std::size_t c = 0; c < table[r].size(); ++c) {
            const std::string read = c < row.size() ? row[c].text : "";
            INFO(table[0][c].text << " of row " << r << ": " << read << " for " << table[r][c].text);
            CHECK((c < row.size() ? is_same(row[c], table[r][c].text) : table[r][c].text.empty()));
        }
    }
}

}  // namespace

TEST_CASE("report.xlsx has the figures of the csv tables, cell by cell, and no error and no formula") {
    const Folder folder;
    const Outcome run = run_amaneku("plan " + folder.write("run.toml", full_config()) + " --quiet");
    INFO(run.text);
    REQUIRE(run.status == 0);
    CHECK(run.text.find("WARNING") == std::string::npos);
    const auto sheets = in_libreoffice(folder, folder / "out/report.xlsx");
    if (!sheets) return;
    for (const auto& [sheet, file] :
         std::map<std::string, std::string>{{"市区町村", "municipalities.csv"},
                                            {"圏域", "groups.csv"},
                                            {"注記", "flags.csv"},
                                            {"圏外地域", "gaps.csv"},
                                            {"施設", "places.csv"},
                                            {"施設の率", "place_rates.csv"},
                                            {"道路・鉄道", "lines.csv"},
                                            {"整備候補", "plan.csv"},
                                            {"整備の効果", "plan_municipalities.csv"},
                                            {"目標", "targets.csv"},
                                            {"品質確認 (QA)", "qa_report.csv"},
                                            {"国勢調査との比較", "qa.csv"},
                                            {"入力の注意事項", "issues.csv"}}) {
        INFO(sheet);
        REQUIRE(sheets->contains(sheet));
        compare(sheets->at(sheet), content(folder / ("out/" + file)));
    }
    for (const auto& [name, sheet] : *sheets) {
        for (const auto& row : sheet) {
            for (const ReadCell& cell : row) {
                const std::set<std::string> errors{"#VALUE!", "#REF!", "#NAME?",
                                                   "#DIV/0!", "#N/A",  "Err:508"};
                CHECK_FALSE(errors.contains(cell.text));
            }
        }
    }
    // Every sheet says when, by what rule and from what.
    for (const auto& [name, sheet] : *sheets) {
        INFO(name);
        CHECK(sheet[1][0].text.find("2026-03-31") != std::string::npos);
        CHECK(sheet[2][0].text.find("jp-mic-5g") != std::string::npos);
        CHECK(sheet[3][0].text.find("架空の国勢調査 地域メッシュ統計") != std::string::npos);
    }
    // Codes are text, figures numbers.
    const ReadSheet& municipalities = sheets->at("市区町村");
    CHECK(municipalities[workbook::id_row][0] == ReadCell{"90201", true});
    CHECK(municipalities[workbook::id_row][4] == ReadCell{"157710", false});
    CHECK(municipalities[workbook::id_row][8] == ReadCell{"94.8", false});
    // The summary's line of the prefecture is that of prefectures.csv, with its target.
    const ReadSheet& summary = sheets->at("概要");
    const auto line =
        std::find_if(summary.begin(), summary.end(), [](const auto& row) { return row[0].text == "90"; });
    REQUIRE(line != summary.end());
    std::vector<std::string> texts;
    for (const ReadCell& cell : *line) texts.push_back(cell.text);
    CHECK(std::vector<std::string>{texts.begin(), texts.begin() + 9} ==
          std::vector<std::string>{"90", "あまね県", "443783", "92.4", "78.5", "96.3", "91.2", "410000",
                                   "33783"});
    CHECK(std::vector<std::string>{texts.begin() + 10, texts.begin() + 15} ==
          std::vector<std::string>{"95", "2027", "2.6", "1.3", "11594"});
}

TEST_CASE("A workbook in English has English sheets, only those that the run has") {
    const Folder folder;
    const Outcome run =
        run_amaneku("run " +
                    folder.write("run.toml", replaced(sample_config(R"(["xlsx"])"), "language = \"ja\"",
                                                      "language = \"en\"")) +
                    " --quiet");
    REQUIRE(run.status == 0);
    const auto sheets = in_libreoffice(folder, folder / "out/report.xlsx");
    if (!sheets) return;
    std::vector<std::string> names;
    for (const auto& [name, sheet] : *sheets) names.push_back(name);
    CHECK(names == std::vector<std::string>{"QA", "census", "flags", "groups", "issues", "method",
                                            "municipalities", "operators", "read me", "summary", "targets"});
    CHECK(sheets->at("municipalities")[workbook::heading_row - 1][8].text == "5G rate (%)");
}

TEST_CASE("report.xlsx is the same bytes in every run") {
    const Folder folder;
    const std::string config = folder.write("run.toml", full_config());
    REQUIRE(run_amaneku("plan " + config + " --quiet --threads 1 --out " + (folder / "a")).status == 0);
    REQUIRE(run_amaneku("plan " + config + " --quiet --threads 2 --out " + (folder / "b")).status == 0);
    CHECK(content(folder / "a/report.xlsx") == content(folder / "b/report.xlsx"));
}

TEST_CASE("Municipalities with names that harm and nobody in them are text and empty rates in the workbook") {
    const Folder folder;
    folder.write("people.csv", "mesh_code,population\n533935992,100\n533935991,50\n");
    folder.write("sites.csv", "id,lon,lat,radius_m\na,139.745,35.66,300\n");
    const std::string long_name = "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十";
    std::string zones = R"({"type":"FeatureCollection","features":[)";
    const std::vector<std::pair<std::string, std::string>> names{
        {"01202", "=cmd()"}, {"01203", "<script>😀"}, {"01204", "+1"}, {"01205", long_name}};
    for (std::size_t i = 0; i < names.size(); ++i) {
        const std::string west = std::to_string(139.7 + 0.1 * static_cast<double>(i));
        const std::string east = std::to_string(139.8 + 0.1 * static_cast<double>(i));
        zones += (i == 0 ? "" : ",");
        zones += R"({"type":"Feature","properties":{"code":")" + names[i].first + R"(","name":")" +
                 names[i].second + R"("},"geometry":{"type":"Polygon","coordinates":[[[)" + west +
                 ",35.6],[" + east + ",35.6],[" + east + ",35.7],[" + west + ",35.7],[" + west + ",35.6]]]}}";
    }
    folder.write("zones.geojson", zones + "]}");
    const std::string config = folder.write("run.toml", R"(title = "=1+1"
as_of = 2026-03-31
[population]
files = "people.csv"
[zones]
files = "zones.geojson"
code = "code"
[[service]]
id = "5g"
name = "=5G"
profile = "jp-mic-5g"
[[service.provider]]
id = "a"
sites = "sites.csv"
[output]
formats = ["csv", "xlsx"]
)");
    const Outcome run = run_amaneku("run " + config + " --quiet");
    INFO(run.text);
    REQUIRE(run.status == 0);
    const auto sheets = in_libreoffice(folder, folder / "out/report.xlsx");
    if (!sheets) return;
    const ReadSheet& sheet = sheets->at("市区町村");
    REQUIRE(sheet.size() == workbook::id_row + names.size());
    const std::vector<ReadCell>& ids = sheet[workbook::id_row - 1];
    const auto rate =
        static_cast<std::size_t>(std::find(ids.begin(), ids.end(), ReadCell{"5g_rate", true}) - ids.begin());
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto& row = sheet[workbook::id_row + i];
        CHECK(row[0] == ReadCell{names[i].first, true});
        CHECK(row[1] == ReadCell{names[i].second, true});
        CHECK(row[rate].text.empty() == (i > 0));
    }
    CHECK(sheet[workbook::heading_row - 1][rate] == ReadCell{"=5G カバー率 (%)", true});
}
