#include "report/page_targets.hpp"

#include <string>
#include <tuple>

namespace amaneku::report {

namespace {

using Json = nlohmann::ordered_json;

double number(Amount value) {
    return std::stod(format_decimal(value));
}

template <class T>
Json number_or_null(const std::optional<T>& value) {
    return value ? Json(number(*value)) : Json{};
}

bool is_met(TargetStatus status) {
    return status == TargetStatus::met || status == TargetStatus::met_early ||
           status == TargetStatus::met_late;
}

/// The service whose profile names the KPI; -1: none.
Json service_of(const RunResult& result, const std::string& kpi) {
    for (std::size_t s = 0; s < result.config.services.size(); ++s) {
        if (result.config.services[s].profile.targets == kpi) return s;
    }
    return -1;
}

std::string headline_scope(const RunResult& result) {
    return result.prefectures.size() == 1 ? "pref:" + result.prefectures.front().code : "national";
}

/// Whether `a` says more as a headline than `b`: open ones first, the earliest of them; of those met the
/// last.
bool is_better(const TargetRow& a, const TargetRow& b) {
    const bool a_met = is_met(a.status);
    const bool b_met = is_met(b.status);
    if (a_met != b_met) return b_met;
    return a_met ? a.target.fiscal_year > b.target.fiscal_year : a.target.fiscal_year < b.target.fiscal_year;
}

const char* break_id(SeriesBreak found) {
    if (found == SeriesBreak::start) return "start";
    return found == SeriesBreak::end ? "end" : "none";
}

}  // namespace

Json headline_target(const RunResult& result, std::size_t service) {
    const std::string& kpi = result.config.services[service].profile.targets;
    if (!result.targets || kpi.empty()) return nullptr;
    const std::string scope = headline_scope(result);
    const TargetRow* best = nullptr;
    for (const TargetRow& row : result.targets->rows) {
        if (row.target.kpi != kpi || row.scope != scope || !row.target.value || !row.actual ||
            row.actual->series != computed_series)
            continue;
        if (best == nullptr || is_better(row, *best)) best = &row;
    }
    if (best == nullptr) return nullptr;
    Json out{{"value", number(*best->target.value)},
             {"fiscal_year", best->target.fiscal_year},
             {"scope", best->scope},
             {"plan", best->target.plan},
             {"status", target_status_id(best->status)},
             {"gap", best->pace ? Json(number(best->pace->gap)) : Json{}},
             {"required_per_year", best->pace ? number_or_null(best->pace->required_per_year) : Json{}},
             {"people_needed", best->people_needed ? Json(whole_units(*best->people_needed)) : Json{}}};
    return out;
}

void add_page_targets(const RunResult& result, Json& to) {
    Json& targets = to["targets"] = Json::array();
    Json& series = to["series"] = Json::array();
    if (!result.targets) return;
    for (const TargetRow& row : result.targets->rows) {
        targets.push_back(
            {{"kpi", row.target.kpi},
             {"scope", row.scope.empty() ? row.target.scope : row.scope},
             {"fiscal_year", row.target.fiscal_year},
             {"value", number_or_null(row.target.value)},
             {"unit", row.target.unit},
             {"plan", row.target.plan},
             {"actual", row.actual ? Json(number(row.actual->value)) : Json{}},
             {"actual_fy", row.actual ? Json(row.actual->fiscal_year) : Json{}},
             {"series", row.actual ? Json(row.actual->series) : Json{}},
             {"status", target_status_id(row.status)},
             {"gap", row.pace ? Json(number(row.pace->gap)) : Json{}},
             {"required_per_year", row.pace ? number_or_null(row.pace->required_per_year) : Json{}},
             {"people_needed", row.people_needed ? Json(whole_units(*row.people_needed)) : Json{}},
             {"forecast", row.forecast ? Json(number(row.forecast->value)) : Json{}},
             {"service", service_of(result, row.target.kpi)}});
    }
    std::tuple<std::string, std::string, std::string> key;
    for (const SeriesPoint& point : result.targets->series) {
        const KpiActual& a = point.actual;
        if (series.empty() || key != std::tie(a.kpi, a.scope, a.series)) {
            key = {a.kpi, a.scope, a.series};
            series.push_back({{"kpi", a.kpi},
                              {"scope", a.scope},
                              {"series", a.series},
                              {"unit", a.unit},
                              {"service", service_of(result, a.kpi)},
                              {"points", Json::array()}});
        }
        series.back()["points"].push_back({{"fiscal_year", a.fiscal_year},
                                           {"value", number(a.value)},
                                           {"break", break_id(a.series_break)}});
    }
}

}  // namespace amaneku::report
