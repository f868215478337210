#include "app/workbook_sheets.hpp"

#include "app/attribution.hpp"
#include "app/workbook_summary.hpp"
#include "app/workbook_table.hpp"
#include "core/version.hpp"
#include "io/combination_table.hpp"
#include "io/flag_table.hpp"
#include "io/gap_table.hpp"
#include "io/line_table.hpp"
#include "io/place_table.hpp"
#include "io/plan_table.hpp"
#include "io/qa_report.hpp"
#include "io/range_table.hpp"
#include "io/tables.hpp"
#include "io/targets_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace amaneku::app {

namespace {

using workbook::Cell;
using workbook::Sheet;
using workbook::Table;

/// What a sheet is called and says of itself, in both languages.
struct SheetWords {
    const char *name_ja, *name_en;
    const char *title_ja, *title_en;
    const char *about_ja, *about_en;
};

/// The sheets of a run, and for the sheet that explains them which file has the same.
class BookMaker {
public:
    explicit BookMaker(const RunResult& result) : m_result{result}, m_titles{result.config} {}

    workbook::Book make() {
        workbook::Book book;
        const Date day = m_result.config.as_of;
        book.title = m_result.config.title;
        book.program = fmt::format("amaneku {}", version);
        book.year = day.year;
        book.month = day.month;
        book.day = day.day;
        book.dated = fmt::format(fmt::runtime(word("基準日 {}　・　作成 {}", "as of {}, made by {}")),
                                 format_date(day), book.program);
        book.rules = word("数え方　", "Counted by: ") + rules();
        book.sources = word("出典　", "Sources: ") + attribution(m_result, m_titles);
        book.cut_mark = word("…（長いため省略）", "… (cut: too long for a cell)");
        add_sheets();
        m_sheets.insert(m_sheets.begin(), explanation());
        book.sheets = std::move(m_sheets);
        book.opens_at = 1;  // the summary
        return book;
    }

private:
    [[nodiscard]] std::string word(const char* ja, const char* en) const { return m_titles.word(ja, en); }

    [[nodiscard]] std::string rules() const {
        std::string out;
        for (const ServiceConfig& s : m_result.config.services)
            out += (out.empty() ? "" : word("　／　", "; ")) + rule_line(s, m_titles);
        return out;
    }
    [[nodiscard]] Sheet sheet(const SheetWords& words) const {
        return {word(words.name_ja, words.name_en),
                word(words.title_ja, words.title_en),
                word(words.about_ja, words.about_en),
                {}};
    }
    void remember(const Sheet& sheet, const std::string& file) {
        m_index.push_back({sheet.name, sheet.title, file});
    }
    void add(const SheetWords& words, Table table, const std::string& file) {
        Sheet out = sheet(words);
        out.tables.push_back(std::move(table));
        remember(out, file);
        m_sheets.push_back(std::move(out));
    }
    void add_table(const SheetWords& words, const std::string& csv, const std::string& file) {
        add(words, WorkbookTable{csv, m_titles, m_result.population.weight_names}.all(), file);
    }

