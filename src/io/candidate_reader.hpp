#pragma once

#include "core/plan_config.hpp"
#include "core/plan_result.hpp"
#include <amaneku/issue.hpp>

#include <vector>

namespace amaneku::io {

/// Reads a csv of candidates: lon and lat; id, name, cost, radius_m, azimuth and beamwidth where there are
/// such columns. UTF-8 or CP932, .gz and zips too; rows that cannot be taken go to `issues`. Costs are
/// rounded to whole units. `zone` is left to the caller.
/// @throws Error (Errc::input) where a column is missing or no row can be taken
[[nodiscard]] Candidates read_candidates(const PlanConfig& config, std::vector<Issue>& issues);

}  // namespace amaneku::io
