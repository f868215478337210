#pragma once

#include <amaneku/geometry.hpp>

#include <cstddef>
#include <optional>

namespace amaneku::geos {

/// What of a part lies between two horizontal lines, as valid polygons; positions on the lines are exactly on
/// them. Nothing where the part is not valid (a ring that crosses itself, a hole outside).
/// @throws Error (Errc::internal) with GEOS's text
[[nodiscard]] std::optional<PolygonSet> clipped_to_rows(const PolygonSet& polygons, std::size_t part,
                                                        double low, double high);

}  // namespace amaneku::geos
