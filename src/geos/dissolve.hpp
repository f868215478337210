#pragma once

#include <amaneku/geometry.hpp>

#include <string>

namespace amaneku::geos {

/// The union of all parts as valid polygons, for what is shown; invalid parts are repaired first.
/// @throws Error (Errc::internal) with GEOS's text
[[nodiscard]] PolygonSet dissolve(const PolygonSet& polygons);

/// `3.11.1`.
[[nodiscard]] std::string version();

}  // namespace amaneku::geos
