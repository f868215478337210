#pragma once

#include "core/result.hpp"
#include "proj/transform.hpp"
#include "zonal/station_zones.hpp"

#include <cstdint>
#include <optional>

namespace amaneku::app {

/// The zone of a position in longitude and latitude: the first reported one of those that hold it, and where
/// none does (a place off a simplified coast) of the nearest within `zones.nearest_m`. Not for several
/// threads at once.
class ZoneFinder {
public:
    explicit ZoneFinder(const RunResult& result)
        : m_result{result}, m_zones{result.population.grid, result.zones, result.config.zones.nearest_m} {
        if (!result.population.grid.is_geographic())
            m_transform.emplace("EPSG:6668", result.population.grid.crs());
    }
    /// Nothing where there is no zone, or none that is reported.
    [[nodiscard]] std::optional<std::uint32_t> reported_zone(Point at) const {
        if (m_transform) at = (*m_transform)(at);
        for (const std::uint32_t zone : m_zones.zones_of(at)) {
            if (m_result.zones.zones[zone].reported) return zone;
        }
        return std::nullopt;
    }

private:
    const RunResult& m_result;
    zonal::StationZones m_zones;
    std::optional<proj::Transform> m_transform;
};

}  // namespace amaneku::app
