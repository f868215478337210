#pragma once

#include "core/grid.hpp"
#include "core/zone.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace amaneku::zonal {

struct NearestZone {
    std::uint32_t zone;
    double distance_m;
};

/// Finds zones near cells that lie inside none. Distances from the cell's rectangle to the polygon, in the
/// tangent plane at the cell (good to 1e-4 of the distance at the few kilometres in question).
class NearestZoneFinder {
public:
    NearestZoneFinder(const Grid& grid, const ZoneTable& zones);

    /// The nearest zone within `reach_m` for which `may` holds; distances that are equal to a micrometre go
    /// to the first zone (smallest code). Where an edge passes through the cell the distance is 0.
    [[nodiscard]] std::optional<NearestZone> find(Cell cell, double reach_m,
                                                  const std::function<bool(std::uint32_t)>& may) const;
    /// The nearest zone to a position in the grid's CRS, by the edges of its polygons.
    [[nodiscard]] std::optional<NearestZone> find(Point at, double reach_m) const;

private:
    struct Box {
        double x0, y0, x1, y1;
    };
    [[nodiscard]] std::optional<NearestZone> find(const Box& from, Point middle, double reach_m,
                                                  const std::function<bool(std::uint32_t)>& may) const;

    const Grid& m_grid;
    const ZoneTable& m_zones;
    std::vector<Box> m_boxes;  ///< by part
};

}  // namespace amaneku::zonal
