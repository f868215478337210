#pragma once

#include "zonal/allocation.hpp"

#include <array>
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

/// Which of the all-or-nothing rules count a cell, in the order of `rules`; area_share is left 0.
using Verdict = std::array<bool, rule_count>;

/// Applies all rules to one cell after another. The arguments are looked at when a cell is judged, and must
/// stay where they are; one object a thread.
class CellJudge {
public:
    /// @param counted  as `judge` has it
    CellJudge(const Population& population, const Measures& measures, const Allocation& allocation,
              const ZonesConfig& zones, const std::vector<ServiceConfig>& services,
              const CountedCells& counted);

    /// Adds what the cell gives to its zones: people, covered, left out. Sums of cells that are alike are
    /// held back until `flush`.
    void add(std::size_t cell, CoverageTable& zones);
    /// Adds what was held back.
    void flush(CoverageTable& zones);
    /// Appends what `add` adds to `CoverageTable::covered` for each of the cell's entries:
    /// [entry][weight][layer][rule].
    void append_covered(std::size_t cell, std::vector<CellAmount>& out);

private:
    void load(std::size_t cell);
    [[nodiscard]] bool is_uniform(std::size_t cell);
    void hold_back(std::size_t cell, CoverageTable& zones);
    [[nodiscard]] std::span<const std::uint8_t> counted_by(std::size_t service) const;
    [[nodiscard]] const double* fractions_of_entry(std::uint64_t entry) const;

    const Population& m_population;
    const Measures& m_measures;
    const Allocation& m_allocation;
    const ZonesConfig& m_zones;
    const std::vector<ServiceConfig>& m_services;
    const CountedCells& m_counted;
    // Of the cell at hand, by layer:
    std::vector<Verdict> m_verdicts;
    std::vector<double> m_fraction;
    std::vector<std::uint8_t> m_left_out;
    std::vector<std::uint8_t> m_is_whole;
    // Of the cells that are held back: all of one zone, each layer whole in all or in none.
    std::uint32_t m_held_zone = no_zone;
    std::vector<std::uint8_t> m_held_whole;
    std::vector<Amount> m_held;  ///< by weight
};

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

/// One cell of `covered_cells`.
[[nodiscard]] bool is_cell_covered(std::size_t cell, const Measures& measures, const Allocation& allocation,
                                   const RuleProfile& profile, const ServiceLayers& layers,
                                   std::optional<std::uint32_t> single = std::nullopt,
                                   std::span<const std::uint8_t> counted = {});

/// The zone of a cell's largest share, no_zone where it has none; equal shares go to the first zone.
[[nodiscard]] std::uint32_t zone_of_largest_share(const Allocation& allocation, std::size_t cell);

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
