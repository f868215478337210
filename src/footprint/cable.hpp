#pragma once

#include "core/fiber_input.hpp"
#include "footprint/site_footprint.hpp"
#include <amaneku/geometry.hpp>

#include <cstddef>

namespace amaneku::footprint {

/// Lines are simplified before they are buffered, by at most this share of the distance.
inline constexpr double line_tolerance = 2e-4;

/// Appends everything within a cable's distance of it. The border is where it belongs within 0.03 % of the
/// distance (0.02 % the line's simplification, 1e-5 the sides), but for the chords of round ends: see
/// `append_buffer`.
void append_cable(const CableTable& cables, std::size_t cable, const Directions& directions, PolygonSet& out);

}  // namespace amaneku::footprint
