#pragma once

#ifndef GEOS_USE_ONLY_R_API
#define GEOS_USE_ONLY_R_API
#endif
#include <amaneku/error.hpp>
#include <amaneku/geometry.hpp>

#include <geos_c.h>

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace amaneku::geos {

struct ContextDeleter {
    void operator()(GEOSContextHandle_HS* context) const noexcept { GEOS_finish_r(context); }
};
struct GeometryDeleter {
    GEOSContextHandle_t context;
    void operator()(GEOSGeometry* geometry) const noexcept { GEOSGeom_destroy_r(context, geometry); }
};
using Geometry = std::unique_ptr<GEOSGeometry, GeometryDeleter>;

/// A context of GEOS and what polygons become in it. For one thread.
class Session {
public:
    Session() : m_context{GEOS_init_r()} {
        GEOSContext_setErrorMessageHandler_r(m_context.get(), remember, &m_message);
    }
    [[nodiscard]] GEOSContextHandle_t context() const noexcept { return m_context.get(); }
    /// @throws Error (Errc::internal) with GEOS's text where there is nothing to own
    Geometry own(GEOSGeometry* geometry) {
        if (geometry == nullptr) throw Error{Errc::internal, "GEOS", m_message};
        return {geometry, GeometryDeleter{m_context.get()}};
    }
    [[nodiscard]] bool is_valid(const Geometry& geometry) const {
        return GEOSisValid_r(m_context.get(), geometry.get()) == 1;
    }
    /// A part as it is.
    Geometry polygon(const PolygonSet& polygons, std::size_t p) {
        std::vector<GEOSGeometry*> holes;
        GEOSGeometry* shell = ring(polygons.ring(polygons.part_begin[p]));
        for (std::size_t r = polygons.part_begin[p] + 1; r < polygons.part_begin[p + 1]; ++r)
            holes.push_back(ring(polygons.ring(r)));
        return own(GEOSGeom_createPolygon_r(m_context.get(), shell, holes.data(),
                                            static_cast<unsigned>(holes.size())));
    }
    /// A part, repaired where it is not valid.
    Geometry valid_polygon(const PolygonSet& polygons, std::size_t p) {
        Geometry out = polygon(polygons, p);
        if (is_valid(out)) return out;
        return own(GEOSMakeValid_r(m_context.get(), out.get()));
    }
    /// All of a geometry that has an area.
    void append(const GEOSGeometry* geometry, PolygonSet& out) {
        const int type = GEOSGeomTypeId_r(m_context.get(), geometry);
        if (type == GEOS_POLYGON) {
            if (GEOSisEmpty_r(m_context.get(), geometry) == 1) return;
            append_ring(GEOSGetExteriorRing_r(m_context.get(), geometry), out);
            for (int i = 0; i < GEOSGetNumInteriorRings_r(m_context.get(), geometry); ++i)
                append_ring(GEOSGetInteriorRingN_r(m_context.get(), geometry, i), out);
            out.close_part();
        } else if (type == GEOS_MULTIPOLYGON || type == GEOS_GEOMETRYCOLLECTION) {
            for (int i = 0; i < GEOSGetNumGeometries_r(m_context.get(), geometry); ++i)
                append(GEOSGetGeometryN_r(m_context.get(), geometry, i), out);
        }
    }

private:
    static void remember(const char* message, void* to) { *static_cast<std::string*>(to) = message; }
    GEOSGeometry* ring(std::span<const Point> points) {
        const bool closed = points.front() == points.back();
        const auto n = static_cast<unsigned>(points.size() + (closed ? 0 : 1));
        GEOSCoordSequence* sequence = GEOSCoordSeq_create_r(m_context.get(), n, 2);
        for (unsigned i = 0; i < n; ++i) {
            const Point& p = points[i < points.size() ? i : 0];
            GEOSCoordSeq_setXY_r(m_context.get(), sequence, i, p.x, p.y);
        }
        return GEOSGeom_createLinearRing_r(m_context.get(), sequence);
    }
    void append_ring(const GEOSGeometry* ring, PolygonSet& out) {
        const GEOSCoordSequence* sequence = GEOSGeom_getCoordSeq_r(m_context.get(), ring);
        unsigned n = 0;
        GEOSCoordSeq_getSize_r(m_context.get(), sequence, &n);
        for (unsigned i = 0; i < n; ++i) {
            Point p;
            GEOSCoordSeq_getXY_r(m_context.get(), sequence, i, &p.x, &p.y);
            out.points.push_back(p);
        }
        out.close_ring();
    }

    std::string m_message;
    std::unique_ptr<GEOSContextHandle_HS, ContextDeleter> m_context;
};

}  // namespace amaneku::geos
