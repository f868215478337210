#include "planning/area_index.hpp"

#include "core/amount.hpp"
#include "proj/geodesic.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <tuple>
#include <utility>

namespace amaneku::planning {

namespace {

constexpr std::size_t edges_without_bands = 128;
constexpr std::size_t edges_a_run = 16;
constexpr double radians = std::numbers::pi / 180.0;

/// Twice the signed area of a, b, at: above 0 where `at` is left of the way from a to b. Differences of ticks
/// have 63 bits.
Amount cross(TickPoint a, TickPoint b, TickPoint at) noexcept {
    return static_cast<Amount>(b.x - a.x) * (at.y - a.y) - static_cast<Amount>(b.y - a.y) * (at.x - a.x);
}

/// Windings of a ring around a position, edge by edge.
struct Winding {
    TickPoint at;
    int number = 0;
    bool is_on_edge = false;

    void add(TickPoint a, TickPoint b) noexcept {
        if (a == at || b == at) {
            is_on_edge = true;
            return;
        }
        const bool from_below = a.y <= at.y;
        if (from_below == (b.y <= at.y)) {
            if (a.y == at.y && b.y == at.y && (a.x < at.x) != (b.x < at.x)) is_on_edge = true;
            return;
        }
        if (a.x > at.x && b.x > at.x) {  // right of it: an upward edge has it on its left
            number += from_below ? 1 : -1;
            return;
        }
        if (a.x < at.x && b.x < at.x) return;
        const Amount side = cross(a, b, at);
        if (side == 0) {
            is_on_edge = true;
        } else if (from_below && side > 0) {
            ++number;
        } else if (!from_below && side < 0) {
            --number;
        }
    }
};

/// Metres of a degree about a latitude of GRS80, along the parallel and the meridian.
struct Scale {
    double x;
    double y;
};

Scale scale_at(double latitude) noexcept {
    constexpr double a = 6378137.0;
    constexpr double f = 1.0 / 298.257222101;
    constexpr double e2 = f * (2.0 - f);
    const double s = std::sin(latitude * radians);
    const double w2 = 1.0 - e2 * s * s;
    const double w = std::sqrt(w2);
    return {a / w * std::cos(latitude * radians) * radians, a * (1.0 - e2) / (w2 * w) * radians};
}

/// Less than any distance from a position to what is in a box.
class BoxBound {
public:
    explicit BoxBound(Point from) : m_from{from} {}
    [[nodiscard]] double operator()(const GeoBox& box) const noexcept {
        constexpr double shortest_degree_m = 110'574.0;  // of a meridian, at the equator
        const double dx = std::max({box.x0 - m_from.x, m_from.x - box.x1, 0.0});
        const double dy = std::max({box.y0 - m_from.y, m_from.y - box.y1, 0.0});
        const double farthest = std::max(std::abs(m_from.y + box.y0), std::abs(m_from.y + box.y1)) / 2.0;
        const double along = std::max(0.0, 1.0 - farthest * farthest * radians * radians / 2.0);
        return 0.999 * std::hypot(dx * shortest_degree_m * along, dy * shortest_degree_m);
    }

private:
    Point m_from;
};

/// The nearest position of an edge to another, in the plane.
struct Foot {
    double about_m = std::numeric_limits<double>::infinity();
    Point at;

    [[nodiscard]] bool is_nearer_than(const Foot& other) const noexcept {
        return std::tie(about_m, at.x, at.y) < std::tie(other.about_m, other.at.x, other.at.y);
    }
};

Foot foot_on(Point from, Point a, Point b) noexcept {
    const Scale scale = scale_at((from.y + (a.y + b.y) / 2.0) / 2.0);
    const double ax = (a.x - from.x) * scale.x;
    const double ay = (a.y - from.y) * scale.y;
    const double dx = (b.x - a.x) * scale.x;
    const double dy = (b.y - a.y) * scale.y;
    const double length2 = dx * dx + dy * dy;
    const double t = length2 > 0.0 ? std::clamp(-(ax * dx + ay * dy) / length2, 0.0, 1.0) : 0.0;
    return {std::hypot(ax + t * dx, ay + t * dy), {a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)}};
}

}  // namespace

