#include "footprint/moved_signal.hpp"

#include "catch.hpp"
#include "footprint/cell_outline.hpp"
#include "overlay/overlay_case.hpp"

using namespace amaneku;
using namespace amaneku::footprint;

namespace {

SubGrid unit_cells() {
    return {Grid::raster({0.0, 512.0}, 1.0, 1.0, 512, 512, "EPSG:6674", false), 1};
}

bool is_same(const PolygonSet& a, const PolygonSet& b) {
    const auto equal = [](Point p, Point q) { return p.x == q.x && p.y == q.y; };
    return std::equal(a.points.begin(), a.points.end(), b.points.begin(), b.points.end(), equal) &&
           a.ring_begin == b.ring_begin && a.part_begin == b.part_begin;
}

}  // namespace

TEST_CASE("power that is moved serves what a threshold moved the other way serves") {
    SignalGrid signal{unit_cells(), -110.0};
    for (std::int32_t c = 0; c < 40; ++c) signal.add(0, {{{3, c}, 1, 1}, {-90.0F - static_cast<float>(c)}});
    for (const double offset : {-7.5, 0.0, 4.25})
        CHECK(is_same(served_area(std::vector<MovedSignal>{{&signal, offset}}, -110.0),
                      served_area(signal, -110.0 - offset)));
    CHECK_FALSE(
        is_same(served_area(std::vector<MovedSignal>{{&signal, 3.0}}, -110.0), served_area(signal, -110.0)));
}

TEST_CASE("signals moved by offsets of their own serve together what the strongest serves") {
    SignalGrid west{unit_cells(), -110.0};
    SignalGrid east{unit_cells(), -110.0};
    SignalGrid both{unit_cells(), -110.0};
    for (std::int32_t c = 0; c < 300; ++c) {
        const SignalPatch from_west{{{7, c}, 1, 1}, {-80.0F - static_cast<float>(c)}};
        const SignalPatch from_east{{{7, c}, 1, 1}, {-379.0F + static_cast<float>(c)}};
        west.add(0, from_west);
        east.add(0, from_east);
        SignalPatch louder = from_west;
        louder.dbm[0] += 6.0F;
        SignalPatch softer = from_east;
        softer.dbm[0] -= 2.0F;
        both.add(0, louder);
        both.add(1, softer);
    }
    const std::vector<MovedSignal> moved{{&west, 6.0}, {&east, -2.0}};
    CHECK(is_same(served_area(moved, -110.0), served_area(both, -110.0)));
    // Tiles that nobody asks for are left out: the east of cell 256 is another one.
    const PolygonSet part = served_area(
        moved, -110.0, [](const SignalGrid::TileKey& key) { return key.second * SignalTile::side < 256; });
    CHECK(part.part_count() == 1);
    CHECK(served_area(moved, -110.0).part_count() == 2);
}
