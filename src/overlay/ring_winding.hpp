#pragma once

#include "core/grid.hpp"

#include <cstdint>
#include <span>

namespace amaneku::overlay {

// Winding numbers are those of `EdgeWalk`: east of an edge that runs north it is one more than west of it, so
// that a counter-clockwise ring winds -1 around what is inside.

/// A ring whose corners all turn the same way and that goes around once is simple: its winding number, or
/// 0 where it is not of that kind. Cheap and never wrong in the direction that
/// matters by more than rounding: a turn of less than 1e-15 has no area.
/// @param ring  closed
[[nodiscard]] std::int8_t convex_winding(std::span<const TickPoint> ring) noexcept;

/// The winding number of a ring that is known to be simple: by its area; 0 where it has none.
/// @param ring  closed
[[nodiscard]] std::int8_t simple_winding(std::span<const TickPoint> ring) noexcept;

}  // namespace amaneku::overlay