AreaIndex::AreaIndex(std::vector<TargetPolygons> areas) {
    for (TargetPolygons& area : areas) {
        for (std::size_t part = 0; part < area.polygons.part_count(); ++part)
            add_part(area.polygons, part, area.target);
        area.polygons = {};
    }
    m_points.shrink_to_fit();
    std::vector<GeoBox> parts;
    std::vector<GeoBox> runs;
    for (std::uint32_t p = 0; p < m_parts.size(); ++p) {
        Part& part = m_parts[p];
        GeoBox all;
        std::size_t begin = part.point_begin;
        for (std::size_t ring = part.ring_begin; ring < part.ring_end; ++ring) {
            for (; begin + 1 < m_ring_end[ring]; begin += edges_a_run) {
                const std::size_t end = std::min(begin + edges_a_run, m_ring_end[ring] - 1);
                m_runs.push_back({p, static_cast<std::uint32_t>(end - begin), begin});
                runs.push_back(box_of(begin, end + 1));
                all.add(runs.back());
            }
            begin = m_ring_end[ring];
        }
        parts.push_back(all);
        form_bands(part);
    }
    m_part_tree = BoxTree{parts};
    m_run_tree = BoxTree{runs};
}

void AreaIndex::add_part(const PolygonSet& polygons, std::size_t part, std::uint32_t target) {
    Part out;
    out.target = target;
    out.point_begin = m_points.size();
    out.ring_begin = static_cast<std::uint32_t>(m_ring_end.size());
    const auto undo = [&] {
        m_points.resize(out.point_begin);
        m_ring_end.resize(out.ring_begin);
    };
    for (std::size_t r = polygons.part_begin[part]; r < polygons.part_begin[part + 1]; ++r) {
        const std::size_t first = m_points.size();
        for (const Point& p : polygons.ring(r)) {
            const auto at = m_grid.ticks_of(p);
            if (!at) return undo();
            m_points.push_back(*at);
        }
        if (m_points.size() == first) {
            if (r == polygons.part_begin[part]) return undo();  // no shell
            continue;
        }
        if (m_points.size() == first + 1 || m_points.back() != m_points[first]) {
            const TickPoint closing = m_points[first];
            m_points.push_back(closing);
        }
        m_ring_end.push_back(m_points.size());
    }
    out.ring_end = static_cast<std::uint32_t>(m_ring_end.size());
    m_parts.push_back(out);
}

/// Edges of a part of many by bands of latitude, so that few of them are looked at.
void AreaIndex::form_bands(Part& part) {
    const std::size_t edges = m_ring_end[part.ring_end - 1] - part.point_begin;
    if (edges <= edges_without_bands) return;
    Tick north = std::numeric_limits<Tick>::min();
    part.south = std::numeric_limits<Tick>::max();
    for (std::size_t p = part.point_begin; p < m_ring_end[part.ring_end - 1]; ++p) {
        part.south = std::min(part.south, m_points[p].y);
        north = std::max(north, m_points[p].y);
    }
    part.band_count = std::max<std::size_t>(1, edges / 8);
    part.band_height = (north - part.south) / static_cast<Tick>(part.band_count) + 1;
    part.band_begin = m_band_end.size();
    std::vector<std::size_t> next(part.band_count + 1, 0);
    const auto for_each = [&](auto&& visit) {
        std::size_t point = part.point_begin;
        for (std::uint32_t r = part.ring_begin; r < part.ring_end; ++r) {
            for (; point + 1 < m_ring_end[r]; ++point) {
                const auto [low, high] = std::minmax(m_points[point].y, m_points[point + 1].y);
                const auto first = static_cast<std::size_t>((low - part.south) / part.band_height);
                const auto last = static_cast<std::size_t>((high - part.south) / part.band_height);
                for (std::size_t band = first; band <= last; ++band)
                    visit(band, Edge{r, static_cast<std::uint32_t>(point - part.point_begin)});
            }
            point = m_ring_end[r];
        }
    };
    for_each([&](std::size_t band, const Edge&) { ++next[band + 1]; });
    std::size_t sum = m_band_edges.size();
    for (std::size_t band = 0; band <= part.band_count; ++band) {
        sum += next[band];
        next[band] = sum;
        if (band > 0) m_band_end.push_back(sum);
    }
    m_band_edges.resize(sum);
    for_each([&](std::size_t band, const Edge& edge) { m_band_edges[next[band]++] = edge; });
}

