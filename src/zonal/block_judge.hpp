#pragma once

#include "zonal/judge.hpp"

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace amaneku::zonal {

/// How a cell stands to the zones supplied; bits of `CellResults::border`.
enum CellBorder : std::uint8_t {
    touches_zone = 1,
    is_of_reported_zone = 2,   ///< some of its people are
    reaches_beyond_zones = 4,  ///< part of it lies in no zone
};

/// What is kept of the cells of a population, index-aligned with them. What a run does not need is empty, and
/// stays so: `border`, `fraction`, and all the others together.
struct CellResults {
    std::vector<std::uint32_t> zone;                 ///< of the largest share, no_zone where there is none
    std::vector<double> reported;                    ///< part of the cell's people that is of reported zones
    std::vector<std::uint8_t> is_shown;              ///< 1: it touches or is counted in a reported zone
    std::vector<std::uint8_t> border;                ///< CellBorder
    std::vector<double> fraction;                    ///< [cell * layer_count + layer], of the whole cell
    std::vector<std::vector<std::uint8_t>> covered;  ///< [service][cell], as of `covered_cells`
};

/// Sums over cells: integers, so that their order is of no account.
struct CellSums {
    CoverageTable zones;
    std::vector<LedgerLine> ledger;
    std::vector<std::pair<std::uint32_t, Issue>> issues;  ///< by cell

    void add(const CellSums& other);
};

/// What the cells of a run have in common. All of it must stay where it is.
struct JudgeInput {
    const Population& population;
    const ZoneTable& zones;
    const ZonesConfig& config;
    const std::vector<ServiceConfig>& services;
    const CountedCells& counted;
};

/// Some cells of a population with their measures and shares, all index-aligned.
struct CellBlock {
    std::span<const std::uint32_t> cells;  ///< their places in the population
    const Population& population;
    const Measures& measures;
    const Allocation& allocation;
    const CountedCells& counted;
};

/// Sums of no cell yet.
[[nodiscard]] CellSums empty_sums(const JudgeInput& input, std::size_t layer_count);
/// Applies all rules to a block of cells and adds what they give; writes only the block's places of `cells`.
void judge_block(const JudgeInput& input, const CellBlock& block, CellSums& sums, CellResults& cells);

/// Shares and judges cells block by block, so that only what is kept of them outlives their block. One object
/// a thread; all may fill the same `CellResults`.
class BlockJudge {
public:
    BlockJudge(const JudgeInput& input, const Allocator& allocator, std::size_t layer_count,
               CellResults& cells);

    /// @param cells     places in the population, each in one block only
    /// @param measures  index-aligned with `cells`
    void add(std::span<const std::uint32_t> cells, const Measures& measures);
    [[nodiscard]] const CellSums& sums() const noexcept { return m_sums; }

private:
    void gather(std::span<const std::uint32_t> cells);

    const JudgeInput& m_input;
    const Allocator& m_allocator;
    CellResults& m_cells;
    CellSums m_sums;
    // Of the block at hand:
    Population m_block;
    CountedCells m_counted;
    Allocation m_allocation;
};

}  // namespace amaneku::zonal
