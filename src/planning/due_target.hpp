#pragma once

#include "core/kpi.hpp"

#include <span>
#include <string>
#include <vector>

namespace amaneku::planning {

/// The target that a rate of `kpi` is held against in a fiscal year: of the first of `scopes` (the narrowest
/// first) that has one due, that of the latest year up to `fiscal_year`; of several of that year the highest,
/// ties: the first of the table. Targets without a number, of another unit than percent, and those to be
/// undercut are none of a rate.
/// @returns nothing where none is due; else it lives as long as `targets`
[[nodiscard]] const KpiTarget* due_target(std::span<const KpiTarget> targets, const std::string& kpi,
                                          int fiscal_year, std::span<const std::string> scopes);

}  // namespace amaneku::planning
