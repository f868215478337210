#include "app/stations.hpp"

#include "proj/transform.hpp"
#include "zonal/zone_locator.hpp"

#include <optional>

namespace amaneku::app {

void find_stations(RunResult& result) {
    const std::size_t zones = result.zones.zones.size();
    result.zone_has_site.assign(result.config.services.size() * zones, 0);
    std::optional<proj::Transform> transform;
    if (!result.population.grid.is_geographic()) transform.emplace("EPSG:6668", result.population.grid.crs());
    const zonal::ZoneLocator locator{result.zones};
    std::size_t provider = 0;
    for (std::size_t s = 0; s < result.config.services.size(); ++s) {
        for (std::size_t i = 0; i < result.config.services[s].providers.size(); ++i, ++provider) {
            const SiteTable& sites = result.sites[provider];
            for (std::size_t k = 0; k < sites.size(); ++k) {
                Point at{sites.lon[k], sites.lat[k]};
                if (transform) at = (*transform)(at);
                for (const std::uint32_t part : locator.parts_near(at)) {
                    std::uint8_t& has = result.zone_has_site[s * zones + result.zones.part_zone[part]];
                    if (has == 0 && locator.holds(part, at)) has = 1;
                }
            }
        }
    }
}

}  // namespace amaneku::app
