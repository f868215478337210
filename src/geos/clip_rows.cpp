#include "geos/clip_rows.hpp"

#include "geos/session.hpp"

#include <algorithm>
#include <cmath>

namespace amaneku::geos {

std::optional<PolygonSet> clipped_to_rows(const PolygonSet& polygons, std::size_t part, double low,
                                          double high) {
    Session session;
    const Geometry whole = session.polygon(polygons, part);
    if (!session.is_valid(whole)) return std::nullopt;
    double west = polygons.points[polygons.ring_begin[polygons.part_begin[part]]].x;
    double east = west;
    for (const Point& p : polygons.ring(polygons.part_begin[part])) {
        west = std::min(west, p.x);
        east = std::max(east, p.x);
    }
    const double margin = 1.0 + (east - west);
    PolygonSet row;
    row.points = {{west - margin, low}, {east + margin, low}, {east + margin, high}, {west - margin, high}};
    row.close_ring();
    row.close_part();
    const Geometry box = session.polygon(row, 0);
    const Geometry inside = session.own(GEOSIntersection_r(session.context(), whole.get(), box.get()));
    PolygonSet out;
    session.append(inside.get(), out);
    const double rounding = 1e-6 * (high - low);
    for (Point& p : out.points) {
        if (std::abs(p.y - low) < rounding) p.y = low;
        if (std::abs(p.y - high) < rounding) p.y = high;
    }
    return out;
}

}  // namespace amaneku::geos
