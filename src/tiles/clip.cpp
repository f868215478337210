#include "tiles/clip.hpp"

#include "geos/whole_polygons.hpp"
#include "tiles/tile_box.hpp"
#include "tiles/unit_polygons.hpp"
#include <amaneku/geometry.hpp>

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace amaneku::tiles {

namespace {

/// A run of a border inside the box, from where it enters to where it leaves.
struct Chain {
    std::vector<Point> points;
    double entry = 0.0;
    double exit = 0.0;
};

bool holds(std::span<const Point> ring, Point p) noexcept {
    bool inside = false;
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
        if ((ring[i].y > p.y) != (ring[j].y > p.y) &&
            p.x < (ring[j].x - ring[i].x) * (p.y - ring[i].y) / (ring[j].y - ring[i].y) + ring[i].x)
            inside = !inside;
    }
    return inside;
}

/// What of one polygon is in the box.
class PolygonClipper {
public:
    PolygonClipper(const ShapeLevel& level, std::size_t part, const TileAddress& tile)
        : m_level{level}, m_origin{origin_of(tile)} {
        const UnitBox box = buffered(tile);
        for (std::size_t r = level.part_begin[part]; r < level.part_begin[part + 1]; ++r) {
            PressedRing pressed;
            if (!walk(r, box, pressed)) m_inside.push_back(local_ring(r));
            if (!pressed.points().empty()) m_area += shoelace(pressed.points());
            m_pressed.push_back(pressed.points());
        }
    }

    void write(Commands& out) const {
        const std::optional<std::vector<Ring>> shells = joined();
        if (!shells || !write_polygons(*shells, out)) write_repaired(out);
    }

private:
    [[nodiscard]] Point local(UnitPoint p) const noexcept {
        return {static_cast<double>(p.x - m_origin.x), static_cast<double>(p.y - m_origin.y)};
    }
    [[nodiscard]] Ring local_ring(std::size_t r) const {
        Ring out;
        for (const UnitPoint& p : m_level.ring(r)) out.push_back(local(p));
        return out;
    }
    /// Runs along a ring; false where it lies inside whole.
    bool walk(std::size_t r, const UnitBox& box, PressedRing& pressed) {
        const auto ring = m_level.ring(r);
        const std::size_t first_chain = m_chains.size();
        const bool begins_inside = is_in_box(local(ring.front()));
        m_is_open = false;
        m_is_cut = false;
        if (begins_inside) begin_chain(local(ring.front()));
        for (std::size_t c = m_level.chunk_begin[r]; c < m_level.chunk_begin[r + 1]; ++c) {
            const std::size_t begin = (c - m_level.chunk_begin[r]) * ShapeLevel::chunk_points;
            const std::size_t end = std::min(begin + ShapeLevel::chunk_points, ring.size());
            const auto at = [&](std::size_t i) { return local(ring[i < ring.size() ? i : 0]); };
            if (m_level.chunk_box[c].meets(box)) {
                for (std::size_t i = begin; i < end; ++i) add_edge(at(i), at(i + 1), pressed);
            } else {  // it lies on one box_side of the box: where it begins and ends is all that matters
                pressed.add(at(begin));
                pressed.add(at(end));
                m_is_cut = true;
            }
        }
        if (!m_is_cut) {
            m_chains.pop_back();
            return false;
        }
        if (begins_inside) close_around(first_chain);
        return true;
    }
    void begin_chain(Point from) {
        m_chains.emplace_back().points.push_back(from);
        m_is_open = true;
    }
    void add_edge(Point a, Point b, PressedRing& pressed) {
        pressed.edge(a, b);
        const auto s = stretch_in_box(a, b);
        m_is_cut = m_is_cut || !s || s->enters || s->leaves;
        if (!s) return;
        if (!s->enters && !m_is_open) m_is_sound = false;  // by rounding, at a corner
        if (s->enters || !m_is_open) {
            begin_chain(s->from);
            m_chains.back().entry = along_box(s->from);
        }
        m_chains.back().points.push_back(s->to);
        if (!s->leaves) return;
        m_chains.back().exit = along_box(s->to);
        m_is_open = false;
    }
    /// The ring began in the box: its last chain goes on in the first.
    void close_around(std::size_t first_chain) {
        if (!m_is_open || m_chains.size() == first_chain + 1) {
            m_is_sound = false;
            return;
        }
        Chain& first = m_chains[first_chain];
        Chain& last = m_chains.back();
        last.points.insert(last.points.end(), first.points.begin() + 1, first.points.end());
        last.exit = first.exit;
        m_chains.erase(m_chains.begin() + static_cast<std::ptrdiff_t>(first_chain));
    }
    /// Shells from the chains: from every exit along the box's edge to the next entry. Nothing where the
    /// chains make no polygons of the right area, as of a border that crosses itself.
    [[nodiscard]] std::optional<std::vector<Ring>> joined() const {
        if (!m_is_sound) return std::nullopt;
        std::vector<Ring> shells;
        double area = 0.0;
        for (const Ring& ring : m_inside) area += shoelace(ring);
        if (m_chains.empty()) {
            const bool is_inside_shell = !m_inside.empty() && shoelace(m_inside.front()) > 0.0;
            if (!is_inside_shell && m_area - area > box_area / 2.0) {
                shells.emplace_back(box_corners.begin(), box_corners.end());
                area += box_area;
            }
        } else {
            if (!join_chains(shells)) return std::nullopt;
            for (const Ring& ring : shells) area += shoelace(ring);
        }
        // Both are sums of the same few products of numbers below 10^4.
        if (std::abs(area - m_area) > 0.01) return std::nullopt;
        return shells;
    }
    [[nodiscard]] bool join_chains(std::vector<Ring>& shells) const {
        std::vector<std::size_t> by_entry(m_chains.size());
        for (std::size_t i = 0; i < by_entry.size(); ++i) by_entry[i] = i;
        std::sort(by_entry.begin(), by_entry.end(),
                  [&](std::size_t a, std::size_t b) { return m_chains[a].entry < m_chains[b].entry; });
        std::vector<bool> used(m_chains.size(), false);
        for (std::size_t begin = 0; begin < m_chains.size(); ++begin) {
            if (used[begin]) continue;
            Ring ring;
            std::size_t at = begin;
            do {
                if (used[at]) return false;
                used[at] = true;
                const Chain& chain = m_chains[at];
                ring.insert(ring.end(), chain.points.begin(), chain.points.end());
                const auto next =
                    std::upper_bound(by_entry.begin(), by_entry.end(), chain.exit,
                                     [&](double exit, std::size_t c) { return exit < m_chains[c].entry; });
                const std::size_t to = next == by_entry.end() ? by_entry.front() : *next;
                turn_corners(chain.exit, m_chains[to].entry, ring);
                at = to;
            } while (at != begin);
            shells.push_back(std::move(ring));
        }
        return true;
    }
    static void turn_corners(double from, double to, Ring& ring) {
        if (to <= from) to += 4.0 * box_side;
        for (std::size_t corner = 1; corner <= 8; ++corner) {
            const double at = static_cast<double>(corner) * box_side;
            if (at > from && at < to) ring.push_back(box_corners[corner % 4]);
        }
    }
    /// Shells, each with the holes in it; nothing where a hole is in none.
    [[nodiscard]] std::optional<std::vector<std::vector<Ring>>> with_holes(
        const std::vector<Ring>& shells) const {
        std::vector<std::vector<Ring>> polygons;
        polygons.reserve(shells.size() + 1);
        for (const Ring& shell : shells) polygons.push_back({shell});
        for (const Ring& ring : m_inside) {
            if (shoelace(ring) > 0.0) polygons.push_back({ring});
        }
        for (const Ring& ring : m_inside) {
            if (shoelace(ring) > 0.0) continue;
            const auto around = std::find_if(polygons.begin(), polygons.end(), [&](const auto& p) {
                return polygons.size() == 1 || holds(p.front(), ring.front());
            });
            if (around == polygons.end()) return std::nullopt;
            around->push_back(ring);
        }
        return polygons;
    }
    /// False where the polygons are not valid on whole coordinates.
    [[nodiscard]] bool write_polygons(const std::vector<Ring>& shells, Commands& out) const {
        const auto polygons = with_holes(shells);
        if (!polygons) return false;
        UnitPolygons whole;
        for (const auto& polygon : *polygons) {
            if (!whole.add(polygon)) return false;
        }
        if (!whole.is_valid()) return false;
        for (const auto& ring : whole.rings()) out.ring(ring);
        return true;
    }
    /// The polygons that the pressed rings are when they are made valid.
    void write_repaired(Commands& out) const {
        PolygonSet part;
        for (const Ring& ring : m_pressed) {
            const std::vector<UnitPoint> whole = on_units(ring);
            if (whole.empty() && part.ring_count() == 0) return;  // the shell is not here
            if (whole.empty()) continue;
            for (const UnitPoint& p : whole)
                part.points.push_back({static_cast<double>(p.x), static_cast<double>(p.y)});
            part.close_ring();
        }
        if (part.ring_count() == 0) return;
        part.close_part();
        const PolygonSet repaired = geos::repaired_on_whole_numbers(part);
        for (std::size_t p = 0; p < repaired.part_count(); ++p) {
            for (std::size_t r = repaired.part_begin[p]; r < repaired.part_begin[p + 1]; ++r) {
                std::vector<UnitPoint> ring = on_units(repaired.ring(r));
                const std::int64_t area = ring.empty() ? 0 : shoelace(ring);
                const bool is_shell = r == repaired.part_begin[p];
                if (area == 0 && is_shell) break;
                if (area == 0) continue;
                if ((area > 0) != is_shell) std::reverse(ring.begin(), ring.end());
                out.ring(ring);
            }
        }
    }

    const ShapeLevel& m_level;
    UnitPoint m_origin;
    std::vector<Chain> m_chains;
    std::vector<Ring> m_inside;  // rings that lie in the box whole
    std::vector<Ring> m_pressed;
    double m_area = 0.0;
    bool m_is_sound = true;
    // While a ring is walked along:
    bool m_is_open = false;  // the last chain has no exit yet
    bool m_is_cut = false;   // it does not lie inside whole
};

}  // namespace

void clip_polygon(const ShapeLevel& level, std::size_t part, const TileAddress& tile, Commands& out) {
    PolygonClipper{level, part, tile}.write(out);
}

void clip_line(const ShapeLevel& level, std::size_t part, const TileAddress& tile, Commands& out) {
    const UnitPoint origin = origin_of(tile);
    const auto local = [&](UnitPoint p) {
        return Point{static_cast<double>(p.x - origin.x), static_cast<double>(p.y - origin.y)};
    };
    std::vector<UnitPoint> run;
    const auto add = [&](Point p) {
        const UnitPoint at = unit_in_box(p);
        if (run.empty() || run.back() != at) run.push_back(at);
    };
    const auto end = [&] {
        if (run.size() > 1) out.line(run);
        run.clear();
    };
    const auto line = level.ring(level.part_begin[part]);
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        const auto s = stretch_in_box(local(line[i]), local(line[i + 1]));
        if (!s) continue;
        if (s->enters) end();
        add(s->from);
        add(s->to);
        if (s->leaves) end();
    }
    end();
}

}  // namespace amaneku::tiles
