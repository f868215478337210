#pragma once

#include "zonal/nearest_zone.hpp"
#include "zonal/zone_locator.hpp"

#include <cstdint>
#include <vector>

namespace amaneku::zonal {

/// Tells whose station a site is: of the zones that hold it, and where none does (it stands off a simplified
/// coast) of the nearest one within reach.
class StationZones {
public:
    /// @param grid, zones  must stay where they are
    StationZones(const Grid& grid, const ZoneTable& zones, double reach_m);

    /// Parts of the zones' polygons near a position in the grid's CRS: no other zone can have the site.
    [[nodiscard]] const std::vector<std::uint32_t>& parts_near(Point at) const noexcept;
    /// The zones whose station a site is, ascending, each once.
    [[nodiscard]] std::vector<std::uint32_t> zones_of(Point at) const;
    /// Whether a zone is one of `zones_of`.
    [[nodiscard]] bool is_station_of(Point at, std::uint32_t zone) const;

private:
    struct Box {
        double x0, y0, x1, y1;
    };
    [[nodiscard]] std::vector<Box> reached_boxes(const Grid& grid, double reach_m) const;

    const ZoneTable& m_zones;
    ZoneLocator m_locator;
    NearestZoneFinder m_nearest;
    double m_reach_m;
    Box m_extent{};
    double m_step_x = 1.0;
    double m_step_y = 1.0;
    std::vector<std::vector<std::uint32_t>> m_buckets;  ///< parts by square of the extent, row by row
    std::vector<std::uint32_t> m_none;
};

}  // namespace amaneku::zonal
