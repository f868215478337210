#include "app/zone_areas.hpp"

#include "proj/geodesic.hpp"
#include "proj/transform.hpp"

#include <map>
#include <optional>
#include <string>

namespace amaneku::app {

std::vector<double> zone_areas(const ZoneTable& zones, const Grid& grid) {
    std::vector<double> area(zones.zones.size(), 0.0);
    std::optional<proj::Transform> transform;
    if (!grid.is_geographic()) transform.emplace(grid.crs(), "EPSG:6668");
    std::vector<Point> ring;
    for (std::size_t part = 0; part < zones.polygons.part_count(); ++part) {
        for (std::size_t r = zones.polygons.part_begin[part]; r < zones.polygons.part_begin[part + 1]; ++r) {
            ring.assign(zones.polygons.ring(r).begin(), zones.polygons.ring(r).end());
            if (transform) {
                for (Point& p : ring) p = (*transform)(p);
            }
            const double km2 = proj::geodesic_area_km2(ring);
            area[zones.part_zone[part]] += r == zones.polygons.part_begin[part] ? km2 : -km2;
        }
    }
    return area;
}

void form_areas(RunResult& result, const std::vector<ZoneGroup>& groups) {
    std::map<std::string, Area> prefectures;
    std::map<std::string, Area> cities;
    for (std::uint32_t z = 0; z < result.zones.zones.size(); ++z) {
        const Zone& zone = result.zones.zones[z];
        if (!zone.reported) continue;
        if (!zone.prefecture_code.empty()) {
            Area& area = prefectures[zone.prefecture_code];
            area.code = zone.prefecture_code;
            if (area.name.empty()) area.name = zone.prefecture;
            area.zones.push_back(z);
        }
        if (result.config.zones.wards == Wards::both && !zone.city_code.empty()) {
            Area& area = cities[zone.city_code];
            area.code = zone.city_code;
            area.name = zone.city;
            area.zones.push_back(z);
        }
    }
    for (auto& [code, area] : prefectures) result.prefectures.push_back(std::move(area));
    for (auto& [code, area] : cities) result.cities.push_back(std::move(area));
    for (const ZoneGroup& group : groups)
        result.groups.push_back({group.id, group.name, group.kind, group.zones});
}

}  // namespace amaneku::app
