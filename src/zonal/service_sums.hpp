#pragma once

#include "core/config.hpp"
#include "core/measures.hpp"
#include "zonal/allocation.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace amaneku::zonal {

/// Amounts of one service and weight by zone.
struct ServiceSums {
    std::vector<Amount> covered;
    std::vector<Amount> counted;  ///< the denominator
};

/// What measured cells are counted from. All of it must stay where it is.
struct CountedFrom {
    const Measures& measures;
    const Allocation& allocation;
    ZoneAssign assign;                      ///< that the allocation was made by
    std::span<const std::uint8_t> counted;  ///< [cell] 1: a list of cells has it; empty: there is none
    std::span<const std::uint8_t> reported;  ///< [zone]
    std::size_t zone_count = 0;
};

/// Applies one profile to all cells, which gives the sums of `CellJudge` for the service as a whole, its
/// weight and rule.
///
/// @param profile  of it: rule, threshold, comparator, area, combine, cells
/// @param layers   of the service
/// @param whole    the layer of its union, or with k_of_n of the area that k providers reach
/// @param weight   the place of the weight that is summed
/// @pre measures have land fractions where `profile.area` asks for them
[[nodiscard]] ServiceSums service_sums(const CountedFrom& from, const RuleProfile& profile,
                                       const ServiceLayers& layers, std::uint32_t whole, std::size_t weight);

}  // namespace amaneku::zonal
