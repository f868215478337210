#include "tiles/unit_polygons.hpp"

#include "geos/whole_polygons.hpp"
#include "tiles/tile_box.hpp"

#include <cstddef>

namespace amaneku::tiles {

namespace {

/// Whether a ring turns to one side only, and once round: then it is valid without a closer look.
bool is_convex(std::span<const UnitPoint> ring) noexcept {
    int turns = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const UnitPoint& a = ring[i];
        const UnitPoint& b = ring[(i + 1) % ring.size()];
        const UnitPoint& c = ring[(i + 2) % ring.size()];
        if (std::int64_t{b.x - a.x} * (c.y - b.y) - std::int64_t{c.x - b.x} * (b.y - a.y) <= 0) return false;
        turns += (b.x < a.x) != (c.x < b.x) ? 1 : 0;
    }
    return turns <= 2;
}

}  // namespace

std::int64_t shoelace(std::span<const UnitPoint> ring) noexcept {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const UnitPoint& a = ring[i];
        const UnitPoint& b = ring[i + 1 < ring.size() ? i + 1 : 0];
        sum += std::int64_t{a.x} * b.y - std::int64_t{b.x} * a.y;
    }
    return sum;
}

std::vector<UnitPoint> on_units(std::span<const Point> ring) {
    std::vector<UnitPoint> out;
    for (const Point& p : ring) {
        const UnitPoint at = unit_in_box(p);
        while (out.size() > 1 && out[out.size() - 2] == at) out.pop_back();
        if (out.empty() || out.back() != at) out.push_back(at);
    }
    bool changed = true;
    while (changed && out.size() > 2) {  // across the place where the ring is closed
        changed = true;
        if (out.back() == out.front() || out[out.size() - 2] == out.front()) {
            out.pop_back();
        } else if (out.back() == out[1]) {
            out.erase(out.begin());
        } else {
            changed = false;
        }
    }
    if (out.size() < 3) out.clear();
    return out;
}

bool UnitPolygons::add(const std::vector<Ring>& polygon) {
    for (std::size_t r = 0; r < polygon.size(); ++r) {
        const std::vector<UnitPoint> ring = on_units(polygon[r]);
        const std::int64_t area = ring.empty() ? 0 : shoelace(ring);
        if (r == 0 ? area < 0 : area > 0) return false;
        if (r == 0 && area == 0) return true;
        if (area != 0) add_ring(ring);
    }
    m_polygons.close_part();
    return true;
}

bool UnitPolygons::is_valid() const {
    if (m_rings.empty() || (m_rings.size() == 1 && is_convex(m_rings[0]))) return true;
    return geos::is_valid(m_polygons);
}

void UnitPolygons::add_ring(const std::vector<UnitPoint>& ring) {
    for (const UnitPoint& p : ring)
        m_polygons.points.push_back({static_cast<double>(p.x), static_cast<double>(p.y)});
    m_polygons.close_ring();
    m_rings.push_back(ring);
}

}  // namespace amaneku::tiles
