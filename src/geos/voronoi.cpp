#include "geos/voronoi.hpp"

#include "geos/dissolve.hpp"
#include "geos/session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>

namespace amaneku::geos {

namespace {

struct PreparedDeleter {
    GEOSContextHandle_t context;
    void operator()(const GEOSPreparedGeometry* geometry) const noexcept {
        GEOSPreparedGeom_destroy_r(context, geometry);
    }
};
using Prepared = std::unique_ptr<const GEOSPreparedGeometry, PreparedDeleter>;

struct Box {
    Point low{std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()};
    Point high{-std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};

    void add(Point p) {
        low = {std::min(low.x, p.x), std::min(low.y, p.y)};
        high = {std::max(high.x, p.x), std::max(high.y, p.y)};
    }
};

/// All parts as one geometry.
Geometry collected(Session& session, const PolygonSet& polygons) {
    std::vector<Geometry> owned;
    for (std::size_t p = 0; p < polygons.part_count(); ++p) owned.push_back(session.polygon(polygons, p));
    std::vector<GEOSGeometry*> parts;
    parts.reserve(owned.size());
    for (Geometry& g : owned) parts.push_back(g.release());
    return session.own(GEOSGeom_createCollection_r(session.context(), GEOS_MULTIPOLYGON, parts.data(),
                                                   static_cast<unsigned>(parts.size())));
}

Geometry box_line(Session& session, const Box& box) {
    GEOSCoordSequence* sequence = GEOSCoordSeq_create_r(session.context(), 2, 2);
    GEOSCoordSeq_setXY_r(session.context(), sequence, 0, box.low.x, box.low.y);
    GEOSCoordSeq_setXY_r(session.context(), sequence, 1, box.high.x, box.high.y);
    return session.own(GEOSGeom_createLineString_r(session.context(), sequence));
}

/// Cells of points that are measured in y, unclipped but for a box that is wide enough.
PolygonSet diagram(Session& session, std::span<const Point> points, const Box& box) {
    std::vector<GEOSGeometry*> sites;
    sites.reserve(points.size());
    for (const Point& p : points) sites.push_back(GEOSGeom_createPointFromXY_r(session.context(), p.x, p.y));
    const Geometry all = session.own(GEOSGeom_createCollection_r(
        session.context(), GEOS_MULTIPOINT, sites.data(), static_cast<unsigned>(sites.size())));
    const Geometry envelope = box_line(session, box);
    const Geometry cells =
        session.own(GEOSVoronoiDiagram_r(session.context(), all.get(), envelope.get(), 0.0, 0));
    PolygonSet out;
    session.append(cells.get(), out);
    return out;
}

/// The mean of a ring's corners: inside a cell, which is convex.
Point middle(std::span<const Point> ring) {
    const auto corners = ring.first(ring.size() - 1);
    Point sum;
    for (const Point& p : corners) sum = {sum.x + (p.x - ring[0].x), sum.y + (p.y - ring[0].y)};
    const auto n = static_cast<double>(corners.size());
    return {ring[0].x + sum.x / n, ring[0].y + sum.y / n};
}

/// The nearest of points that ascend in x.
std::size_t nearest(std::span<const Point> points, std::span<const std::size_t> by_x, Point to) {
    const auto first = std::lower_bound(by_x.begin(), by_x.end(), to.x,
                                        [&](std::size_t i, double x) { return points[i].x < x; });
    double best2 = std::numeric_limits<double>::infinity();
    std::size_t best = 0;
    const auto look = [&](std::size_t i) {
        const double dx = points[i].x - to.x;
        const double dy = points[i].y - to.y;
        if (dx * dx + dy * dy < best2) {
            best2 = dx * dx + dy * dy;
            best = i;
        }
        return dx * dx <= best2;
    };
    for (auto i = first; i != by_x.end() && look(*i); ++i) {
    }
    for (auto i = first; i != by_x.begin() && look(*(i - 1)); --i) {
    }
    return best;
}

}  // namespace

std::vector<PolygonSet> voronoi_cells(std::span<const Point> points, const PolygonSet& area, double x_scale,
                                      std::span<const std::uint8_t> wanted) {
    std::vector<PolygonSet> out(points.size());
    const auto is_wanted = [&](std::size_t i) { return wanted.empty() || wanted[i] != 0; };
    const PolygonSet whole = dissolve(area);
    if (points.size() == 1) {
        if (is_wanted(0)) out[0] = whole;
        return out;
    }
    // Of the points the order must not matter, nor where they are on the globe: sums of squares of their
    // coordinates decide.
    std::vector<std::size_t> by_x(points.size());
    std::iota(by_x.begin(), by_x.end(), std::size_t{0});
    std::sort(by_x.begin(), by_x.end(), [&](std::size_t a, std::size_t b) {
        return points[a].x < points[b].x || (points[a].x == points[b].x && points[a].y < points[b].y);
    });
    const Point origin = points[by_x[by_x.size() / 2]];
    Box box;
    std::vector<Point> scaled(points.size());
    const auto to_plane = [&](Point p) { return Point{(p.x - origin.x) * x_scale, p.y - origin.y}; };
    for (std::size_t i = 0; i < points.size(); ++i) {
        scaled[i] = to_plane(points[i]);
        box.add(scaled[i]);
    }
    for (const Point& p : whole.points) box.add(to_plane(p));
    const double margin = 0.5 * std::max(box.high.x - box.low.x, box.high.y - box.low.y);
    box.add({box.low.x - margin, box.low.y - margin});
    box.add({box.high.x + margin, box.high.y + margin});

    Session session;
    std::vector<Point> sorted;
    for (const std::size_t i : by_x) sorted.push_back(scaled[i]);
    PolygonSet cells = diagram(session, sorted, box);
    const Geometry land = collected(session, whole);
    const Prepared prepared{GEOSPrepare_r(session.context(), land.get()), {session.context()}};
    std::vector<std::uint8_t> has_cell(points.size(), 0);
    for (std::size_t c = 0; c < cells.part_count(); ++c) {
        const std::size_t r = cells.part_begin[c];
        const std::size_t own = nearest(scaled, by_x, middle(cells.ring(r)));
        if (has_cell[own]++ != 0)
            throw Error{Errc::internal, "GEOS", "a point has two cells: are two points nearly in one place?"};
        if (!is_wanted(own)) continue;
        for (std::size_t i = cells.ring_begin[r]; i < cells.ring_begin[r + 1]; ++i) {
            Point& p = cells.points[i];
            p = {p.x / x_scale + origin.x, p.y + origin.y};
        }
        const Geometry cell = session.polygon(cells, c);
        if (GEOSPreparedContains_r(session.context(), prepared.get(), cell.get()) == 1) {
            session.append(cell.get(), out[own]);
        } else if (GEOSPreparedIntersects_r(session.context(), prepared.get(), cell.get()) == 1) {
            const Geometry part = session.own(GEOSIntersection_r(session.context(), land.get(), cell.get()));
            session.append(part.get(), out[own]);
        }
    }
    if (cells.part_count() != points.size())
        throw Error{Errc::internal, "GEOS",
                    fmt::format("{} points have {} cells", points.size(), cells.part_count())};
    return out;
}

}  // namespace amaneku::geos
