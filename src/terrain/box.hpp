#pragma once

namespace amaneku::terrain {

/// A part of the ground in degrees, edges included.
struct Box {
    double west = 0.0;
    double south = 0.0;
    double east = 0.0;
    double north = 0.0;
};

}  // namespace amaneku::terrain
