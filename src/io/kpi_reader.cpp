#include "io/kpi_reader.hpp"

#include "io/csv_rows.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

namespace amaneku::io {

namespace {

constexpr int first_year = 1900;
constexpr int last_year = 2200;

/// A small table whose wrong lines are all told at once.
class KpiTable {
public:
    explicit KpiTable(const std::string& path) : m_table{read_csv_table(path)} {
        for (const char* name : {"kpi", "scope", "fiscal_year", "value", "unit", "plan", "source"})
            m_columns[name] = m_table.column(name);
        for (const char* name : {"note", "direction", "series_break"}) {
            const auto& header = m_table.header;
            const auto at = std::find(header.begin(), header.end(), name);
            if (at != header.end()) m_columns[name] = static_cast<std::size_t>(at - header.begin());
        }
    }

    [[nodiscard]] std::size_t size() const { return m_table.rows.size(); }
    [[nodiscard]] bool has(const std::string& column) const { return m_columns.contains(column); }
    [[nodiscard]] std::string text(std::size_t row, const std::string& column) const {
        const auto at = m_columns.find(column);
        return at == m_columns.end() ? std::string{} : m_table.rows[row][at->second];
    }
    [[nodiscard]] std::size_t line(std::size_t row) const { return m_table.lines[row]; }

    void problem(std::size_t row, const std::string& what) {
        m_problems.push_back({fmt::format("{}:{}", m_table.name, line(row)), what});
    }
    [[nodiscard]] std::string kpi(std::size_t row) {
        if (text(row, "kpi").empty()) problem(row, "kpi is empty: every line names its indicator");
        return text(row, "kpi");
    }
    [[nodiscard]] std::string scope(std::size_t row, bool is_target) {
        const std::string scope = text(row, "scope");
        const char* known = is_target
                                ? "national, each_prefecture, each_operator, four_operators_total, pref:NN, "
                                  "municipality:NNNNN, group:ID, operator:NAME"
                                : "national, four_operators_total, pref:NN, municipality:NNNNN, group:ID, "
                                  "operator:NAME";
        if (!is_kpi_scope(scope) || (!is_target && scope.starts_with("each_")))
            problem(row, fmt::format("scope '{}' is unknown; known are {}", scope, known));
        return scope;
    }
    [[nodiscard]] int year(std::size_t row) {
        const std::string text = this->text(row, "fiscal_year");
        const bool digits = text.size() == 4 && std::all_of(text.begin(), text.end(),
                                                            [](char c) { return c >= '0' && c <= '9'; });
        const int year = digits ? std::stoi(text) : 0;
        if (year >= first_year && year <= last_year) return year;
        problem(row,
                fmt::format("fiscal_year '{}' is no year: write four digits, 2030 for the fiscal year that "
                            "ends on 31 March 2031",
                            text));
        return first_year;
    }
    [[nodiscard]] std::optional<Amount> value(std::size_t row) {
        const std::string text = this->text(row, "value");
        if (text.empty()) return std::nullopt;
        const auto value = parse_decimal(text);
        if (!value)
            problem(row,
                    fmt::format("value '{}' is no number: digits with a point and no more than 9 decimals, "
                                "without commas or %",
                                text));
        return value;
    }
    void throw_problems() const {
        if (m_problems.empty()) return;
        std::string more;
        for (std::size_t i = 1; i < m_problems.size(); ++i)
            more += fmt::format("\n{}: {}", m_problems[i].first, m_problems[i].second);
        throw Error{Errc::input, m_problems.front().first, m_problems.front().second + more};
    }

private:
    CsvTable m_table;
    std::map<std::string, std::size_t> m_columns;
    std::vector<std::pair<std::string, std::string>> m_problems;
};

bool names_what_is_to_vanish(const std::string& kpi) {
    return kpi.find("_outside") != std::string::npos || kpi.starts_with("neither_") ||
           kpi.starts_with("dead_zone_");
}

bool is_lower_better(KpiTable& table, std::size_t row, const std::string& kpi,
                     std::span<const std::string> listed) {
    const std::string direction = table.text(row, "direction");
    if (direction == "lower" || direction == "higher") return direction == "lower";
    if (!direction.empty())
        table.problem(row, fmt::format("direction '{}' is unknown; known are higher, lower", direction));
    return std::find(listed.begin(), listed.end(), kpi) != listed.end() || names_what_is_to_vanish(kpi);
}

SeriesBreak series_break(KpiTable& table, std::size_t row) {
    static constexpr std::array marks{"none", "start", "end"};
    const std::string text = table.text(row, "series_break");
    if (text.empty()) return SeriesBreak::none;
    const auto at = std::find(marks.begin(), marks.end(), text);
    if (at != marks.end()) return static_cast<SeriesBreak>(at - marks.begin());
    table.problem(row, fmt::format("series_break '{}' is unknown; known are none, start, end", text));
    return SeriesBreak::none;
}

/// Finds lines that say again what another says.
class Repeats {
public:
    void look(KpiTable& table, std::size_t row) {
        const auto key = std::tuple{table.text(row, "kpi"), table.text(row, "scope"), table.text(row, "plan"),
                                    table.text(row, "fiscal_year")};
        const auto [at, is_new] = m_lines.emplace(key, table.line(row));
        if (!is_new)
            table.problem(row,
                          fmt::format("repeats line {}: same kpi, scope, plan and fiscal_year", at->second));
    }

private:
    std::map<std::tuple<std::string, std::string, std::string, std::string>, std::size_t> m_lines;
};

}  // namespace

std::vector<KpiTarget> read_kpi_targets(const std::string& path,
                                        std::span<const std::string> lower_is_better) {
    KpiTable table{path};
    std::vector<KpiTarget> out;
    Repeats repeats;
    for (std::size_t r = 0; r < table.size(); ++r) {
        KpiTarget target;
        target.kpi = table.kpi(r);
        target.scope = table.scope(r, true);
        target.fiscal_year = table.year(r);
        target.value = table.value(r);
        target.unit = table.text(r, "unit");
        target.plan = table.text(r, "plan");
        target.source = table.text(r, "source");
        target.note = table.text(r, "note");
        target.lower_is_better = is_lower_better(table, r, target.kpi, lower_is_better);
        if (target.unit == "%" && target.value &&
            (*target.value < 0 || *target.value > Amount{100} * amount_per_unit))
            table.problem(r,
                          fmt::format("value '{}' of unit % must be from 0 to 100", table.text(r, "value")));
        repeats.look(table, r);
        out.push_back(std::move(target));
    }
    table.throw_problems();
    return out;
}

std::vector<KpiActual> read_kpi_actuals(const std::string& path) {
    KpiTable table{path};
    std::vector<KpiActual> out;
    Repeats repeats;
    for (std::size_t r = 0; r < table.size(); ++r) {
        KpiActual actual;
        actual.kpi = table.kpi(r);
        actual.scope = table.scope(r, false);
        actual.fiscal_year = table.year(r);
        const auto value = table.value(r);
        actual.unit = table.text(r, "unit");
        actual.series = table.text(r, "plan");
        actual.source = table.text(r, "source");
        actual.note = table.text(r, "note");
        actual.series_break = series_break(table, r);
        repeats.look(table, r);
        if (!value) continue;  // a year without a published number
        actual.value = *value;
        out.push_back(std::move(actual));
    }
    table.throw_problems();
    return out;
}

}  // namespace amaneku::io
