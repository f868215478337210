#pragma once

#include "core/rule_profile.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace amaneku {

/// How cells of several zones are shared among them.
enum class ZoneAssign : std::uint8_t { land_share, max_area, list, centroid };
[[nodiscard]] std::string_view assign_id(ZoneAssign assign) noexcept;

/// `[sensitivity]`: other ways of counting that every rate is computed by, one change at a time.
struct SensitivityConfig {
    std::vector<double> thresholds{0.4, 0.45, 0.5, 0.55, 0.6};
    std::vector<bool> strict{false, true};  ///< comparators: `>=`, `>`
    std::vector<FractionArea> areas{FractionArea::cell, FractionArea::land};
    std::optional<std::vector<std::string>> weights;  ///< nothing: all of the run's
    std::vector<CellSelection> cells{CellSelection::all, CellSelection::list};
    std::vector<Combine> combines{Combine::union_area_first, Combine::rule_first, Combine::max_single,
                                  Combine::k_of_n};
    int k = 2;  ///< with k_of_n, where the service's profile has another combination
    std::vector<Rule> rules{Rule::half_cell, Rule::area_share, Rule::centroid, Rule::lower, Rule::upper};
    std::vector<ZoneAssign> assigns{ZoneAssign::land_share, ZoneAssign::max_area, ZoneAssign::list,
                                    ZoneAssign::centroid};
    double near = 0.02;  ///< cells whose fraction is within this of the threshold are listed
    std::string place;
};

}  // namespace amaneku
