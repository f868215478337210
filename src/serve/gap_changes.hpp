#pragma once

#include "core/gap_result.hpp"
#include "core/result.hpp"
#include "planning/gaps.hpp"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace amaneku::serve {

/// Gaps of one service that share cells, before and after something changed.
struct GapChange {
    std::uint32_t service = 0;
    std::vector<Gap> before;
    std::vector<Gap> after;

    /// vanished, appeared, smaller, larger, split, merged, changed
    [[nodiscard]] std::string_view kind() const noexcept;
};

/// How the gaps of a service differ where it covers other cells than before.
///
/// Looks at the cells that changed, their neighbours and the gaps that these belong to, not at the nation.
/// @param before   by cell: 1 where the service's rule counted it; `after` likewise
/// @param changed  cells in which the two differ, each once
/// @returns gaps as `find_gaps` gives them; those that are the same on both sides are left out
[[nodiscard]] std::vector<GapChange> gap_changes(const RunResult& run, planning::CellShares shares,
                                                 std::uint32_t service, std::span<const std::uint8_t> before,
                                                 std::span<const std::uint8_t> after,
                                                 std::span<const std::uint32_t> changed);

}  // namespace amaneku::serve
