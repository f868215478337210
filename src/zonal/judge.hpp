#pragma once

#include "zonal/allocation.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace amaneku::zonal {

/// Covered amounts of every zone, for every weight, layer and rule, and what the mesh layer shows.
struct Judgement {
    CoverageTable zones;
    std::vector<std::vector<std::uint8_t>> cell_covered;  ///< [service][cell]
    std::vector<std::uint32_t> cell_zone;  ///< zone of the largest share, no_zone where there is none
};

/// Cells that a service counts, by service: [cell] 1; empty where it counts all (see counted_cells).
using CountedCells = std::vector<std::vector<std::uint8_t>>;

/// Applies all rules to all cells. Sums are of integers: their order is of no account.
/// @param counted  by service; empty: every service counts all cells. Only CellSelection::list leaves people
/// out
[[nodiscard]] Judgement judge(const Population& population, std::size_t zone_count, const Measures& measures,
                              const Allocation& allocation, const ZonesConfig& zones,
                              const std::vector<ServiceConfig>& services, const CountedCells& counted = {});

/// What `cell_covered` is for one service: 1 where its rule counts the cell's people; with area_share, which
/// counts parts, where the fraction meets the threshold.
/// @param single  the provider that stands for the service (max_single); without it the service as a whole
/// @param counted  [cell] 1: cells that the profile counts, 0 is covered by nobody; empty: all
[[nodiscard]] std::vector<std::uint8_t> covered_cells(const Measures& measures, const Allocation& allocation,
                                                      const RuleProfile& profile, const ServiceLayers& layers,
                                                      std::optional<std::uint32_t> single = std::nullopt,
                                                      std::span<const std::uint8_t> counted = {});

/// `max_single`: puts the provider with the largest total over `areas` into the service's `*` layer of every
/// table.
/// @param reported  by zone: whose totals decide
/// @returns [weight * rule_count + rule] the provider chosen
std::vector<std::uint32_t> choose_single_provider(CoverageTable& zones,
                                                  const std::vector<std::uint8_t>& reported,
                                                  const ServiceLayers& layers);

/// Sums of zones.
[[nodiscard]] CoverageTable sum_areas(const CoverageTable& zones, const std::vector<Area>& areas);

/// Where every weight went.
[[nodiscard]] std::vector<LedgerLine> ledger(const Population& population, const ZoneTable& zones,
                                             const Allocation& allocation);

}  // namespace amaneku::zonal
