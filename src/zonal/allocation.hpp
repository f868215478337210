#pragma once

#include "core/config.hpp"
#include "core/measures.hpp"
#include "core/population.hpp"
#include "core/result.hpp"
#include "core/zone.hpp"
#include "zonal/nearest_zone.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
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
    std::vector<std::uint32_t> issue_cell;  ///< by issue, ascending: the cell it is about
    std::vector<std::string> notes;
};

/// Zones that the Statistics Bureau's list allows for a 1 km mesh: (code of the mesh, zone), sorted.
using AllowedZones = std::vector<std::pair<std::uint64_t, std::uint32_t>>;

/// Shares cells among zones by `config.assign`; amounts by largest remainder, so that nobody is lost or made.
/// The arguments must stay where they are; several threads may call it at a time.
class Allocator {
public:
    /// @param allowed  with ZoneAssign::list only
    Allocator(const Grid& grid, const ZoneTable& zones, const ZonesConfig& config,
              std::span<const std::pair<std::uint64_t, std::uint32_t>> allowed);

    /// Shares the cells of a population, or of a block of one, whose measures are index-aligned with it.
    /// @param out  what was in it is lost; it gets no notes, which are on all cells together
    void allocate(const Population& population, const Measures& measures, Allocation& out) const;

private:
    class Cells;

    const Grid& m_grid;
    const ZoneTable& m_zones;
    const ZonesConfig& m_config;
    std::span<const std::pair<std::uint64_t, std::uint32_t>> m_allowed;
    NearestZoneFinder m_nearest;
};

/// The sentence on cells that were moved to a zone they do not touch; nothing where there is none.
/// @param issues  of all cells, in the order of cells
[[nodiscard]] std::optional<std::string> moved_note(std::span<const Issue> issues);

/// All cells at once, with notes.
/// @param allowed  with ZoneAssign::list only
[[nodiscard]] Allocation allocate(const Population& population, const ZoneTable& zones,
                                  const Measures& measures, const ZonesConfig& config,
                                  std::span<const std::pair<std::uint64_t, std::uint32_t>> allowed);

/// Splits `total` in proportion to `shares` (none below 0, sum > 0) by largest remainder; equal remainders go
/// to the first. A share of 0 gets nothing.
void split(CellAmount total, std::span<const double> shares, std::span<CellAmount> parts);

}  // namespace amaneku::zonal
