#pragma once

#include "core/gap_config.hpp"
#include "core/gap_result.hpp"
#include "core/population.hpp"
#include "core/zone.hpp"
#include "proj/transform.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace amaneku::planning {

/// Which people of which cell belong to which zone: a cell's entries are [begin[c], begin[c+1]).
struct CellShares {
    std::span<const std::uint64_t> begin;
    std::span<const std::uint32_t> zone;
    std::span<const double> share;                       ///< of the cell
    const std::vector<std::vector<CellAmount>>& amount;  ///< [weight][entry]
};

/// Where cells are on the ground.
class CellGround {
public:
    explicit CellGround(const Grid& grid);
    /// Centre of a cell, longitude and latitude.
    [[nodiscard]] Point centre(Cell cell) const;
    /// On the ellipsoid.
    [[nodiscard]] double km2(Cell cell) const;

private:
    const Grid& m_grid;
    std::optional<proj::Transform> m_transform;
};

/// One service's cells.
struct GapInput {
    const Population& population;
    const ZoneTable& zones;
    CellShares shares;
    std::span<const std::uint8_t> covered;  ///< [cell] 1: the service's rule counts the cell
    std::span<const std::uint8_t> counted;  ///< [cell] 1: its profile has the cell; empty: all
    std::size_t weight = 0;                 ///< the profile's
    GapRule rule;
};

/// Gaps of one service and what the rule's limits left out.
struct GapList {
    std::vector<Gap> gaps;
    std::size_t small_gaps = 0;
    Amount small_people = 0;  ///< of the profile's weight
};

/// Whether a cell belongs to a gap: somebody of a reported zone lives there (by the population's first
/// weight or the service's), the service counts it and does not cover it.
[[nodiscard]] bool is_left_out(const GapInput& input, std::size_t cell);

/// Connected cells that are left out: cells, amounts, area, heart and the parts by municipality.
///
/// Gaps stand by people (the population's first weight) descending, then by smallest cell code; they are the
/// same whatever the order of cells.
/// @param profile  the end of every gap's id
[[nodiscard]] GapList find_gaps(const GapInput& input, std::uint32_t service, const std::string& profile);

/// As `find_gaps`, of some cells alone: the gaps that there would be if all others were covered.
/// @param cells  of the population, each once; those that are not left out are of no account
[[nodiscard]] GapList find_gaps_among(const GapInput& input, std::uint32_t service,
                                      const std::string& profile, std::span<const std::uint32_t> cells);

/// A gap's cost by unit costs, rounded up to a whole unit, and shared among its parts by households (people
/// where the run has none) to the unit.
/// @param fiber_m  how far a cable has to come, straight; nothing: none is counted
void price(Gap& gap, const GapCost& cost, std::optional<std::size_t> households,
           std::optional<double> fiber_m);

}  // namespace amaneku::planning
