#include "zonal/zone_locator.hpp"

#include "catch.hpp"
#include "zonal/zonal_case.hpp"

using namespace amaneku;
using namespace amaneku::tests;

TEST_CASE("a position is found in every zone that holds it, and in none that does not") {
    ZoneTable zones;
    add_zone(zones, "10", {box(0, 0, 10, 10), box(50, 50, 60, 60)});
    add_zone(zones, "11", {box(5, 5, 20, 20)});
    add_zone(zones, "12", {box(0, 90, 1, 100)});
    const zonal::ZoneLocator locator{zones};
    using Zones = std::vector<std::uint32_t>;
    CHECK(locator.zones_at({1, 1}) == Zones{0});
    CHECK(locator.zones_at({7, 7}) == Zones{0, 1});
    CHECK(locator.zones_at({15, 15}) == Zones{1});
    CHECK(locator.zones_at({55, 55}) == Zones{0});
    CHECK(locator.zones_at({0.5, 99.9}) == Zones{2});
    for (const Point far :
         {Point{30, 30}, Point{1, -1}, Point{1, 101}, Point{1, 1e300}, Point{std::nan(""), 1}})
        CHECK(locator.zones_at(far).empty());
    CHECK(locator.zone_holds(0, {55, 55}));
    CHECK_FALSE(locator.zone_holds(1, {55, 55}));
}

TEST_CASE("what is found by bands is what a look at every part finds") {
    Dice dice{17};
    ZoneTable zones;
    for (int z = 0; z < 60; ++z) {
        const double x = dice.between(0, 100);
        const double y = dice.between(0, 100);
        add_zone(zones, std::to_string(10 + z),
                 {box(x, y, x + dice.between(1, 40), y + dice.between(1, 40))});
    }
    const zonal::ZoneLocator locator{zones};
    std::size_t found = 0;
    for (int i = 0; i < 2000; ++i) {
        const Point at{dice.between(-5, 145), dice.between(-5, 145)};
        std::vector<std::uint32_t> all;
        for (std::uint32_t part = 0; part < zones.polygons.part_count(); ++part) {
            if (locator.holds(part, at)) all.push_back(zones.part_zone[part]);
        }
        found += all.size();
        CHECK(locator.zones_at(at) == all);
    }
    CHECK(found > 1000);
}
