#define GEOS_USE_ONLY_R_API
#include "catch.hpp"
#include "overlay/overlay_case.hpp"

#include <geos_c.h>

#include <cmath>

using namespace amaneku;
using namespace amaneku::tests;

namespace {

GEOSGeometry* polygon(GEOSContextHandle_t context, std::span<const Point> ring) {
    GEOSCoordSequence* sequence = GEOSCoordSeq_create_r(context, static_cast<unsigned>(ring.size() + 1), 2);
    for (unsigned i = 0; i <= ring.size(); ++i)
        GEOSCoordSeq_setXY_r(context, sequence, i, ring[i % ring.size()].x, ring[i % ring.size()].y);
    return GEOSGeom_createPolygon_r(context, GEOSGeom_createLinearRing_r(context, sequence), nullptr, 0);
}

}  // namespace

TEST_CASE("the union's area in every cell agrees with GEOS") {
    Dice dice{1};
    const Grid grid = unit_grid();
    const auto cells = block(50, 80, 80);
    std::vector<TargetPart> parts;
    for (int i = 0; i < 1500; ++i) {
        const Point centre{dice.between(-22, 32), dice.between(-22, 32)};
        const double radius = dice.between(0.3, 2.5);
        std::vector<Point> ring;
        for (int k = 0; k < 64; ++k) {
            const double angle = 6.283185307179586 * k / 64.0;
            ring.push_back({centre.x + radius * std::cos(angle), centre.y + radius * std::sin(angle)});
        }
        parts.push_back({0, part_of({ring})});
    }
    overlay::OverlayConfig config;
    config.services = {{1, Combine::union_area_first, 1}};
    const Measures m = measured(grid, cells, parts, config);

    const GEOSContextHandle_t context = GEOS_init_r();
    std::vector<GEOSGeometry*> geometries;
    for (const TargetPart& p : parts) geometries.push_back(polygon(context, p.polygon.points));
    double worst = 0.0;
    int compared = 0;
    for (std::size_t c = 0; c < cells.size(); ++c) {
        const double x = cells[c].column - 100.0;
        const double y = cells[c].row - 100.0;
        std::vector<GEOSGeometry*> pieces;
        for (const GEOSGeometry* g : geometries) {
            double x0 = 0, y0 = 0, x1 = 0, y1 = 0;
            GEOSGeom_getExtent_r(context, g, &x0, &y0, &x1, &y1);
            if (x1 <= x || x0 >= x + 1 || y1 <= y || y0 >= y + 1) continue;
            pieces.push_back(GEOSClipByRect_r(context, g, x, y, x + 1, y + 1));
        }
        GEOSGeometry* all = GEOSGeom_createCollection_r(context, GEOS_GEOMETRYCOLLECTION, pieces.data(),
                                                        static_cast<unsigned>(pieces.size()));
        GEOSGeometry* united = GEOSUnaryUnion_r(context, all);
        double area = 0.0;
        GEOSArea_r(context, united, &area);
        worst = std::max(worst, std::abs(area - m.fraction[c * 2]));
        ++compared;
        GEOSGeom_destroy_r(context, united);
        GEOSGeom_destroy_r(context, all);
    }
    for (GEOSGeometry* g : geometries) GEOSGeom_destroy_r(context, g);
    GEOS_finish_r(context);
    WARN(compared << " cells, largest deviation from GEOS " << worst);
    CHECK(worst < 1e-10);
}

TEST_CASE("the land in every cell and what footprints cover of it agree with GEOS") {
    Dice dice{3};
    const Grid grid = unit_grid();
    constexpr std::int32_t n = 30;
    const auto cells = block(n);
    const auto star = [&](double radius, std::size_t corners) {
        const Point centre{dice.between(-1, n + 1), dice.between(-1, n + 1)};
        std::vector<Point> ring;
        for (std::size_t k = 0; k < corners; ++k) {
            const double angle = 6.283185307179586 * static_cast<double>(k) / static_cast<double>(corners);
            const double r = radius * dice.between(0.4, 1.0);
            ring.push_back({centre.x + r * std::cos(angle), centre.y + r * std::sin(angle)});
        }
        return ring;
    };
    std::vector<TargetPart> parts;
    for (int i = 0; i < 12; ++i) parts.push_back({0, part_of({star(8.0, 40)})});
    for (int i = 0; i < 300; ++i) parts.push_back({1, part_of({star(2.0, 5 + dice.below(20))})});
    overlay::OverlayConfig config;
    config.zone_count = 1;
    config.services = {{1, Combine::union_area_first, 1}};
    config.land_fraction = true;
    const Measures m = measured(grid, cells, parts, config, 7);

    const GEOSContextHandle_t context = GEOS_init_r();
    const auto united = [&](std::uint32_t target) {
        std::vector<GEOSGeometry*> members;
        for (const TargetPart& p : parts) {
            if (p.target == target) members.push_back(polygon(context, p.polygon.points));
        }
        GEOSGeometry* all = GEOSGeom_createCollection_r(context, GEOS_GEOMETRYCOLLECTION, members.data(),
                                                        static_cast<unsigned>(members.size()));
        GEOSGeometry* out = GEOSUnaryUnion_r(context, all);
        GEOSGeom_destroy_r(context, all);
        return out;
    };
    GEOSGeometry* zone = united(0);
    GEOSGeometry* footprint = united(1);
    GEOSGeometry* covered_zone = GEOSIntersection_r(context, zone, footprint);
    const auto area_in = [&](const GEOSGeometry* geometry, const GEOSGeometry* cell) {
        GEOSGeometry* piece = GEOSIntersection_r(context, geometry, cell);
        double area = 0.0;
        GEOSArea_r(context, piece, &area);
        GEOSGeom_destroy_r(context, piece);
        return area;
    };
    double worst = 0.0;
    int shared = 0;
    for (std::size_t c = 0; c < cells.size(); ++c) {
        const double x = cells[c].column - 100.0;
        const double y = cells[c].row - 100.0;
        GEOSGeometry* cell =
            polygon(context, std::vector<Point>{{x, y}, {x + 1, y}, {x + 1, y + 1}, {x, y + 1}});
        const double covered_land = area_in(covered_zone, cell);
        worst = std::max({worst, std::abs(area_in(zone, cell) - m.land[c]),
                          std::abs(area_in(footprint, cell) - m.fraction[c * 2])});
        worst = std::max(worst, std::abs(covered_land - m.land[c] * m.land_fraction[c * 2]));
        shared +=
            m.land[c] > 0.0 && m.land[c] < 1.0 && m.fraction[c * 2] > 0.0 && m.fraction[c * 2] < 1.0 ? 1 : 0;
        GEOSGeom_destroy_r(context, cell);
    }
    GEOSGeom_destroy_r(context, zone);
    GEOSGeom_destroy_r(context, footprint);
    GEOSGeom_destroy_r(context, covered_zone);
    GEOS_finish_r(context);
    WARN(cells.size() << " cells, " << shared << " partial in both, largest deviation from GEOS " << worst);
    CHECK(worst < 1e-10);
    CHECK(shared > 50);
}
