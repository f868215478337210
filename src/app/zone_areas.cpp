#include "app/zone_areas.hpp"

#include "parallel/loop.hpp"
#include "proj/geodesic.hpp"
#include "proj/transform.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>

namespace amaneku::app {

namespace {

/// One part's area, its holes taken out.
double part_area_km2(const PolygonSet& polygons, std::size_t part, const proj::Transform* transform) {
    double km2 = 0.0;
    std::vector<Point> ring;
    for (std::size_t r = polygons.part_begin[part]; r < polygons.part_begin[part + 1]; ++r) {
        ring.assign(polygons.ring(r).begin(), polygons.ring(r).end());
        if (transform != nullptr) {
            for (Point& p : ring) p = (*transform)(p);
        }
        const double area = proj::geodesic_area_km2(ring);
        km2 += r == polygons.part_begin[part] ? area : -area;
    }
    return km2;
}

}  // namespace

std::vector<double> zone_areas(const ZoneTable& zones, const Grid& grid, int threads) {
    constexpr std::size_t at_once = 64;
    std::vector<double> parts(zones.polygons.part_count());
    std::vector<std::size_t> begins;
    for (std::size_t begin = 0; begin < parts.size(); begin += at_once) begins.push_back(begin);
    std::vector<std::optional<proj::Transform>> transforms(parallel::worker_count(threads));
    parallel::for_each(begins, threads, [&](std::size_t worker, std::size_t begin) {
        std::optional<proj::Transform>& transform = transforms[worker];
        if (!grid.is_geographic() && !transform) transform.emplace(grid.crs(), "EPSG:6668");
        for (std::size_t part = begin; part < std::min(begin + at_once, parts.size()); ++part)
            parts[part] = part_area_km2(zones.polygons, part, transform ? &*transform : nullptr);
    });
    std::vector<double> area(zones.zones.size(), 0.0);
    for (std::size_t part = 0; part < parts.size(); ++part) area[zones.part_zone[part]] += parts[part];
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
