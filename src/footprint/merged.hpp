#pragma once

#include <amaneku/geometry.hpp>

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace amaneku::footprint {

/// No one thing's: of many.
inline constexpr std::uint32_t of_many = std::numeric_limits<std::uint32_t>::max();

/// Parts that were put together, with what each is of.
struct MergedParts {
    PolygonSet polygons;
    std::vector<std::uint32_t> owner;  ///< by part; of_many where several took part
};

/// Puts overlapping parts together, block by block of the plane, so that no place is covered by more than a
/// few: what the overlay asks of a cell grows with the square of that. The area is the same but for rounding;
/// the same for any number of threads.
/// @param owner    by part
/// @param block_m  about how wide a block is
[[nodiscard]] MergedParts merged_by_block(const PolygonSet& parts, std::span<const std::uint32_t> owner,
                                          double block_m, int threads);

}  // namespace amaneku::footprint
