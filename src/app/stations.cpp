#include "app/stations.hpp"

#include "proj/transform.hpp"
#include "zonal/station_zones.hpp"

#include <algorithm>
#include <optional>

namespace amaneku::app {

void find_stations(RunResult& result) {
    const std::size_t zones = result.zones.zones.size();
    const std::vector<std::uint32_t>& part_zone = result.zones.part_zone;
    result.zone_has_site.assign(result.config.services.size() * zones, 0);
    std::optional<proj::Transform> transform;
    if (!result.population.grid.is_geographic()) transform.emplace("EPSG:6668", result.population.grid.crs());
    const zonal::StationZones stations{result.population.grid, result.zones, result.config.zones.nearest_m};
    std::size_t provider = 0;
    for (std::size_t s = 0; s < result.config.services.size(); ++s) {
        std::uint8_t* const has = result.zone_has_site.data() + s * zones;
        for (std::size_t i = 0; i < result.config.services[s].providers.size(); ++i, ++provider) {
            const SiteTable& sites = result.sites[provider];
            for (std::size_t k = 0; k < sites.size(); ++k) {
                Point at{sites.lon[k], sites.lat[k]};
                if (transform) at = (*transform)(at);
                const auto& near = stations.parts_near(at);
                // Of most sites all zones around have one already.
                if (std::all_of(near.begin(), near.end(),
                                [&](std::uint32_t part) { return has[part_zone[part]] != 0; }))
                    continue;
                for (const std::uint32_t zone : stations.zones_of(at)) has[zone] = 1;
            }
        }
    }
}

}  // namespace amaneku::app
