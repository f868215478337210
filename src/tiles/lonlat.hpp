#pragma once

#include "proj/transform.hpp"
#include <amaneku/geometry.hpp>

#include <optional>
#include <string>

namespace amaneku::tiles {

/// Positions of a CRS as degrees of longitude and latitude. JGD2011 (EPSG:6668), JGD2000 and WGS 84 are taken
/// as one. Not for several threads at once.
class ToDegrees {
public:
    /// @throws Error (Errc::input) where the CRS is unknown
    explicit ToDegrees(const std::string& crs);
    /// On the antimeridian's or the poles' side where the position has no image.
    [[nodiscard]] Point operator()(Point p) const;
    /// Whether positions are degrees already.
    [[nodiscard]] bool is_identity() const noexcept { return !m_transform; }

private:
    std::optional<proj::Transform> m_transform;
};

}  // namespace amaneku::tiles
