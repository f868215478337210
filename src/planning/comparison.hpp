#pragma once

#include "core/comparison.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace amaneku::planning {

/// Which inputs two runs share; what is the same has changed nothing.
struct SameInputs {
    bool population = false;
    bool zones = false;
};

/// What the cells of two runs tell of one area.
struct CellMoves {
    Move footprint, population, boundary;
    std::uint64_t newly_covered_cells = 0, newly_lost_cells = 0;
    Amount newly_covered = 0, newly_lost = 0;
};

/// The cells of two runs, laid side by side.
class CellComparison {
public:
    /// @param before, after  outlive the object
    CellComparison(const CellTable& before, const CellTable& after, SameInputs same);

    /// The moves of a service in an area: its footprint is changed first, then its people, then which zone
    /// they belong to.
    /// @param level  nation, prefecture (the first two digits of a zone) or municipality
    [[nodiscard]] CellMoves moves(std::size_t service, const std::string& level,
                                  const std::string& code) const;
    /// All cells that changed, by code, then service.
    [[nodiscard]] std::vector<ChangedCell> changed_cells(const std::vector<std::string>& services) const;

private:
    struct Pair {
        std::size_t before, after;  // none where the run has no such cell
    };
    static constexpr std::size_t none = static_cast<std::size_t>(-1);
    struct State;
    [[nodiscard]] State state(const Pair& pair, std::size_t service) const;
    [[nodiscard]] std::vector<std::size_t> pairs_of(const std::string& level, const std::string& code) const;

    const CellTable& m_before;
    const CellTable& m_after;
    SameInputs m_same;
    std::vector<Pair> m_pairs;                                  // by code
    std::map<std::string, std::vector<std::size_t>> m_by_zone;  // pairs that are of a zone in either run
};

/// 100 · covered / total in points of 1e-9, half up; nothing where total is 0.
[[nodiscard]] std::optional<Amount> rate_points(Amount covered, Amount total);

/// The whole line of an area: the moves and what they leave.
[[nodiscard]] ComparedRate compared_rate(ComparedArea area, const std::string& service,
                                         const std::string& provider, const std::optional<CellMoves>& moves);

}  // namespace amaneku::planning
