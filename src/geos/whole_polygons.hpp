#pragma once

#include <amaneku/geometry.hpp>

namespace amaneku::geos {

/// Whether every part is a valid polygon: rings that do not cross, holes inside. @throws Error
/// (Errc::internal)
[[nodiscard]] bool is_valid(const PolygonSet& polygons);

/// The same areas as valid polygons with whole coordinates, the nearest there are; nothing where no area is
/// left. @throws Error (Errc::internal) with GEOS's text
[[nodiscard]] PolygonSet repaired_on_whole_numbers(const PolygonSet& polygons);

}  // namespace amaneku::geos
