#include "serve/gap_shapes.hpp"

#include "gdal/vector_source.hpp"
#include <amaneku/error.hpp>

#include <algorithm>
#include <filesystem>
#include <span>

namespace amaneku::serve {

namespace {

/// How often a ring winds around a place that is on no edge of it: a cell's centre.
int winding(std::span<const Point> ring, Point at) {
    int out = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Point& a = ring[i];
        const Point& b = ring[(i + 1) % ring.size()];
        if ((a.y <= at.y) == (b.y <= at.y)) continue;
        const double side = (b.x - a.x) * (at.y - a.y) - (b.y - a.y) * (at.x - a.x);
        if (b.y > a.y && side > 0.0) ++out;
        if (b.y < a.y && side < 0.0) --out;
    }
    return out;
}

bool holds(const PolygonSet& polygons, Point at) {
    for (std::size_t part = 0; part < polygons.part_count(); ++part) {
        const std::size_t shell = polygons.part_begin[part];
        if (winding(polygons.ring(shell), at) == 0) continue;
        bool in_hole = false;
        for (std::size_t r = shell + 1; r < polygons.part_begin[part + 1]; ++r)
            in_hole = in_hole || winding(polygons.ring(r), at) != 0;
        if (!in_hole) return true;
    }
    return false;
}

}  // namespace

GapShapes GapShapes::read(const ResultFolder& result) {
    GapShapes out;
    try {
        gdal::VectorSource source{(std::filesystem::path{result.path} / "coverage.gpkg").string(),
                                  "EPSG:6668", "gap"};
        const int service = source.field("service");
        const int id = source.field("gap_id");
        source.for_each([&](const gdal::FeatureView& feature) {
            Shape shape{feature.text(service).value_or(""), feature.text(id).value_or(""),
                        {180.0, 90.0, -180.0, -90.0}, {}};
            if (!feature.polygons(shape.polygons).empty()) return;
            for (const Point& p : shape.polygons.points)
                shape.box = {std::min(shape.box[0], p.x), std::min(shape.box[1], p.y),
                             std::max(shape.box[2], p.x), std::max(shape.box[3], p.y)};
            out.m_shapes.push_back(std::move(shape));
        });
    } catch (const Error&) {
        return {};  // no file, no layer or an empty one: a run without [gaps] is none the worse for it
    }
    return out;
}

std::optional<std::string> GapShapes::at(const std::string& service, Point place) const {
    for (const Shape& shape : m_shapes) {
        if (shape.service == service && place.x >= shape.box[0] && place.x <= shape.box[2] &&
            place.y >= shape.box[1] && place.y <= shape.box[3] && holds(shape.polygons, place))
            return shape.id;
    }
    return {};
}

std::optional<std::array<double, 4>> GapShapes::box(const std::string& service, const std::string& id) const {
    for (const Shape& shape : m_shapes) {
        if (shape.service == service && shape.id == id) return shape.box;
    }
    return {};
}

}  // namespace amaneku::serve
