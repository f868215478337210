#include "app/workbook_table.hpp"

#include "io/csv_rows.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <set>
#include <string_view>

namespace amaneku::app {

namespace {

using workbook::Cell;
using workbook::Column;
using workbook::Shade;

/// Columns of numbers, by name; whatever else there is is text, be it of digits.
bool is_number_column(const std::string& id, const std::vector<std::string>& weights) {
    static const std::set<std::string, std::less<>> numbers{"rank",
                                                            "cells",
                                                            "lon",
                                                            "lat",
                                                            "cost",
                                                            "area_km2",
                                                            "target",
                                                            "actual",
                                                            "gap",
                                                            "required_per_year",
                                                            "years_early",
                                                            "total",
                                                            "covered",
                                                            "uncovered",
                                                            "needed",
                                                            "forecast",
                                                            "radius_m",
                                                            "azimuth",
                                                            "beamwidth",
                                                            "model_gain",
                                                            "gain_alone",
                                                            "gain",
                                                            "value",
                                                            "change",
                                                            "years",
                                                            "point",
                                                            "places",
                                                            "inside",
                                                            "outside",
                                                            "several_providers",
                                                            "length_km",
                                                            "inside_km",
                                                            "outside_km",
                                                            "longest_outside_km",
                                                            "uncounted",
                                                            "counted",
                                                            "covered_before",
                                                            "covered_after",
                                                            "rate_before",
                                                            "rate_after",
                                                            "draws",
                                                            "covered_mean",
                                                            "covered_sd",
                                                            "rate_p10",
                                                            "rate_median",
                                                            "rate_mean",
                                                            "rate_p90",
                                                            "rate",
                                                            "sites",
                                                            "extension",
                                                            "fiscal_year",
                                                            "projection_year",
                                                            "projection_total",
                                                            "projection_covered",
                                                            "people",
                                                            "computed_population",
                                                            "census_population",
                                                            "computed_households",
                                                            "census_households",
                                                            "missing_population",
                                                            "missing_households",
                                                            "cable_m_cumulative",
                                                            "population",
                                                            "households",
                                                            "age_65_plus"};
    static constexpr std::array<std::string_view, 14> endings{
        "_rate",    "_covered", "_uncovered",  "_left_out", "_m",   "_in",      "_gain",
        "_percent", "_fy",      "_cumulative", "_lon",      "_lat", "rate_min", "rate_max"};
    if (numbers.contains(id) || id.starts_with("cost_per_")) return true;
    if (std::find(weights.begin(), weights.end(), id) != weights.end()) return true;
    return std::any_of(endings.begin(), endings.end(), [&](std::string_view e) { return id.ends_with(e); });
}

/// A number that a spreadsheet holds and shows as it is written: digits, perhaps a sign and decimals.
std::optional<double> number_of(std::string_view text) {
    const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
    if (digits.empty() || digits.find_first_not_of("0123456789.") != std::string_view::npos) return {};
    if (digits.size() > 1 && digits[0] == '0' && digits[1] != '.') return {};
    double value = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return {};
    return value;
}

/// What the csv shows of a text from an input: without the apostrophe that keeps programs from running it.
std::string plain(std::string_view text) {
    const bool guarded = text.size() > 1 && text.front() == '\'' &&
                         std::string_view{"=+-@\t\r"}.find(text[1]) != std::string_view::npos;
    return std::string{guarded ? text.substr(1) : text};
}

bool is_year(const std::string& id) {
    return id == "fiscal_year" || id == "projection_year" || id.ends_with("_fy");
}

std::size_t decimals_of(std::string_view text) {
    const std::size_t dot = text.find('.');
    return dot == std::string_view::npos ? 0 : text.size() - dot - 1;
}

/// The format in which all numbers of a column look as in the csv; empty where they have not the same
/// decimals.
std::string format_of(const std::string& id, std::optional<std::size_t> least, std::size_t most) {
    if (is_year(id)) return "0";
    if (!least || *least != most) return {};
    const std::string zeros = most == 0 ? "" : "." + std::string(most, '0');
    const bool is_position = id == "lon" || id == "lat" || id.ends_with("_lon") || id.ends_with("_lat");
    return (is_position ? "0" : "#,##0") + zeros;
}

Shade shade_of(const std::string& id) {
    static constexpr std::array<std::string_view, 3> others{"lower_rate", "upper_rate", "area_share_rate"};
    if (std::any_of(others.begin(), others.end(), [&](std::string_view e) { return id.ends_with(e); }))
        return Shade::none;
    if (id == "gap") return Shade::shortfall;
    if (id == "rate" || id.ends_with("_rate") || id == "rate_before" || id == "rate_after")
        return Shade::rate;
    if (id == "uncovered" || id.ends_with("_uncovered") || id == "gain" || id.ends_with("_gain"))
        return Shade::amount;
    return Shade::none;
}

bool is_key(const std::string& id) {
    static const std::set<std::string, std::less<>> keys{
        "code",     "name",       "id",    "rank", "service",   "place",     "kpi",  "scope",
        "group_id", "group_name", "point", "item", "zone_code", "zone_name", "check"};
    return keys.contains(id);
}

}  // namespace

Column workbook_column(const std::string& id, const ColumnTitles& titles, const std::string& format) {
    const std::string title = titles.of(id);
    static const std::set<std::string, std::less<>> sentences{
        "detail", "note", "reason", "forecast_assumption", "reason_ja", "reason_en", "source", "value"};
    return {id, title.empty() ? id : title, format, shade_of(id), sentences.contains(id), is_key(id)};
}

WorkbookTable::WorkbookTable(const std::string& csv, const ColumnTitles& titles,
                             const std::vector<std::string>& weights) {
    io::CsvRows rows{csv};
    std::vector<std::string_view> fields;
    if (!rows.next(fields)) return;
    std::vector<std::uint8_t> is_number;
    for (const std::string_view field : fields) {
        const std::string id = plain(field);
        m_table.columns.push_back(workbook_column(id, titles));
        is_number.push_back(is_number_column(id, weights) ? 1 : 0);
    }
    std::vector<std::optional<std::size_t>> least(is_number.size());
    std::vector<std::size_t> most(is_number.size(), 0);
    while (rows.next(fields)) {
        std::vector<Cell>& row = m_table.rows.emplace_back(is_number.size());
        for (std::size_t c = 0; c < fields.size(); ++c) {
            if (fields[c].empty()) continue;
            const auto number = is_number[c] != 0 ? number_of(fields[c]) : std::nullopt;
            if (!number) {
                row[c] = plain(fields[c]);
                continue;
            }
            row[c] = *number;
            const std::size_t decimals = decimals_of(fields[c]);
            least[c] = std::min(least[c].value_or(decimals), decimals);
            most[c] = std::max(most[c], decimals);
        }
    }
    for (std::size_t c = 0; c < is_number.size(); ++c) {
        if (is_number[c] != 0)
            m_table.columns[c].format = format_of(m_table.columns[c].id, least[c], most[c]);
    }
}

std::size_t WorkbookTable::column(const std::string& id) const {
    const auto found = std::find_if(m_table.columns.begin(), m_table.columns.end(),
                                    [&](const Column& c) { return c.id == id; });
    return static_cast<std::size_t>(found - m_table.columns.begin());
}

workbook::Table WorkbookTable::only(const std::vector<std::string>& ids) const {
    workbook::Table out;
    out.rows.resize(m_table.rows.size());
    for (const std::string& id : ids) {
        const std::size_t c = column(id);
        out.columns.push_back(m_table.columns[c]);
        for (std::size_t r = 0; r < out.rows.size(); ++r) out.rows[r].push_back(m_table.rows[r][c]);
    }
    return out;
}

}  // namespace amaneku::app
