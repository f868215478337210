#pragma once

#include "core/config.hpp"
#include "core/measures.hpp"
#include "core/population.hpp"
#include "core/result.hpp"
#include "core/zone.hpp"

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace amaneku::zonal {

/// An entry with no piece of its own: the cell was moved to a zone it does not touch.
inline constexpr std::uint64_t no_piece = 0xffffffffffffffffULL;

/// Which people of which cell belong to which zone. A cell's entries are [begin[c], begin[c+1]), in ascending
/// order of zone.
struct Allocation {
    std::vector<std::uint64_t> begin;
    std::vector<std::uint32_t> zone;
    std::vector<std::uint64_t> piece;  ///< in Measures, or no_piece
    std::vector<double> share;         ///< of the cell; sums to 1 over a cell's entries but for rounding
    std::vector<std::vector<CellAmount>> amount;  ///< [weight][entry]: sums to the cell's weight exactly
    std::vector<std::uint8_t>
        is_outside;  ///< [cell] 1: touches no zone and is dropped; 2: no zone within reach
    std::vector<Issue> issues;
    std::vector<std::string> notes;
};

/// Zones that the Statistics Bureau's list allows for a 1 km mesh: (code of the mesh, zone), sorted.
using AllowedZones = std::vector<std::pair<std::uint64_t, std::uint32_t>>;

/// Shares every cell among zones by `config.assign`; amounts by largest remainder, so that nobody is lost or
/// made.
/// @param allowed  with ZoneAssign::list only
[[nodiscard]] Allocation allocate(const Population& population, const ZoneTable& zones,
                                  const Measures& measures, const ZonesConfig& config,
                                  std::span<const std::pair<std::uint64_t, std::uint32_t>> allowed);

/// Splits `total` in proportion to `shares` (none below 0, sum > 0) by largest remainder; equal remainders go
/// to the first. A share of 0 gets nothing.
void split(CellAmount total, std::span<const double> shares, std::span<CellAmount> parts);

}  // namespace amaneku::zonal
