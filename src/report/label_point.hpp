#pragma once

#include <amaneku/geometry.hpp>

#include <cstddef>
#include <span>

namespace amaneku::report {

/// Twice what a ring encloses, in square units; for comparisons only.
[[nodiscard]] double ring_area(std::span<const Point> ring) noexcept;

/// A point inside a part where a label may stand: the middle of the widest stretch of a level line near its
/// middle height.
[[nodiscard]] Point label_point(const PolygonSet& polygons, std::size_t part);

}  // namespace amaneku::report
