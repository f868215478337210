#include "tiles/lonlat.hpp"

#include <cmath>

namespace amaneku::tiles {

ToDegrees::ToDegrees(const std::string& crs) {
    if (crs != "EPSG:6668" && crs != "EPSG:4612" && crs != "EPSG:4326") m_transform.emplace(crs, "EPSG:4326");
}

Point ToDegrees::operator()(Point p) const {
    if (m_transform) p = (*m_transform)(p);
    return {std::isfinite(p.x) ? p.x : 180.0, std::isfinite(p.y) ? p.y : 90.0};
}

}  // namespace amaneku::tiles
