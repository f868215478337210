#include "app/workbook_summary.hpp"

#include "app/attribution.hpp"
#include "app/workbook_table.hpp"
#include "core/range_rates.hpp"
#include "core/weight.hpp"
#include "core/whole_people.hpp"
#include "io/tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace amaneku::app {

namespace {

using workbook::Cell;
using workbook::Chart;
using workbook::Column;
using workbook::Shade;
using workbook::Table;

constexpr std::size_t lowest_shown = 12;

Cell number(const std::string& text) {
    return text.empty() ? Cell{} : Cell{std::stod(text)};
}

Cell number(std::int64_t value) {
    return static_cast<double>(value);
}

/// An area of the summary: the reported zones together, a prefecture.
struct SummaryArea {
    AreaLevel level;
    std::string scope;  ///< of targets
    std::string code, name;
    const CoverageTable& table;
    std::size_t index;
    std::vector<std::uint32_t> zones;
};

std::vector<SummaryArea> areas(const RunResult& result, const ColumnTitles& titles) {
    std::vector<SummaryArea> out;
    if (result.prefectures.size() != 1) {
        std::vector<std::uint32_t> zones;
        for (std::uint32_t z = 0; z < result.zones.zones.size(); ++z) {
            if (result.zones.zones[z].reported) zones.push_back(z);
        }
        out.push_back({AreaLevel::nation, "national", "00", titles.word("対象地域計", "all reported zones"),
                       result.nation_coverage, 0, std::move(zones)});
    }
    for (std::size_t p = 0; p < result.prefectures.size(); ++p) {
        const Area& area = result.prefectures[p];
        out.push_back({AreaLevel::prefecture, "pref:" + area.code, area.code, area.name,
                       result.prefecture_coverage, p, area.zones});
    }
    return out;
}

/// The target that an area is on its way to: of those beside its own computed rate the next that is open,
/// else the one of the latest year.
const TargetRow* target_of(const RunResult& result, const ServiceConfig& service, const std::string& scope) {
    if (!result.targets || service.profile.targets.empty()) return nullptr;
    const TargetRow* best = nullptr;
    const auto is_open = [](const TargetRow& row) { return row.status == TargetStatus::open; };
    for (const TargetRow& row : result.targets->rows) {
        const bool is_its = row.target.kpi == service.profile.targets && row.scope == scope && row.actual &&
                            row.actual->series == computed_series && row.target.value && row.pace;
        if (!is_its) continue;
        const bool is_better = best == nullptr || (is_open(row) && !is_open(*best)) ||
                               (is_open(row) == is_open(*best) &&
                                (is_open(row) ? row.target.fiscal_year < best->target.fiscal_year
                                              : row.target.fiscal_year > best->target.fiscal_year));
        if (is_better) best = &row;
    }
    return best;
}

std::string status_word(TargetStatus status, const ColumnTitles& titles) {
    static constexpr std::array ja{"数値目標なし", "実績なし",       "達成",          "前倒しで達成",
                                   "遅れて達成",   "未達（期限前）", "未達（期限後）"};
    const auto id = std::string{target_status_id(status)};
    return titles.is_japanese() ? fmt::format("{} ({})", ja.at(static_cast<std::size_t>(status)), id) : id;
}

void add_target(const TargetRow* row, const ColumnTitles& titles, std::vector<Cell>& cells) {
    if (row == nullptr) {
        cells.resize(cells.size() + 7);
        return;
    }
    cells.push_back(number(format_decimal(*row->target.value)));
    cells.push_back(number(std::int64_t{row->target.fiscal_year}));
    cells.push_back(number(format_decimal(row->pace->gap, 2)));
    cells.push_back(row->pace->required_per_year ? number(format_decimal(*row->pace->required_per_year, 6))
                                                 : Cell{});
    cells.push_back(row->people_needed ? number(format_decimal(*row->people_needed, 0)) : Cell{});
    cells.emplace_back(status_word(row->status, titles));
    cells.emplace_back(row->target.plan);
}

std::string rate_format(int decimals) {
    return decimals == 0 ? "0" : "0." + std::string(static_cast<std::size_t>(decimals), '0');
}

/// One row a service and area; services of different decimals have a format each, so a table each.
Table headline(const RunResult& result, const ColumnTitles& titles, std::size_t s) {
    const ServiceConfig& service = result.config.services[s];
    const RuleProfile& profile = service.profile;
    const ServiceLayers& layers = result.measures.services[s];
    const std::size_t w = weight_index(result.population, profile.weight);
    const std::string format = rate_format(profile.decimals);
    Table out;
    out.title = rule_line(service, titles);
    for (const char* id : {"zone_code", "zone_name"}) out.columns.push_back(workbook_column(id, titles));
    out.columns.push_back(workbook_column("counted", titles, "#,##0"));
    out.columns.back().title = titles.of(profile.weight).empty() ? profile.weight : titles.of(profile.weight);
    const PlacementRange* const range = range_of(result, s);
    out.columns.push_back(workbook_column("rate", titles, format));
    if (range != nullptr) {
        for (const char* id : {"rate_min", "rate_max"})
            out.columns.push_back(workbook_column(id, titles, format));
    }
    for (const char* id : {"lower_rate", "upper_rate", "area_share_rate"})
        out.columns.push_back(workbook_column(id, titles, format));
    for (const char* id : {"covered", "uncovered"})
        out.columns.push_back(workbook_column(id, titles, "#,##0"));
    out.columns.push_back(workbook_column("flag", titles));
    for (const auto& [id, of] : {std::pair{"target", ""},
                                 {"target_fy", "0"},
                                 {"gap", "0.00"},
                                 {"required_per_year", "0.00"},
                                 {"needed", "#,##0"},
                                 {"status", ""},
                                 {"plan", ""}})
        out.columns.push_back(workbook_column(id, titles, of));
    const auto people = whole_people(result);
    bool has_target = false;
    for (const SummaryArea& area : areas(result, titles)) {
        const AreaPeople whole = area_people(result, area.table, area.index, people, area.zones);
        const WholePeople& own = whole.services[s];
        const Amount total =
            own.counted() == 0 ? Amount{0} : area.table.counted(area.index, w, layers.combined);
        const auto covered = [&](Rule rule) { return area.table.at(area.index, w, layers.combined, rule); };
        const auto rate = [&](Rule rule) {
            return number(format_rate(covered(rule), total, profile.decimals));
        };
        std::vector<Cell>& row = out.rows.emplace_back();
        row = {area.code,
               area.name,
               number(own.counted()),
               rate(profile.rule),
               rate(Rule::lower),
               rate(Rule::upper),
               rate(Rule::area_share),
               number(own.covered),
               number(own.uncovered)};
        if (range != nullptr) {
            const RangeRates rates = total == 0 ? RangeRates{} : range_rates(result, *range, area.zones);
            row.insert(row.begin() + 4, {number(rates.least), number(rates.most)});
        }
        const auto no_station = io::without_station(result, area.zones);
        row.emplace_back(io::flags(result, area.level, area.index, s, std::min(covered(profile.rule), total),
                                   total, no_station[s] != 0));
        const TargetRow* const target = target_of(result, service, area.scope);
        has_target = has_target || target != nullptr;
        add_target(target, titles, row);
    }
    if (out.rows.size() < 3) {  // a bar says nothing where there is nothing to compare it with
        for (Column& column : out.columns)
            column.shade = column.shade == Shade::amount ? Shade::none : column.shade;
    }
    const bool is_small = out.rows.size() <= lowest_shown;
    if (has_target && is_small) {
        out.chart = Chart{fmt::format("{}: {}", shown_name(service),
                                      titles.word("カバー率と目標 (%)", "rate and target (%)")),
                          1,
                          {3, range == nullptr ? 10U : 12U},
                          0.0,
                          100.0};
    }
    return out;
}

/// Municipalities with the lowest rates of a service, lowest first; none where there are few.
std::optional<Table> lowest(const RunResult& result, const ColumnTitles& titles,
                            const WorkbookTable& municipalities, std::size_t s) {
    const ServiceConfig& service = result.config.services[s];
    const bool is_range = range_of(result, s) != nullptr;
    Table out = municipalities.only(
        {"code", "name", service.id + "_rate", service.id + (is_range ? "_rate_min" : "_lower_rate"),
         service.id + (is_range ? "_rate_max" : "_upper_rate"), service.id + "_uncovered"});
    std::erase_if(out.rows,
                  [](const std::vector<Cell>& row) { return !std::holds_alternative<double>(row[2]); });
    if (out.rows.size() < 3) return std::nullopt;
    std::stable_sort(out.rows.begin(), out.rows.end(), [](const auto& a, const auto& b) {
        return std::get<double>(a[2]) < std::get<double>(b[2]);
    });
    if (out.rows.size() > lowest_shown) out.rows.resize(lowest_shown);
    out.title = fmt::format("{}: {}", shown_name(service),
                            titles.word("カバー率の低い市区町村", "municipalities with the lowest rates"));
    out.chart = Chart{fmt::format("{} (%)", out.title), 1, {2}, 0.0, 100.0};
    out.on_new_page = true;
    return out;
}

Table ledger(const RunResult& result, const ColumnTitles& titles) {
    Table out;
    out.title =
        titles.word("収支：読み込んだ人・世帯のゆくえ（読み込み＝域外＋未割当＋対象外の区域＋報告対象）",
                    "ledger: where every person of the input went (read = outside + unassigned + other "
                    "zones + reported)");
    out.columns.push_back(workbook_column("weight", titles));
    for (const char* id : {"input", "outside", "unassigned", "other", "reported"})
        out.columns.push_back(workbook_column(id, titles, "#,##0"));
    out.columns[2].title = titles.word("域外", "outside");
    for (const LedgerLine& line : result.ledger) {
        const std::string name = titles.of(line.weight);
        std::vector<Cell>& row = out.rows.emplace_back();
        row.emplace_back(name.empty() ? line.weight : name);
        for (const Amount amount : {line.input, line.outside, line.unassigned, line.other, line.reported})
            row.push_back(number(whole_units(amount)));
    }
    return out;
}

}  // namespace

workbook::Sheet summary_sheet(const RunResult& result, const ColumnTitles& titles,
                              const std::string& municipalities_csv) {
    workbook::Sheet out{
        titles.word("概要", "summary"),
        titles.word("概要", "Summary"),
        titles.word(
            "下限は全体がエリアに入るセルだけ、上限は一部でも入るセルをすべて数えた率で、どの数え方でも"
            "率はこの間に入ります。目標との差は目標−実績、必要な年間増加は目標年度までに毎年必要な"
            "ポイントです。",
            "The lower bound counts cells wholly inside the area, the upper bound all cells it "
            "touches: every other way of counting lies between. The gap is target - actual; "
            "needed per year are the points a year that lead to the target in its year."),
        {}};
    const WorkbookTable municipalities{municipalities_csv, titles, result.population.weight_names};
    for (std::size_t s = 0; s < result.config.services.size(); ++s)
        out.tables.push_back(headline(result, titles, s));
    out.tables.push_back(ledger(result, titles));
    for (std::size_t s = 0; s < result.config.services.size(); ++s) {
        if (auto table = lowest(result, titles, municipalities, s)) out.tables.push_back(std::move(*table));
    }
    return out;
}

}  // namespace amaneku::app
