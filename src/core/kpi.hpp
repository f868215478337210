#pragma once

#include "core/amount.hpp"
#include "core/config.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace amaneku {

/// The number of a decimal text (`98.4`, `-3`) in 1e-9; nothing for any other text, for more than 9 decimals
/// and for numbers of 1e18 and more.
[[nodiscard]] std::optional<Amount> parse_decimal(std::string_view text);
/// A number of 1e-9 with `decimals` (0 to 9) decimals, halves away from 0.
[[nodiscard]] std::string format_decimal(Amount value, int decimals);
/// The same with as many decimals as it needs: `99`, `98.4`.
[[nodiscard]] std::string format_decimal(Amount value);
/// The Japanese fiscal year that a day lies in: year N ends on 31 March N+1.
[[nodiscard]] int fiscal_year(Date day) noexcept;
/// Whether targets and actuals know such a scope: national, each_prefecture, each_operator,
/// four_operators_total, pref:NN, municipality:NNNNN, group:ID, operator:NAME.
[[nodiscard]] bool is_kpi_scope(std::string_view scope) noexcept;

/// A line of the table of targets.
struct KpiTarget {
    std::string kpi, scope;
    int fiscal_year = 0;
    std::optional<Amount> value;  ///< nothing where the plan names no single number
    std::string unit, plan, source, note;
    bool lower_is_better = false;
};

/// The series of what this program computed: never joined with what others published.
inline constexpr std::string_view computed_series = "computed";

enum class SeriesBreak : std::uint8_t { none, start, end };

/// What was reached in a fiscal year, as published or as computed.
struct KpiActual {
    std::string kpi, scope;
    int fiscal_year = 0;
    Amount value = 0;
    std::string unit;
    std::string series;  ///< who counted, and how: the plan's name, or `computed`; one line is drawn in each
    std::string source;
    SeriesBreak series_break = SeriesBreak::none;
    std::string note;
    /// Of computed values: what the rate is of, in 1e-9.
    std::optional<Amount> total, covered;
};

/// Gap and pace of one actual against one target.
struct KpiPace {
    Amount gap = 0;  ///< target - actual
    /// (Shortfall, not below 0) / years in 1e-9, halves up; nothing where no year is left. Of KPIs that are
    /// to be undercut: the fall.
    std::optional<Amount> required_per_year;
    bool met = false;
};

enum class TargetStatus : std::uint8_t { no_number, no_actual, met, met_early, met_late, open, missed };
[[nodiscard]] std::string_view target_status_id(TargetStatus status) noexcept;

/// What a line through a series gives for the target's year.
struct KpiForecast {
    int from_fy = 0;         ///< the first year of the series after its last break
    Amount per_year = 0;     ///< mean yearly change from there
    Amount value = 0;        ///< in the target's year
    bool is_capped = false;  ///< the line leaves what is possible: 0, or 100 of percent
    bool meets = false;
};

/// The rate that today's footprints give with another population.
struct KpiProjection {
    int year = 0;
    Amount total = 0, covered = 0;
};

/// A line of targets.csv: a target beside the latest value of a series.
struct TargetRow {
    KpiTarget target;
    std::string scope;  ///< of the actual; of a target of each prefecture that prefecture's
    std::optional<KpiActual> actual;
    std::optional<KpiPace> pace;
    TargetStatus status = TargetStatus::no_actual;
    std::optional<int> met_fy;            ///< since when it has been met, within the series after its break
    std::optional<Amount> people_needed;  ///< whole, in 1e-9; of computed rates
    std::optional<KpiForecast> forecast;
    std::optional<KpiProjection> projection;
};

/// A point of a time series.
struct SeriesPoint {
    KpiActual actual;
    /// From the point before, where both belong to one method; never over a break.
    std::optional<Amount> change;
    int years = 0;  ///< since the point before, with `change`
};

struct TargetsResult {
    std::vector<KpiTarget> targets;   ///< the table itself
    std::vector<TargetRow> rows;      ///< in the order of the table of targets
    std::vector<SeriesPoint> series;  ///< by kpi, scope, series, year
};

}  // namespace amaneku
