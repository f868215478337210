#include "geos/whole_polygons.hpp"

#include "geos/session.hpp"

namespace amaneku::geos {

bool is_valid(const PolygonSet& polygons) {
    Session session;
    for (std::size_t p = 0; p < polygons.part_count(); ++p) {
        if (!session.is_valid(session.polygon(polygons, p))) return false;
    }
    return true;
}

PolygonSet repaired_on_whole_numbers(const PolygonSet& polygons) {
    Session session;
    PolygonSet out;
    for (std::size_t p = 0; p < polygons.part_count(); ++p) {
        const Geometry valid = session.valid_polygon(polygons, p);
        PolygonSet areas;  // lines and points that a repair leaves over would stand in the way
        session.append(valid.get(), areas);
        for (std::size_t a = 0; a < areas.part_count(); ++a) {
            const Geometry area = session.polygon(areas, a);
            const Geometry whole = session.own(
                GEOSGeom_setPrecision_r(session.context(), area.get(), 1.0, GEOS_PREC_VALID_OUTPUT));
            session.append(whole.get(), out);
        }
    }
    return out;
}

}  // namespace amaneku::geos
