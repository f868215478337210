#pragma once

#include "core/fiber_input.hpp"
#include "footprint/road_network.hpp"
#include "footprint/site_footprint.hpp"
#include <amaneku/geometry.hpp>

#include <cstddef>
#include <vector>

namespace amaneku::footprint {

/// Appends the circle of a closure's drop, straight.
void append_closure(const ClosureTable& closures, std::size_t closure, const Directions& directions,
                    PolygonSet& out);

/// A closure that no drop along roads can start from.
struct Stranded {
    std::size_t closure = 0;
    bool has_road = false;  ///< there is one, but the drop ends before it
};

/// How far roads may be, and how wide what they serve is.
struct AlongRoads {
    double drop_to_road_m = 100.0;
    double road_width_m = 50.0;  ///< to either side
};

/// Appends what all closures together serve along roads: everything within `road_width_m` of a piece of road
/// that a drop reaches. A drop goes straight to the nearest road position, at most `drop_to_road_m`, and with
/// what is left of it along roads, as far as that lasts.
/// @returns the closures that reach no road
std::vector<Stranded> append_along_roads(const ClosureTable& closures, const RoadNetwork& roads,
                                         const AlongRoads& settings, const Directions& directions,
                                         PolygonSet& out);

}  // namespace amaneku::footprint
