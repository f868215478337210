#pragma once

#include "core/result.hpp"
#include "zonal/allocation.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace amaneku::app {

/// A weight of the run and what one of it counts in the plan.
struct PlanFactor {
    std::size_t weight = 0;
    double factor = 1.0;
};

/// The plan's weights: those of `[plan]`, else the profile's.
/// @throws Error (Errc::configuration) for one that the run does not have
[[nodiscard]] std::vector<PlanFactor> plan_factors(const RunResult& result, std::uint32_t service);

/// What of each cell's people of reported zones a service does not reach, by the plan's weights.
[[nodiscard]] std::vector<double> unreached(const RunResult& result, const zonal::Allocation& allocation,
                                            std::uint32_t service, const std::vector<PlanFactor>& factors);

/// The candidates of `[plan]`: rows of its table, or centres of the cells with most people left out. What
/// stands in no zone is left out, and told in `result.issues`.
/// @throws Error (Errc::input) where none is left
[[nodiscard]] Candidates plan_candidates(RunResult& result, const std::vector<double>& unreached);

/// @throws Error (Errc::configuration) where not one candidate is as cheap as the budget
void refuse_budget(const RunResult& result, const Candidates& candidates, std::int64_t budget);

}  // namespace amaneku::app