    void add_sheets() {
        const std::string municipalities = io::municipalities_csv(m_result);
        m_sheets.push_back(summary_sheet(m_result, m_titles, municipalities));
        remember(m_sheets.back(), "summary.json");
        add_areas(municipalities);
        add_operators(municipalities);
        if (!m_result.ranges.empty()) {
            add_table(
                {"抽選の幅", "ranges", "抽選で置いた基地局による幅", "Ranges of placed stations",
                 "市区町村ごとの局数だけが分かるサービスの率は一つに決まりません。抽選ごとの率の広がりです。",
                 "A service of which only numbers of stations are known has no one rate: how far apart "
                 "the rates of the draws are."},
                io::own_ranges_csv(m_result), "ranges.csv");
        }
        add_mesh_kpis();
        if (m_result.flags && !m_result.flags->empty()) {
            add_table({"注記", "flags", "注記の理由", "Flags and their reasons",
                       "「市区町村」などのシートの注記の欄にある語ごとに、その理由。",
                       "For every word in the column of flags of the other sheets why it is there."},
                      io::flags_csv(m_result), "flags.csv");
        }
        add_found();
        if (m_result.targets) {
            add_table({"目標", "targets", "目標と進捗", "Targets and progress",
                       "目標ごと・系列ごとに最新の実績と並べたもの。目標との差は目標−実績。「computed」はこの"
                       "計算の系列で、公表値"
                       "とはつなげません。",
                       "Every target beside the latest value of each series; the gap is target - actual. The "
                       "series "
                       "'computed' is of this run and is never joined with published values."},
                      io::targets_csv(m_result), "targets.csv");
        }
        m_sheets.push_back(method_sheet(m_result, m_titles));
        remember(m_sheets.back(), "summary.json");
        add_qa();
    }
    void add_areas(const std::string& municipalities) {
        add_table({"市区町村", "municipalities", "市区町村別のカバー率", "Coverage by municipality",
                   "人と世帯は整数（合計が一致するように端数を配分）、率はルールプロファイルの桁で四捨五入。"
                   "人の住まない区域の"
                   "率は空欄です。",
                   "People and households are whole numbers that add up; rates have the profile's decimals, "
                   "half up, and "
                   "are empty where nobody lives."},
                  municipalities, "municipalities.csv");
        if (m_result.prefectures.size() > 1) {
            add_table({"都道府県", "prefectures", "都道府県別のカバー率", "Coverage by prefecture",
                       "報告対象の市区町村の合計。", "Sums of the reported municipalities."},
                      io::prefectures_csv(m_result), "prefectures.csv");
        }
        if (!m_result.groups.empty()) {
            add_table({"圏域", "groups", "圏域・グループ別のカバー率", "Coverage by group",
                       "圏域は重なることがあり、足し合わせることはできません。",
                       "Groups may overlap: they do not add up."},
                      io::groups_csv(m_result), "groups.csv");
        }
    }
    void add_mesh_kpis() {
        if (m_result.mesh_kpis.empty()) return;
        add_table({"メッシュ指標", "mesh KPIs", "メッシュを数える指標", "KPIs that count meshes",
                   "基地局がある、または面積の基準を満たすメッシュの数とその割合。",
                   "Meshes that hold a station or are covered, and their share."},
                  io::mesh_kpi_csv(m_result), "mesh_kpi.csv");
    }
    void add_operators(const std::string& municipalities) {
        std::vector<std::string> ids{"code", "name"};
        for (const ServiceConfig& s : m_result.config.services) {
            ids.push_back(s.id + "_rate");
            for (const ProviderConfig& p : s.providers) ids.push_back(fmt::format("{}_{}_rate", s.id, p.id));
        }
        const WorkbookTable table{municipalities, m_titles, m_result.population.weight_names};
        add({"事業者", "operators", "事業者別のカバー率", "Rates by operator",
             "サービス全体（事業者の合わせ方は「方法」のシート）と、各事業者だけの場合の率。同じルールで数え"
             "ています。",
             "The service as a whole (how providers are taken together: sheet method) and each provider by "
             "itself, by "
             "the same rule."},
            table.only(ids), "municipalities.csv");
    }
    void add_found() {
        if (m_result.gaps) {
            add_table(
                {"圏外地域", "gaps", "圏外地域", "Gaps",
                 "カバーされていない、人の住むセルのつながり。範囲 whole は地域全体、municipality "
                 "はその市区町村分です。"
                 "足し合わせるときはどちらか一方だけを選んでください。",
                 "Connected cells with people that are not covered. Scope: whole gaps, then the part of each "
                 "municipality; add up one of the two only."},
                io::gaps_csv(m_result), "gaps.csv");
        }
        if (m_result.places) {
            add_table({"施設", "facilities", "施設の圏内・圏外", "Facilities in and out",
                       "圏内の欄は 1 = 圏内、0 = 圏外。圏外の施設にはエリアまでの距離があります。",
                       "Inside: 1, outside: 0, with the distance to the area."},
                      io::places_csv(m_result), "places.csv");
            add_table({"施設の率", "facility rates", "施設の圏内率", "Facilities by area and class",
                       "区分 * はすべての区分の合計。", "Class * is all classes together."},
                      io::place_rates_csv(m_result), "place_rates.csv");
        }
        if (m_result.lines) {
            add_table({"道路・鉄道", "roads and railways", "道路・鉄道の圏内延長",
                       "Roads and railways in coverage", "区分 * はすべての区分の合計。延長は km。",
                       "Class * is all classes together; lengths in km."},
                      io::lines_csv(m_result), "lines.csv");
        }
        if (m_result.plan) {
            add_table(
                {"整備候補", "candidates", "整備候補（計画の順）", "Candidates, in the order of building",
                 "増加は、それより前の候補に加えて新たにカバーされる数。",
                 "Gains come on top of those of the rows above."},
                io::plan_csv(m_result), "plan.csv");
            add_table(
                {"整備の効果", "plan by municipality", "整備による市区町村の変化",
                 "What the plan changes, by municipality", "計画の前後。", "Before the plan and after it."},
                io::plan_municipalities_csv(m_result), "plan_municipalities.csv");
        }
    }
    void add_qa() {
        add_table({"品質確認 (QA)", "QA", "公表前に確認する12項目",
                   "Twelve points to check before figures are published",
                   "項目の番号と意味は docs/formats.md 2.5 にあります。",
                   "What the points are: docs/formats.md, 2.5."},
                  io::qa_report_csv(m_result), "qa_report.csv");
        if (m_result.census) {
            add_table(
                {"国勢調査との比較", "census", "国勢調査との比較", "Comparison with the census",
                 "セルから計算した市区町村の人口・世帯数と、国勢調査の公表値。",
                 "People and households of municipalities, computed from cells, and those of the census."},
                io::qa_csv(m_result), "qa.csv");
        }
        if (!m_result.issues.empty()) {
            add_table({"入力の注意事項", "issues", "入力データの注意事項", "Issues of the input",
                       "rejected = 除外、repaired = 修正、moved = 別の区域へ、note = 記録。",
                       "rejected: left out, repaired: changed, moved: went to another zone, note."},
                      io::issues_csv(m_result), "issues.csv");
        }
    }

