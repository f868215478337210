#pragma once

#include "core/result.hpp"

#include <string>

namespace amaneku::io {

/// plan.csv: the sites (or cables) of the plan in their order, with what each adds.
[[nodiscard]] std::string plan_csv(const RunResult& result);

/// plan_municipalities.csv: what the plan does to each reported zone that it changes.
[[nodiscard]] std::string plan_municipalities_csv(const RunResult& result);

/// What a plan comes to in a few lines: what it reaches, its bound, and the rates.
[[nodiscard]] std::string plan_lines(const RunResult& result);

/// How far the best choice may be above the model's figure, in percent of the latter, two decimals rounded
/// up; empty where nothing is reached. With a target: how far below the cost.
[[nodiscard]] std::string plan_gap_percent(const PlanResult& plan, bool has_target);

}  // namespace amaneku::io
