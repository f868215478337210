#pragma once

#include "zonal/allocation.hpp"

#include <span>
#include <vector>

namespace amaneku::zonal {

/// What a census table says of a zone; < 0: nothing.
struct CensusTotals {
    std::vector<double> population;
    std::vector<double> households;
};

/// With reach 1: lets every cell with people also go to the zones of its eight neighbours (with no share
/// yet).
void extend_reach(const Population& population, Allocation& allocation);

/// Moves amounts between the zones of each cell so that zone totals meet the census; cell totals stay.
///
/// First iterative proportional fitting, which keeps the pattern of the shares, then a maximum flow over the
/// cells that touch several zones, which leaves the least people missing, and the least too many, that any
/// sharing could leave.
/// @param weight   the weight to fit
/// @param targets  by zone; < 0: the zone has none, and keeps what it has only as far as others do not need
/// it
///                 and takes what others have too many of
void rake(const Population& population, Allocation& allocation, std::size_t weight,
          std::span<const double> targets);

/// After raking: shares out the other weights as the reference weight is.
void follow(const Population& population, Allocation& allocation, std::size_t weight, std::size_t reference);

}  // namespace amaneku::zonal
