#include "planning/kpi_progress.hpp"

#include "io/csv_rows.hpp"
#include "io/kpi_reader.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <string>

using namespace amaneku;
using amaneku::planning::kpi_pace;
using amaneku::planning::people_needed;
using amaneku::planning::target_rows;
using amaneku::planning::time_series;

namespace {

const std::string data = std::string{AMANEKU_SOURCE_DIR} + "/tests/data/kpi/";

KpiTarget target(const std::string& value, int year) {
    return {"k", "national", year, parse_decimal(value), "%", "plan", "", "", false};
}

KpiActual actual(const std::string& value, int year, SeriesBreak mark = SeriesBreak::none) {
    return {"k", "national", year, *parse_decimal(value), "%", "survey", "", mark, "", {}, {}};
}

const TargetRow& row_of(const std::vector<TargetRow>& rows, const std::string& kpi, const std::string& scope,
                        int year) {
    for (const TargetRow& r : rows) {
        if (r.target.kpi == kpi && r.scope == scope && r.target.fiscal_year == year) return r;
    }
    FAIL("no row of " << kpi << " " << scope << " " << year);
    return rows.front();
}

}  // namespace

TEST_CASE("gap, required pace and met agree with the published examples") {
    const io::CsvTable table = io::read_csv_table(data + "kpi_progress.csv");
    CHECK(table.rows.size() == 8);
    for (const auto& row : table.rows) {
        INFO(row[0] << " " << row[1]);
        const KpiPace pace =
            kpi_pace(target(row[5], std::stoi(row[4])), *parse_decimal(row[3]), std::stoi(row[2]));
        CHECK(format_decimal(pace.gap, 2) == row[6]);
        CHECK((pace.required_per_year ? format_decimal(*pace.required_per_year, 6) : "") == row[7]);
        CHECK((pace.met ? "yes" : "no") == row[8]);
    }
}

TEST_CASE("the national target of FY2025 was met two years early") {
    const auto targets = io::read_kpi_targets(data + "kpi_targets.csv", {});
    const auto series = time_series(io::read_kpi_actuals(data + "kpi_actuals.csv"));
    const auto rows = target_rows(targets, series);
    const TargetRow& row = row_of(rows, "pop_coverage_5g", "national", 2025);
    CHECK(row.status == TargetStatus::met_early);
    CHECK(row.met_fy == 2023);
    CHECK(row_of(rows, "pop_coverage_5g", "national", 2023).met_fy == 2022);
    const TargetRow& shimane = row_of(rows, "pop_coverage_5g", "pref:32", 2030);
    CHECK(shimane.target.scope == "each_prefecture");
    CHECK(shimane.status == TargetStatus::open);
    CHECK(row_of(rows, "regional_data_centres", "national", 2026).status == TargetStatus::no_number);
    CHECK(row_of(rows, "subsea_ring", "national", 2025).status == TargetStatus::no_actual);
    CHECK(row_of(rows, "pop_outside_4g", "national", 2023).status == TargetStatus::open);
    CHECK(row_of(rows, "sub6_deployment", "operator:softbank", 2027).pace->required_per_year ==
          parse_decimal("8.875"));
}

TEST_CASE("no change is told and no line drawn over a break of the series") {
    const auto series =
        time_series({actual("90", 2020), actual("92", 2021, SeriesBreak::end), actual("80", 2022),
                     actual("81", 2023), actual("70", 2024, SeriesBreak::start)});
    REQUIRE(series.size() == 5);
    CHECK(series[1].change == parse_decimal("2"));
    CHECK_FALSE(series[2].change);
    CHECK(series[3].change == parse_decimal("1"));
    CHECK_FALSE(series[4].change);
    const TargetRow one_value = target_rows({target("95", 2026)}, series).front();
    CHECK_FALSE(one_value.forecast);
    const TargetRow two_values = target_rows({target("95", 2026)}, std::span{series}.first(4)).front();
    REQUIRE(two_values.forecast);
    CHECK(two_values.forecast->from_fy == 2022);
    CHECK(two_values.forecast->value == parse_decimal("84"));
    CHECK_FALSE(two_values.forecast->meets);
}

TEST_CASE("a target that only the old method met is not met early") {
    const auto series = time_series({actual("96", 2020, SeriesBreak::end), actual("96", 2022)});
    CHECK(target_rows({target("95", 2025)}, series).front().met_fy == 2022);
}

