#include "planning/kpi_progress.hpp"

#include <algorithm>
#include <tuple>

namespace amaneku::planning {

namespace {

/// value / years, halves away from 0.
Amount per_year(Amount value, int years) {
    const Amount half = years / 2;  // an odd number of years has no halves
    return value < 0 ? -((-value + half) / years) : (value + half) / years;
}

Amount rounded_to_whole(Amount amount) {
    return (amount + amount_per_unit / 2) / amount_per_unit * amount_per_unit;
}

std::tuple<const std::string&, const std::string&, const std::string&> line_of(const KpiActual& a) {
    return {a.kpi, a.scope, a.series};
}

bool is_scope_of(const std::string& target, const std::string& actual) {
    if (target == "each_prefecture") return actual.starts_with("pref:");
    if (target == "each_operator") return actual.starts_with("operator:");
    return target == actual;
}

bool is_met(const KpiTarget& target, Amount actual) {
    return target.lower_is_better ? actual <= *target.value : actual >= *target.value;
}

/// The points of a series since its last break, the last of them being the latest.
std::span<const SeriesPoint> last_method(std::span<const SeriesPoint> line) {
    std::size_t first = line.size() - 1;
    while (line[first].change) --first;
    return line.subspan(first);
}

/// The first year of those at the end that all met the target.
int met_since(const KpiTarget& target, std::span<const SeriesPoint> method) {
    std::size_t first = method.size() - 1;
    while (first > 0 && is_met(target, method[first - 1].actual.value)) --first;
    return method[first].actual.fiscal_year;
}

std::optional<KpiForecast> forecast(const KpiTarget& target, std::span<const SeriesPoint> method) {
    const KpiActual& first = method.front().actual;
    const KpiActual& last = method.back().actual;
    const int past = last.fiscal_year - first.fiscal_year;
    const int left = target.fiscal_year - last.fiscal_year;
    if (past <= 0 || left <= 0) return std::nullopt;
    const Amount change = last.value - first.value;
    KpiForecast out{first.fiscal_year, per_year(change, past), last.value + per_year(change * left, past),
                    false, false};
    const Amount hundred = Amount{100} * amount_per_unit;
    if (out.value < 0) {
        out.value = 0;
        out.is_capped = true;
    } else if (target.unit == "%" && out.value > hundred) {
        out.value = hundred;
        out.is_capped = true;
    }
    out.meets = is_met(target, out.value);
    return out;
}

TargetStatus status(const TargetRow& row) {
    if (!row.pace->met) {
        return row.target.fiscal_year > row.actual->fiscal_year ? TargetStatus::open : TargetStatus::missed;
    }
    if (*row.met_fy < row.target.fiscal_year) return TargetStatus::met_early;
    return *row.met_fy == row.target.fiscal_year ? TargetStatus::met : TargetStatus::met_late;
}

TargetRow row_of(const KpiTarget& target, std::span<const SeriesPoint> line) {
    TargetRow row;
    row.target = target;
    row.actual = line.back().actual;
    row.scope = row.actual->scope;
    if (!target.value) {
        row.status = TargetStatus::no_number;
        return row;
    }
    row.pace = kpi_pace(target, row.actual->value, row.actual->fiscal_year);
    if (row.actual->total && target.unit == "%" && !target.lower_is_better) {
        row.people_needed = people_needed(*target.value, *row.actual->total, *row.actual->covered);
        // A rate may round up to a target that some people are still missing for.
        if (*row.people_needed > 0) row.pace->met = false;
    }
    const auto method = last_method(line);
    if (row.pace->met) row.met_fy = met_since(target, method);
    row.status = status(row);
    row.forecast = forecast(target, method);
    return row;
}

}  // namespace

KpiPace kpi_pace(const KpiTarget& target, Amount actual, int actual_fy) {
    KpiPace out;
    out.gap = *target.value - actual;
    out.met = is_met(target, actual);
    const int years = target.fiscal_year - actual_fy;
    const Amount shortfall = target.lower_is_better ? -out.gap : out.gap;
    if (years > 0) out.required_per_year = per_year(std::max(shortfall, Amount{0}), years);
    return out;
}

Amount people_needed(Amount percent, Amount total, Amount covered) {
    const Amount people = rounded_to_whole(total) / amount_per_unit;
    const Amount whole_percent = Amount{100} * amount_per_unit;
    const Amount wanted = (percent * people + whole_percent - 1) / whole_percent * amount_per_unit;
    return std::max(Amount{0}, wanted - rounded_to_whole(covered));
}

std::vector<SeriesPoint> time_series(std::vector<KpiActual> actuals) {
    std::stable_sort(actuals.begin(), actuals.end(), [](const KpiActual& a, const KpiActual& b) {
        return line_of(a) != line_of(b) ? line_of(a) < line_of(b) : a.fiscal_year < b.fiscal_year;
    });
    std::vector<SeriesPoint> out;
    for (KpiActual& actual : actuals) {
        SeriesPoint point{std::move(actual), std::nullopt, 0};
        if (!out.empty()) {
            const KpiActual& before = out.back().actual;
            const bool joined = line_of(before) == line_of(point.actual) &&
                                before.unit == point.actual.unit && before.series_break != SeriesBreak::end &&
                                point.actual.series_break != SeriesBreak::start;
            if (joined) {
                point.change = point.actual.value - before.value;
                point.years = point.actual.fiscal_year - before.fiscal_year;
            }
        }
        out.push_back(std::move(point));
    }
    return out;
}

std::vector<TargetRow> target_rows(const std::vector<KpiTarget>& targets,
                                   std::span<const SeriesPoint> series) {
    std::vector<TargetRow> out;
    for (const KpiTarget& target : targets) {
        const std::size_t before = out.size();
        for (std::size_t begin = 0; begin < series.size();) {
            std::size_t end = begin + 1;
            while (end < series.size() && line_of(series[end].actual) == line_of(series[begin].actual)) ++end;
            const KpiActual& actual = series[begin].actual;
            if (actual.kpi == target.kpi && is_scope_of(target.scope, actual.scope))
                out.push_back(row_of(target, series.subspan(begin, end - begin)));
            begin = end;
        }
        if (out.size() > before) continue;
        TargetRow row;
        row.target = target;
        row.scope = target.scope;
        row.status = target.value ? TargetStatus::no_actual : TargetStatus::no_number;
        out.push_back(std::move(row));
    }
    return out;
}

}  // namespace amaneku::planning
