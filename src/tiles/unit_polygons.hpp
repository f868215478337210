#pragma once

#include "tiles/mercator.hpp"
#include <amaneku/geometry.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace amaneku::tiles {

/// Twice the area of a ring, positive of a shell.
[[nodiscard]] std::int64_t shoelace(std::span<const UnitPoint> ring) noexcept;

/// A ring on whole coordinates within the buffer, no point twice in a row, no spike; empty where nothing is
/// left.
[[nodiscard]] std::vector<UnitPoint> on_units(std::span<const Point> ring);

/// Polygons of a tile on whole coordinates.
class UnitPolygons {
public:
    /// A shell and its holes; those without an area are left out. False where rounding has turned one over.
    [[nodiscard]] bool add(const std::vector<std::vector<Point>>& polygon);
    /// Whether they are valid polygons.
    [[nodiscard]] bool is_valid() const;
    [[nodiscard]] const std::vector<std::vector<UnitPoint>>& rings() const noexcept { return m_rings; }

private:
    void add_ring(const std::vector<UnitPoint>& ring);

    std::vector<std::vector<UnitPoint>> m_rings;
    PolygonSet m_polygons;  // the same, for GEOS
};

}  // namespace amaneku::tiles
