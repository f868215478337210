#include "footprint/merged.hpp"

#include "catch.hpp"
#include "footprint/capsule.hpp"
#include "geos/dissolve.hpp"
#include "overlay/overlay_case.hpp"
#include "proj/geodesic.hpp"

#include <cstdint>
#include <vector>

using namespace amaneku;
using namespace amaneku::tests;

namespace {

double area_km2(const PolygonSet& polygons) {
    double sum = 0.0;
    for (std::size_t p = 0; p < polygons.part_count(); ++p) {
        for (std::size_t r = polygons.part_begin[p]; r < polygons.part_begin[p + 1]; ++r)
            sum += (r == polygons.part_begin[p] ? 1.0 : -1.0) * proj::geodesic_area_km2(polygons.ring(r));
    }
    return sum;
}

}  // namespace

TEST_CASE("parts put together block by block cover what they covered, for any number of threads") {
    Dice dice{3};
    const footprint::Directions directions{32};
    PolygonSet parts;
    std::vector<std::uint32_t> owner;
    for (std::uint32_t line = 0; line < 30; ++line) {
        std::vector<Point> points{{dice.between(135.8, 135.85), dice.between(34.5, 34.54)}};
        for (int i = 0; i < 10; ++i)
            points.push_back(
                {points.back().x + dice.between(-1e-3, 2e-3), points.back().y + dice.between(-1e-3, 2e-3)});
        footprint::append_buffer(points, 200.0, directions, parts);
        owner.resize(parts.part_count(), line);
    }
    const auto one = footprint::merged_by_block(parts, owner, 1'000.0, 1);
    const auto four = footprint::merged_by_block(parts, owner, 1'000.0, 4);
    CHECK(one.polygons.points == four.polygons.points);
    CHECK(one.owner == four.owner);
    CHECK(one.owner.size() == one.polygons.part_count());
    CHECK(one.polygons.part_count() * 5 < parts.part_count());
    CHECK(area_km2(geos::dissolve(one.polygons)) == Approx(area_km2(geos::dissolve(parts))).epsilon(1e-9));
}

TEST_CASE("an area of one cable keeps its owner, one of several has none") {
    const footprint::Directions directions{32};
    PolygonSet parts;
    footprint::append_buffer({{135.8, 34.5}, {135.801, 34.5}, {135.801, 34.501}}, 50.0, directions, parts);
    std::vector<std::uint32_t> owner(parts.part_count(), 7);
    CHECK(footprint::merged_by_block(parts, owner, 1'000.0, 1).owner == std::vector<std::uint32_t>{7});
    owner.back() = 8;
    CHECK(footprint::merged_by_block(parts, owner, 1'000.0, 1).owner ==
          std::vector<std::uint32_t>{footprint::of_many});
}
