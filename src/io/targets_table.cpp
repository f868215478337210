#include "io/targets_table.hpp"

#include "io/csv_writer.hpp"

#include <fmt/format.h>

#include <array>

namespace amaneku::io {

namespace {

std::string optional_number(const std::optional<Amount>& value, int decimals) {
    return value ? format_decimal(*value, decimals) : std::string{};
}

std::string optional_year(const std::optional<int>& year) {
    return year ? std::to_string(*year) : std::string{};
}

/// What a forecast takes for granted, in words.
std::string assumption(const TargetRow& row, bool ja) {
    if (!row.forecast) return {};
    const KpiForecast& f = *row.forecast;
    const std::string pace = format_decimal(f.per_year, 6);
    std::string text =
        ja ? fmt::format(
                 "{}年度から{}年度までの年平均の変化({})が続くと仮定した直線。系列の断絶より前は使わない",
                 f.from_fy, row.actual->fiscal_year, pace)
           : fmt::format(
                 "straight line: the mean yearly change from FY{} to FY{} ({}) goes on; nothing before a "
                 "break of the series is used",
                 f.from_fy, row.actual->fiscal_year, pace);
    if (f.is_capped) text += ja ? "。可能な範囲で打ち切り" : "; cut off at what is possible";
    return text;
}

void actual_fields(CsvWriter& csv, const TargetRow& row) {
    if (!row.actual) {
        for (int i = 0; i < 4; ++i) csv.field("");
        return;
    }
    csv.name(row.actual->series)
        .field(std::to_string(row.actual->fiscal_year))
        .field(format_decimal(row.actual->value))
        .name(row.actual->source);
}

void pace_fields(CsvWriter& csv, const TargetRow& row) {
    csv.field(row.pace ? format_decimal(row.pace->gap, 2) : "");
    csv.field(row.pace ? optional_number(row.pace->required_per_year, 6) : "");
    csv.field(!row.pace ? "" : row.pace->met ? "yes" : "no").field(target_status_id(row.status));
    csv.field(optional_year(row.met_fy));
    const bool early = row.met_fy && *row.met_fy < row.target.fiscal_year;
    csv.field(early ? std::to_string(row.target.fiscal_year - *row.met_fy) : "");
    csv.field(row.actual ? optional_number(row.actual->total, 0) : "");
    csv.field(row.actual ? optional_number(row.actual->covered, 0) : "");
    csv.field(optional_number(row.people_needed, 0));
}

void forecast_fields(CsvWriter& csv, const TargetRow& row, bool ja) {
    if (row.forecast) {
        csv.field(format_decimal(row.forecast->value, 2)).field(row.forecast->meets ? "yes" : "no");
    } else {
        csv.field("").field("");
    }
    csv.field(assumption(row, ja));
    if (row.projection) {
        csv.field(std::to_string(row.projection->year))
            .field(std::to_string(whole_units(row.projection->total)))
            .field(std::to_string(whole_units(row.projection->covered)))
            .field(format_rate(row.projection->covered, row.projection->total, 2));
    } else {
        for (int i = 0; i < 4; ++i) csv.field("");
    }
}

}  // namespace

std::string targets_csv(const RunResult& result) {
    const bool ja = result.config.language == "ja";
    CsvWriter csv;
    for (const char* c : {"kpi",
                          "scope",
                          "target_scope",
                          "plan",
                          "target_fy",
                          "target",
                          "unit",
                          "better",
                          "series",
                          "actual_fy",
                          "actual",
                          "actual_source",
                          "gap",
                          "required_per_year",
                          "met",
                          "status",
                          "met_fy",
                          "years_early",
                          "total",
                          "covered",
                          "needed",
                          "forecast",
                          "forecast_meets",
                          "forecast_assumption",
                          "projection_year",
                          "projection_total",
                          "projection_covered",
                          "projection_rate",
                          "target_source",
                          "note"})
        csv.field(c);
    csv.end_row();
    if (!result.targets) return csv.text();
    for (const TargetRow& row : result.targets->rows) {
        const KpiTarget& target = row.target;
        csv.name(target.kpi).name(row.scope).name(target.scope).name(target.plan);
        csv.field(std::to_string(target.fiscal_year))
            .field(target.value ? format_decimal(*target.value) : "")
            .name(target.unit)
            .field(target.lower_is_better ? "lower" : "higher");
        actual_fields(csv, row);
        pace_fields(csv, row);
        forecast_fields(csv, row, ja);
        csv.name(target.source).name(target.note);
        csv.end_row();
    }
    return csv.text();
}

std::string kpi_series_csv(const RunResult& result) {
    static constexpr std::array marks{"none", "start", "end"};
    CsvWriter csv;
    for (const char* c : {"kpi", "scope", "series", "fiscal_year", "value", "unit", "change", "years",
                          "series_break", "total", "covered", "source", "note"})
        csv.field(c);
    csv.end_row();
    if (!result.targets) return csv.text();
    for (const SeriesPoint& point : result.targets->series) {
        const KpiActual& a = point.actual;
        csv.name(a.kpi).name(a.scope).name(a.series).field(std::to_string(a.fiscal_year));
        csv.field(format_decimal(a.value)).name(a.unit);
        csv.field(point.change ? format_decimal(*point.change) : "")
            .field(point.change ? std::to_string(point.years) : "")
            .field(marks[static_cast<std::size_t>(a.series_break)]);
        csv.field(optional_number(a.total, 0))
            .field(optional_number(a.covered, 0))
            .name(a.source)
            .name(a.note);
        csv.end_row();
    }
    return csv.text();
}

}  // namespace amaneku::io