TEST_CASE("a forecast stays within what is possible") {
    const auto rise = time_series({actual("80", 2020), actual("90", 2021)});
    const TargetRow row = target_rows({target("99", 2030)}, rise).front();
    CHECK(row.forecast->value == parse_decimal("100"));
    CHECK(row.forecast->is_capped);
    CHECK(row.forecast->meets);
}

TEST_CASE("people needed are whole people up to the target") {
    const auto people = [](std::int64_t n) { return Amount{n} * amount_per_unit; };
    CHECK(people_needed(*parse_decimal("95"), people(1001), people(900)) == people(51));  // 950.95 -> 951
    CHECK(people_needed(*parse_decimal("95"), people(1000), people(950)) == 0);
    CHECK(people_needed(*parse_decimal("99.9"), people(1000), people(1000)) == 0);
}

TEST_CASE("a rate that rounds to its target is not met while people are missing") {
    KpiActual a = actual("95", 2024);
    a.total = Amount{10000} * amount_per_unit;
    a.covered = Amount{9496} * amount_per_unit;
    const auto series = time_series({a});
    const TargetRow row = target_rows({target("95", 2025)}, series).front();
    CHECK(row.people_needed == Amount{4} * amount_per_unit);
    CHECK_FALSE(row.pace->met);
    CHECK(row.status == TargetStatus::open);
}

TEST_CASE("a KPI that is to be undercut is met from above") {
    KpiTarget t = target("0", 2023);
    t.lower_is_better = true;
    const KpiPace pace = kpi_pace(t, *parse_decimal("13000"), 2020);
    CHECK_FALSE(pace.met);
    CHECK(pace.gap == *parse_decimal("-13000"));
    CHECK(format_decimal(*pace.required_per_year, 6) == "4333.333333");
    CHECK(kpi_pace(t, 0, 2023).met);
}

TEST_CASE("every forecast of the published tables is the line through its series after the last break") {
    const auto targets = io::read_kpi_targets(data + "kpi_targets.csv", {});
    const auto actuals = io::read_kpi_actuals(data + "kpi_actuals.csv");
    const auto rows = target_rows(targets, time_series(actuals));
    std::size_t forecasts = 0;
    for (const TargetRow& row : rows) {
        if (!row.forecast) continue;
        ++forecasts;
        INFO(row.target.kpi << " " << row.scope << " " << row.actual->series << " "
                            << row.target.fiscal_year);
        // From the table itself: the first value of the same series from the forecast's year on, the last.
        const KpiActual* first = nullptr;
        for (const KpiActual& a : actuals) {
            const bool is_its =
                a.kpi == row.target.kpi && a.scope == row.scope && a.series == row.actual->series;
            if (!is_its) continue;
            if (a.fiscal_year == row.forecast->from_fy) first = &a;
            // Nothing between the two marks a break.
            if (a.fiscal_year > row.forecast->from_fy) CHECK(a.series_break != SeriesBreak::start);
            if (a.fiscal_year >= row.forecast->from_fy && a.fiscal_year < row.actual->fiscal_year)
                CHECK(a.series_break != SeriesBreak::end);
        }
        REQUIRE(first != nullptr);
        const double slope = (to_double(row.actual->value) - to_double(first->value)) /
                             (row.actual->fiscal_year - first->fiscal_year);
        double wanted =
            to_double(row.actual->value) + slope * (row.target.fiscal_year - row.actual->fiscal_year);
        const bool out = wanted < -1e-6 || (row.target.unit == "%" && wanted > 100.0 + 1e-6);
        CHECK(row.forecast->is_capped == out);
        if (out) wanted = wanted < 0.0 ? 0.0 : 100.0;
        CHECK(to_double(row.forecast->value) == Approx(wanted).epsilon(1e-9));
    }
    CHECK(forecasts > 20);
    // 96.6 in FY2022 … 98.4 in FY2024 nationwide: by 1.73 a year from 93.2 in FY2021, over 99 long before
    // FY2030.
    const TargetRow& nation = row_of(rows, "pop_coverage_5g", "national", 2030);
    REQUIRE(nation.forecast);
    CHECK(nation.forecast->meets);
}
