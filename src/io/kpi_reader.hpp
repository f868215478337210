#pragma once

#include "core/kpi.hpp"

#include <span>
#include <string>
#include <vector>

namespace amaneku::io {

/// The table of targets: kpi, scope, fiscal_year, value, unit, plan, source; note and direction (`higher`,
/// `lower`) where there are such columns. A KPI is to be undercut where its direction says so, where it is
/// listed, or where its name says what is to vanish (`…_outside…`, `neither_…`, `dead_zone_…`).
/// @throws Error (Errc::input) with every line that has a year that is none, an unknown scope, a value that
/// is no number, or that repeats another
[[nodiscard]] std::vector<KpiTarget> read_kpi_targets(const std::string& path,
                                                      std::span<const std::string> lower_is_better);

/// The table of published results: the same columns, and series_break (`none`, `start`, `end`).
/// @throws Error (Errc::input) as above
[[nodiscard]] std::vector<KpiActual> read_kpi_actuals(const std::string& path);

}  // namespace amaneku::io