    [[nodiscard]] Sheet explanation() const {
        Sheet out{word("はじめに", "read me"),
                  word("このブックの見方", "How to read this workbook"),
                  word("カバー率などの計算結果を、表計算ソフトで見るためにまとめたものです。数値は同じフォル"
                       "ダの csv と同じです。",
                       "The results of a run for spreadsheets. The figures are those of the csv files."),
                  {}};
        out.is_upright = true;
        Table sheets;
        sheets.title = word("シート", "sheets");
        sheets.columns = {workbook_column("sheet", m_titles), workbook_column("detail", m_titles),
                          workbook_column("table", m_titles)};
        for (const Line& line : m_index)
            sheets.rows.push_back({Cell{line.sheet}, Cell{line.title}, Cell{line.file}});
        out.tables.push_back(std::move(sheets));
        Table how;
        how.title = word("見方", "how to read");
        how.columns = {workbook_column("key", m_titles), workbook_column("detail", m_titles)};
        const auto row = [&](const char* key_ja, const char* key_en, const char* ja, const char* en) {
            how.rows.push_back({Cell{word(key_ja, key_en)}, Cell{word(ja, en)}});
        };
        row("見出し", "headings",
            "表が一つのシートでは6行目が見出し、7行目が列のID（csv と docs/formats.md "
            "と同じ名前）、8行目からデータです。"
            "プログラムから読むときは7行目を列名にしてください。",
            "On sheets with one table row 6 has headings, row 7 the ids of the columns (as in the csv and in "
            "docs/formats.md), and the data begin in row 8. Programs take row 7 as the names.");
        row("コード", "codes", "コードは文字列です。先頭の0は残ります。",
            "Codes are text and keep their leading zeros.");
        row("空欄", "empty cells", "率の空欄は、数える人がいないことを示します。0とは違います。",
            "An empty rate means that nobody is counted there; that is not 0.");
        row("率の色", "colours of rates",
            "率が低いほど橙色が濃くなります（60％以下で最も濃く、100％で白）。白黒で印刷しても濃さで分かりま"
            "す。",
            "The lower a rate the darker its orange (darkest at 60 % and below, white at 100), in grey print "
            "too.");
        row("横棒", "bars", "圏外の数と増加の数は、セルの中の棒の長さでも示しています。",
            "People left out and gains are also shown by the length of a bar in the cell.");
        row("目標との差", "gap to target", "目標−実績。正の値（未達）は橙色の太字です。",
            "Target - actual. What is above 0 is not reached yet: bold on orange.");
        row("100.0 と注記 rounds-to-100", "100.0 with rounds-to-100",
            "四捨五入で100になっていても圏外の人がいることを示します。",
            "The rate prints as 100 although somebody is left out.");
        row("数式", "formulas", "このブックに数式はありません。= などで始まる名称も文字列です。",
            "This workbook has no formulas. A name that begins with = is a text.");
        out.tables.push_back(std::move(how));
        return out;
    }

    struct Line {
        std::string sheet, title, file;
    };
    const RunResult& m_result;
    ColumnTitles m_titles;
    std::vector<Sheet> m_sheets;
    std::vector<Line> m_index;
};

}  // namespace

workbook::Book workbook_of(const RunResult& result) {
    return BookMaker{result}.make();
}

}  // namespace amaneku::app
