#pragma once

#include "core/amount.hpp"
#include <amaneku/geometry.hpp>

#include <cstdint>
#include <vector>

namespace amaneku::planning {

/// Cells that a cable may be brought to, and the network that it may come from.
struct CableProblem {
    std::vector<Point> at;                           ///< [cell] longitude and latitude
    std::vector<Amount> gain;                        ///< [cell] who is reached when the cell is served
    std::vector<std::int64_t> drop_cost;             ///< [cell] beside the cable
    std::vector<std::vector<std::uint32_t>> beside;  ///< [cell] those that share an edge or corner
    std::vector<double> network_m;                   ///< [cell] straight, to the nearest point of the network
    double shortest_m = 0.0;  ///< no two cells that are not beside one another are nearer
    double detour = 1.3;      ///< cable length for a straight line of 1
    double cost_per_m = 1.0;
};

/// A cable to a cell, from the network or from a cell served before.
struct Cable {
    std::uint32_t cell = 0;
    std::int64_t parent = -1;  ///< a cell, -1: the network
    double metres = 0.0;       ///< of cable
    std::int64_t cost = 0;     ///< with the drop cost
    std::uint32_t extension = 0;
};

struct CablePlan {
    std::vector<Cable> cables;  ///< in the order of building
    Amount value = 0;
    std::int64_t cost = 0;
    Amount bound = 0;  ///< no cables from centre to centre within the budget reach more
};

/// Extends a network from cell to cell within a budget, the extension with the most gain for its cost first.
///
/// An extension is a cable to one cell and on to those beside it, as far as it pays. The same answer every
/// time. The bound: every served cell has a cable of its own, which is no shorter than the way to its nearest
/// neighbour or the network.
[[nodiscard]] CablePlan extend_network(const CableProblem& problem, std::int64_t budget);

}  // namespace amaneku::planning