GeoBox AreaIndex::box_of(std::size_t point_begin, std::size_t point_end) const {
    GeoBox box;
    for (std::size_t p = point_begin; p < point_end; ++p) {
        const Point at = m_grid.position_of(m_points[p]);
        box.add({at.x, at.y, at.x, at.y});
    }
    // Positions are rounded to doubles: what is in the box by ticks must be in it by degrees.
    constexpr double slack = 1e-12;
    return {box.x0 - slack, box.y0 - slack, box.x1 + slack, box.y1 + slack};
}

/// Calls `visit(ring, point)` for the edges of a part that reach into [low, high] of latitude, ring by ring;
/// with bands some of them more than once unless low and high are in one.
template <typename Visit>
void AreaIndex::for_each_edge(const Part& part, Tick low, Tick high, Visit&& visit) const {
    if (part.band_height == 0) {
        std::size_t point = part.point_begin;
        for (std::uint32_t r = part.ring_begin; r < part.ring_end; ++r) {
            for (; point + 1 < m_ring_end[r]; ++point) visit(r, point);
            point = m_ring_end[r];
        }
        return;
    }
    const Tick last_band = static_cast<Tick>(part.band_count) - 1;
    const Tick first = std::max<Tick>(low - part.south, 0) / part.band_height;
    const Tick last = high < part.south ? -1 : std::min((high - part.south) / part.band_height, last_band);
    for (Tick band = first; band <= last; ++band) {
        const std::size_t at = part.band_begin + static_cast<std::size_t>(band);
        const std::size_t end = m_band_end[at];
        // The first band of all parts begins at 0, that of a part where the last one's ends.
        for (std::size_t e = at == 0 ? 0 : m_band_end[at - 1]; e < end; ++e)
            visit(m_band_edges[e].ring, part.point_begin + m_band_edges[e].point);
    }
}

bool AreaIndex::holds(const Part& part, TickPoint at) const {
    bool in_shell = false;
    bool in_hole = false;
    std::uint32_t ring = part.ring_begin;
    Winding winding{at};
    const auto end_ring = [&] {
        if (ring == part.ring_begin) {
            in_shell = winding.number != 0 || winding.is_on_edge;
        } else {
            in_hole = in_hole || (winding.number != 0 && !winding.is_on_edge);
        }
        winding = Winding{at};
    };
    for_each_edge(part, at.y, at.y, [&](std::uint32_t r, std::size_t point) {
        if (r != ring) {
            end_ring();
            ring = r;
        }
        winding.add(m_points[point], m_points[point + 1]);
    });
    end_ring();
    return in_shell && !in_hole;
}

std::vector<std::uint32_t> AreaIndex::targets_at(Point at) const {
    std::vector<std::uint32_t> out;
    const auto ticks = m_grid.ticks_of(at);
    if (!ticks) return out;
    m_part_tree.for_each_touching({at.x, at.y, at.x, at.y}, [&](std::uint32_t p) {
        const Part& part = m_parts[p];
        if (std::find(out.begin(), out.end(), part.target) == out.end() && holds(part, *ticks))
            out.push_back(part.target);
    });
    std::sort(out.begin(), out.end());
    return out;
}

