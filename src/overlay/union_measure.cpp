#include "overlay/union_measure.hpp"

#include "overlay/few.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>

namespace amaneku::overlay {

namespace {

bool is_shell_of_known_winding(const CellPart& part) noexcept {
    return part.winding != 0 && !part.shell_whole && part.ring_end - part.ring_begin == 1;
}

}  // namespace

double UnionMeasure::area(std::span<const CellPart> parts, std::span<const CellRing> rings,
                          const EdgeWalk& walk) {
    load(parts, rings, walk);
    double area = 0.0;
    std::size_t next_segment = 0;
    std::size_t next_event = 0;
    for (std::size_t i = 0; i + 1 < m_cuts.size(); ++i) {
        const double bottom = m_cuts[i];
        for (; next_event < m_events.size() && m_events[next_event].y <= bottom; ++next_event)
            change(m_west, m_events[next_event].ring, m_events[next_event].change);
        std::erase_if(m_active, [&](const Crossing& c) { return m_segments[c.segment].y1 <= bottom; });
        for (; next_segment < m_segments.size() && m_segments[next_segment].y0 <= bottom; ++next_segment) {
            const Segment& s = m_segments[next_segment];
            m_active.push_back({s.x0, s.x0, static_cast<std::uint32_t>(next_segment), s.change, s.ring});
        }
        area += slab(bottom, m_cuts[i + 1]);
    }
    // What all of it is covered by is 1, not a sum of parts.
    return m_all_covered ? 1.0 : std::clamp(area, 0.0, 1.0);
}

void UnionMeasure::load(std::span<const CellPart> parts, std::span<const CellRing> rings,
                        const EdgeWalk& walk) {
    m_segments.clear();
    m_events.clear();
    m_active.clear();
    m_cuts.assign({0.0, 1.0});
    m_rings.clear();
    m_all_covered = true;
    m_is_sum = std::all_of(parts.begin(), parts.end(), is_shell_of_known_winding);
    m_west.parts = 0;
    m_west.winding.clear();
    m_west.shells.assign(parts.size(), 0);
    m_west.holes.assign(parts.size(), 0);
    for (std::uint32_t p = 0; p < parts.size(); ++p) {
        if (parts[p].shell_whole) {
            m_west.shells[p] = 1;
            ++m_west.parts;
        }
        for (std::uint32_t r = parts[p].ring_begin; r < parts[p].ring_end; ++r) {
            const std::int32_t sign = m_is_sum ? parts[p].winding : 1;
            m_rings.push_back({p, rings[r].is_hole});
            m_west.winding.push_back(0);
            change(m_west, static_cast<std::uint32_t>(m_rings.size()) - 1, rings[r].at.corner * sign);
            load_ring(rings[r].at, sign, walk);
        }
    }
    sort_few(m_cuts, std::less<>{});
    m_cuts.erase(std::unique(m_cuts.begin(), m_cuts.end()), m_cuts.end());
    sort_few(m_segments, [](const Segment& a, const Segment& b) { return a.y0 < b.y0; });
    sort_few(m_events, [](const Event& a, const Event& b) { return a.y < b.y; });
}

void UnionMeasure::load_ring(const RingCell& ring, std::int32_t sign, const EdgeWalk& walk) {
    const auto index = static_cast<std::uint32_t>(m_rings.size()) - 1;
    double last0 = 0.0;
    double last1 = 1.0;
    for (std::int32_t i = ring.first_piece; i >= 0;) {
        const EdgePiece& e = walk.pieces()[static_cast<std::size_t>(i)];
        m_segments.push_back(
            {e.x0, e.y0, e.x1, e.y1, (e.x1 - e.x0) / (e.y1 - e.y0), e.direction * sign, index});
        // Neighbours along the ring share a height.
        if (e.y0 != last0 && e.y0 != last1) m_cuts.push_back(e.y0);
        if (e.y1 != last0 && e.y1 != last1) m_cuts.push_back(e.y1);
        last0 = e.y0;
        last1 = e.y1;
        i = e.next;
    }
    for (std::int32_t i = ring.first_event; i >= 0;) {
        const WestEvent& e = walk.events()[static_cast<std::size_t>(i)];
        m_events.push_back({e.y, e.change * sign, index});
        m_cuts.push_back(e.y);
        i = e.next;
    }
}

void UnionMeasure::change(Over& over, std::uint32_t ring, std::int32_t by) const {
    if (m_is_sum) {
        over.parts += by;
        return;
    }
    const bool was_in_ring = over.winding[ring] != 0;
    over.winding[ring] += by;
    const bool is_in_ring = over.winding[ring] != 0;
    if (was_in_ring == is_in_ring) return;
    const std::uint32_t part = m_rings[ring].part;
    const auto inside = [&] { return over.shells[part] > 0 && over.holes[part] == 0; };
    const bool was_inside = inside();
    (m_rings[ring].is_hole ? over.holes : over.shells)[part] += is_in_ring ? 1 : -1;
    over.parts += static_cast<std::int32_t>(inside()) - static_cast<std::int32_t>(was_inside);
}

double UnionMeasure::slab(double bottom, double top) {
    for (Crossing& c : m_active) {
        const Segment& s = m_segments[c.segment];
        const auto x_at = [&](double y) {
            if (y <= s.y0) return s.x0;
            if (y >= s.y1) return s.x1;
            return std::clamp(s.x0 + (y - s.y0) * s.slope, std::min(s.x0, s.x1), std::max(s.x0, s.x1));
        };
        c.bottom = bottom <= s.y0 ? s.x0 : c.top;  // where the slab below had its top
        c.top = x_at(top);
    }
    sort_few(m_active, [](const Crossing& a, const Crossing& b) {
        return a.bottom != b.bottom ? a.bottom < b.bottom : a.top < b.top;
    });
    return lines_cross() ? crossed_slab(top - bottom) : strip(0.0, 1.0, top - bottom);
}

bool UnionMeasure::lines_cross() const noexcept {
    return std::adjacent_find(m_active.begin(), m_active.end(), [](const Crossing& a, const Crossing& b) {
               return a.top > b.top;
           }) != m_active.end();
}

double UnionMeasure::crossed_slab(double height) {
    m_heights.assign({0.0, 1.0});
    for (std::size_t i = 0; i < m_active.size(); ++i) {
        for (std::size_t j = i + 1; j < m_active.size(); ++j) {
            const double below = m_active[j].bottom - m_active[i].bottom;
            const double above = m_active[i].top - m_active[j].top;
            if (above > 0.0 && below > 0.0) m_heights.push_back(below / (below + above));
        }
    }
    sort_few(m_heights, std::less<>{});
    m_heights.erase(std::unique(m_heights.begin(), m_heights.end()), m_heights.end());
    double area = 0.0;
    for (std::size_t i = 0; i + 1 < m_heights.size(); ++i) {
        const double middle = 0.5 * (m_heights[i] + m_heights[i + 1]);
        sort_few(m_active, [&](const Crossing& a, const Crossing& b) {
            const double xa = a.bottom + middle * (a.top - a.bottom);
            const double xb = b.bottom + middle * (b.top - b.bottom);
            if (xa != xb) return xa < xb;
            return a.bottom != b.bottom ? a.bottom < b.bottom : a.top < b.top;
        });
        area += strip(m_heights[i], m_heights[i + 1], height);
    }
    return area;
}

/// Area of what is covered between two heights of the slab, 0 to 1, between which no segments cross.
double UnionMeasure::strip(double t0, double t1, double height) {
    const auto at = [](const Crossing& c, double t) {
        return t <= 0.0 ? c.bottom : t >= 1.0 ? c.top : c.bottom + t * (c.top - c.bottom);
    };
    if (m_is_sum) {
        m_spot.parts = m_west.parts;
    } else {
        m_spot = m_west;
    }
    const std::int32_t& over = m_spot.parts;
    double begin = 0.0;  // of what is covered: the sum of its x on both edges
    double covered = 0.0;
    for (std::size_t i = 0; i < m_active.size();) {
        const double x0 = at(m_active[i], t0);
        const double x1 = at(m_active[i], t1);
        const bool before = over > 0;
        // Segments on one another count together, so that their order does not matter.
        for (; i < m_active.size() && at(m_active[i], t0) == x0 && at(m_active[i], t1) == x1; ++i)
            change(m_spot, m_active[i].ring, m_active[i].change);
        const bool after = over > 0;
        if (before && !after) covered += (x0 + x1) - begin;
        if (!before && after) begin = x0 + x1;
    }
    if (over > 0) covered += 2.0 - begin;
    if (covered != 2.0) m_all_covered = false;
    return 0.5 * height * (t1 - t0) * covered;
}

}  // namespace amaneku::overlay
