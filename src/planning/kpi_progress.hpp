#pragma once

#include "core/kpi.hpp"

#include <span>
#include <vector>

namespace amaneku::planning {

/// Gap, pace and whether the target is met; `target.value` must be there.
[[nodiscard]] KpiPace kpi_pace(const KpiTarget& target, Amount actual, int actual_fy);

/// People (whole, in 1e-9) still to be covered for a rate of `percent` (in 1e-9): max(0, ceil(percent / 100 ·
/// total) - covered), of whole people.
[[nodiscard]] Amount people_needed(Amount percent, Amount total, Amount covered);

/// The series of all actuals by kpi, scope, series and year, with the changes within one method.
[[nodiscard]] std::vector<SeriesPoint> time_series(std::vector<KpiActual> actuals);

/// Every target beside the latest value of each series of its KPI and scope: of a target of each prefecture
/// or each operator those of every prefecture or operator that has values.
/// @param series  of `time_series`
[[nodiscard]] std::vector<TargetRow> target_rows(const std::vector<KpiTarget>& targets,
                                                 std::span<const SeriesPoint> series);

}  // namespace amaneku::planning