std::optional<double> AreaIndex::distance_m(Point from, std::span<const std::uint8_t> wanted) const {
    Foot best;
    m_run_tree.for_each_by(BoxBound{from}, [&](std::uint32_t r) {
        const Run& run = m_runs[r];
        if (wanted[m_parts[run.part].target] != 0) {
            Point a = m_grid.position_of(m_points[run.point]);
            for (std::size_t i = 1; i <= run.count; ++i) {
                const Point b = m_grid.position_of(m_points[run.point + i]);
                const Foot foot = foot_on(from, a, b);
                if (foot.is_nearer_than(best)) best = foot;
                a = b;
            }
        }
        return best.about_m;
    });
    if (std::isinf(best.about_m)) return std::nullopt;
    return proj::geodesic_distance(from, best.at);
}

/// Where the way crosses edges of the part or touches their ends.
void AreaIndex::add_crossings(const Part& part, TickPoint from, TickPoint to, std::vector<double>& at) const {
    const auto wx = static_cast<double>(to.x - from.x);
    const auto wy = static_cast<double>(to.y - from.y);
    const double length2 = wx * wx + wy * wy;
    const Tick low = std::min(from.y, to.y);
    const Tick high = std::max(from.y, to.y);
    const Tick west = std::min(from.x, to.x);
    const Tick east = std::max(from.x, to.x);
    for_each_edge(part, low, high, [&](std::uint32_t, std::size_t point) {
        const TickPoint a = m_points[point];
        const TickPoint b = m_points[point + 1];
        if (std::max(a.y, b.y) < low || std::min(a.y, b.y) > high || std::max(a.x, b.x) < west ||
            std::min(a.x, b.x) > east)
            return;
        const auto ax = static_cast<double>(a.x - from.x);
        const auto ay = static_cast<double>(a.y - from.y);
        const auto bx = static_cast<double>(b.x - from.x);
        const auto by = static_cast<double>(b.y - from.y);
        const double side_a = wx * ay - wy * ax;
        const double side_b = wx * by - wy * bx;
        const auto add = [&](double t) {
            if (t > 0.0 && t < 1.0) at.push_back(t);
        };
        if (side_a == 0.0) add((ax * wx + ay * wy) / length2);
        if (side_b == 0.0) add((bx * wx + by * wy) / length2);
        if ((side_a < 0.0 && side_b > 0.0) || (side_a > 0.0 && side_b < 0.0)) {
            const double s = side_a / (side_a - side_b);
            const double x = ax + s * (bx - ax);
            const double y = ay + s * (by - ay);
            add((x * wx + y * wy) / length2);
        }
    });
}

std::vector<InsideSpan> AreaIndex::along(Point from, Point to) const {
    std::vector<InsideSpan> out;
    const auto a = m_grid.ticks_of(from);
    const auto b = m_grid.ticks_of(to);
    if (!a || !b || *a == *b) return out;
    const auto position = [&](double t) {
        return TickPoint{a->x + std::llround(static_cast<double>(b->x - a->x) * t),
                         a->y + std::llround(static_cast<double>(b->y - a->y) * t)};
    };
    std::vector<double> at;
    const GeoBox box{std::min(from.x, to.x), std::min(from.y, to.y), std::max(from.x, to.x),
                     std::max(from.y, to.y)};
    m_part_tree.for_each_touching(box, [&](std::uint32_t p) {
        const Part& part = m_parts[p];
        at.assign(1, 0.0);
        add_crossings(part, *a, *b, at);
        at.push_back(1.0);
        std::sort(at.begin(), at.end());
        for (std::size_t i = 0; i + 1 < at.size(); ++i) {
            if (at[i] < at[i + 1] && holds(part, position((at[i] + at[i + 1]) / 2.0)))
                out.push_back({at[i], at[i + 1], part.target});
        }
    });
    std::sort(out.begin(), out.end(), [](const InsideSpan& x, const InsideSpan& y) {
        return std::tie(x.target, x.begin, x.end) < std::tie(y.target, y.begin, y.end);
    });
    std::size_t kept = 0;
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (kept > 0 && out[kept - 1].target == out[i].target && out[i].begin <= out[kept - 1].end) {
            out[kept - 1].end = std::max(out[kept - 1].end, out[i].end);
        } else {
            out[kept++] = out[i];
        }
    }
    out.resize(kept);
    return out;
}

}  // namespace amaneku::planning
