#pragma once

#include <amaneku/geometry.hpp>

namespace amaneku {

/// Two ellipses around one heart, in the CRS of a grid: a shape surely holds the inner one and surely lies
/// within the outer one. Semi-axes along x and y; below 0 inside: it holds none.
struct RoundBounds {
    Point heart;
    Point inner;
    Point outer;
};

}  // namespace amaneku
