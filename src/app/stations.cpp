#include "app/stations.hpp"

#include "proj/transform.hpp"

#include <algorithm>
#include <optional>

namespace amaneku::app {

/// Which zones hold a site of which service: even-odd over all rings of a part, bounding boxes first.
void find_stations(RunResult& result) {
    const PolygonSet& polygons = result.zones.polygons;
    const std::size_t zones = result.zones.zones.size();
    result.zone_has_site.assign(result.config.services.size() * zones, 0);
    std::optional<proj::Transform> transform;
    if (!result.population.grid.is_geographic()) transform.emplace("EPSG:6668", result.population.grid.crs());
    struct Box {
        double x0, y0, x1, y1;
    };
    std::vector<Box> boxes;
    for (std::size_t part = 0; part < polygons.part_count(); ++part) {
        const auto shell = polygons.ring(polygons.part_begin[part]);
        Box box{shell.front().x, shell.front().y, shell.front().x, shell.front().y};
        for (const Point& p : shell)
            box = {std::min(box.x0, p.x), std::min(box.y0, p.y), std::max(box.x1, p.x),
                   std::max(box.y1, p.y)};
        boxes.push_back(box);
    }
    const auto holds = [&](std::size_t part, Point at) {
        bool inside = false;
        for (std::size_t r = polygons.part_begin[part]; r < polygons.part_begin[part + 1]; ++r) {
            const auto ring = polygons.ring(r);
            for (std::size_t a = 0, b = ring.size() - 1; a < ring.size(); b = a++) {
                if ((ring[a].y > at.y) != (ring[b].y > at.y) &&
                    at.x < (ring[b].x - ring[a].x) * (at.y - ring[a].y) / (ring[b].y - ring[a].y) + ring[a].x)
                    inside = !inside;
            }
        }
        return inside;
    };
    std::size_t provider = 0;
    for (std::size_t s = 0; s < result.config.services.size(); ++s) {
        for (std::size_t i = 0; i < result.config.services[s].providers.size(); ++i, ++provider) {
            const SiteTable& sites = result.sites[provider];
            for (std::size_t k = 0; k < sites.size(); ++k) {
                Point at{sites.lon[k], sites.lat[k]};
                if (transform) at = (*transform)(at);
                for (std::size_t part = 0; part < boxes.size(); ++part) {
                    std::uint8_t& has = result.zone_has_site[s * zones + result.zones.part_zone[part]];
                    const Box& box = boxes[part];
                    if (has != 0 || at.x < box.x0 || at.x > box.x1 || at.y < box.y0 || at.y > box.y1)
                        continue;
                    if (holds(part, at)) has = 1;
                }
            }
        }
    }
}

}  // namespace amaneku::app
