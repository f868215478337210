#include "zonal/station_zones.hpp"

#include "catch.hpp"
#include "zonal/zonal_case.hpp"

#include <vector>

using namespace amaneku;
using namespace amaneku::tests;

using Zones = std::vector<std::uint32_t>;

TEST_CASE("a site belongs to the zones that hold it, else to the nearest one within reach") {
    ZoneTable zones;
    add_zone(zones, "10", {box(0, 0, 1000, 1000)});
    add_zone(zones, "11", {box(900, 0, 2000, 1000)});
    add_zone(zones, "12", {box(4000, 0, 5000, 1000)});
    const Grid grid = metre_grid();
    const zonal::StationZones stations{grid, zones, 500.0};
    CHECK(stations.zones_of({500, 500}) == Zones{0});
    CHECK(stations.zones_of({950, 500}) == Zones{0, 1});
    CHECK(stations.zones_of({2400, 500}) == Zones{1});
    CHECK(stations.zones_of({3000, 500}).empty());
    CHECK(stations.zones_of({3600, 500}) == Zones{2});
    CHECK(stations.zones_of({4500, 1400}) == Zones{2});
    CHECK(stations.zones_of({4500, 1501}).empty());
    CHECK(stations.zones_of({5354, 1354}).empty());  // 500.6 m from the corner
    CHECK(stations.zones_of({5353, 1353}) == Zones{2});
    CHECK(stations.zones_of({-9e5, 9e5}).empty());
}
