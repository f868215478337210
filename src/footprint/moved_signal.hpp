#pragma once

#include "footprint/signal_grid.hpp"
#include <amaneku/geometry.hpp>

#include <functional>
#include <span>

namespace amaneku::footprint {

/// The signal of some transmitters, and what is added to all of it.
struct MovedSignal {
    const SignalGrid* grid = nullptr;
    double offset_db = 0.0;
};

/// The cells in which the strongest power of several signals, each moved by its offset, is at or above the
/// threshold: as `served_area` has those of one. An offset so moves the threshold, and nothing is propagated
/// anew.
/// @param signals  of the same cells
/// @param wants    tiles that are looked at; all where it is empty
[[nodiscard]] PolygonSet served_area(std::span<const MovedSignal> signals, double threshold_dbm,
                                     const std::function<bool(const SignalGrid::TileKey&)>& wants = {});

}  // namespace amaneku::footprint
