#include "geos/dissolve.hpp"

#include "geos/session.hpp"

#include <vector>

namespace amaneku::geos {

PolygonSet dissolve(const PolygonSet& polygons) {
    Session session;
    std::vector<GEOSGeometry*> parts;
    std::vector<Geometry> owned;
    for (std::size_t p = 0; p < polygons.part_count(); ++p)
        owned.push_back(session.valid_polygon(polygons, p));
    parts.reserve(owned.size());
    for (Geometry& g : owned) parts.push_back(g.release());
    const Geometry all = session.own(GEOSGeom_createCollection_r(
        session.context(), GEOS_GEOMETRYCOLLECTION, parts.data(), static_cast<unsigned>(parts.size())));
    const Geometry united = session.own(GEOSUnaryUnion_r(session.context(), all.get()));
    PolygonSet out;
    session.append(united.get(), out);
    return out;
}

std::string version() {
    return GEOSversion();
}

}  // namespace amaneku::geos
