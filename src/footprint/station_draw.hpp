#pragma once

#include "footprint/draw_random.hpp"
#include <amaneku/geometry.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace amaneku::footprint {

/// Where the stations of one municipality may stand.
struct StationCandidates {
    std::vector<Point> at;              ///< longitude and latitude in degrees
    std::vector<std::uint64_t> weight;  ///< chance of each, relative; 0: never. Their sum is below 2^63
};

/// Chances in proportion to the people of the candidates' cells to the power `attachment`, as whole numbers:
/// 2^40 for the largest, at least 1 where anybody lives, 0 where nobody does; 1 for all with an exponent of
/// 0.
/// @param people  none below 0; fewer than 2^22 of them
[[nodiscard]] std::vector<std::uint64_t> candidate_weights(std::span<const double> people, double attachment);

/// Stations of one municipality in one draw.
struct StationDraw {
    std::vector<std::uint32_t> taken;  ///< candidates, in the order in which they were drawn, each once
    std::size_t too_near = 0;          ///< of them: nearer to an earlier one than the least distance
};

/// Draws candidates one by one in proportion to their weights, without putting them back. One that is nearer
/// than `minimum_distance_m` to a station of this draw waits; those that wait are taken, in the order drawn,
/// only where candidates run out. Fewer than `count` where there are not so many with a weight.
[[nodiscard]] StationDraw draw_stations(const StationCandidates& candidates, std::size_t count,
                                        double minimum_distance_m, DrawRandom& random);

}  // namespace amaneku::footprint
