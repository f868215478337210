#include "overlay/union_measure.hpp"

#include "overlay/few.hpp"

#include <algorithm>
#include <functional>

namespace amaneku::overlay {

bool UnionMeasure::can_measure(std::span<const CellPart> parts) noexcept {
    return std::all_of(parts.begin(), parts.end(), [](const CellPart& part) {
        return part.winding != 0 && !part.is_zone && !part.shell_whole &&
               part.ring_end - part.ring_begin == 1;
    });
}

double UnionMeasure::area(std::span<const CellPart> parts, std::span<const CellRing> rings,
                          const EdgeWalk& walk) {
    load(parts, rings, walk);
    double area = 0.0;
    std::size_t next_segment = 0;
    std::size_t next_event = 0;
    for (std::size_t i = 0; i + 1 < m_cuts.size(); ++i) {
        const double bottom = m_cuts[i];
        for (; next_event < m_events.size() && m_events[next_event].y <= bottom; ++next_event)
            m_west += m_events[next_event].change;
        std::erase_if(m_active, [&](const Crossing& c) { return m_segments[c.segment].y1 <= bottom; });
        for (; next_segment < m_segments.size() && m_segments[next_segment].y0 <= bottom; ++next_segment) {
            m_active.push_back(
                {0.0, 0.0, static_cast<std::uint32_t>(next_segment), m_segments[next_segment].change});
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
    m_west = 0;
    m_all_covered = true;
    for (const CellPart& part : parts) {
        const RingCell& ring = rings[part.ring_begin].at;
        m_west += ring.corner * part.winding;
        for (std::int32_t i = ring.first_piece; i >= 0;) {
            const EdgePiece& e = walk.pieces()[static_cast<std::size_t>(i)];
            m_segments.push_back(
                {e.x0, e.y0, e.x1, e.y1, (e.x1 - e.x0) / (e.y1 - e.y0), e.direction * part.winding});
            m_cuts.push_back(e.y0);
            m_cuts.push_back(e.y1);
            i = e.next;
        }
        for (std::int32_t i = ring.first_event; i >= 0;) {
            const WestEvent& e = walk.events()[static_cast<std::size_t>(i)];
            m_events.push_back({e.y, e.change * part.winding});
            m_cuts.push_back(e.y);
            i = e.next;
        }
    }
    sort_few(m_cuts, std::less<>{});
    m_cuts.erase(std::unique(m_cuts.begin(), m_cuts.end()), m_cuts.end());
    sort_few(m_segments, [](const Segment& a, const Segment& b) { return a.y0 < b.y0; });
    sort_few(m_events, [](const Event& a, const Event& b) { return a.y < b.y; });
}

double UnionMeasure::slab(double bottom, double top) {
    for (Crossing& c : m_active) {
        const Segment& s = m_segments[c.segment];
        const auto x_at = [&](double y) {
            if (y <= s.y0) return s.x0;
            if (y >= s.y1) return s.x1;
            return std::clamp(s.x0 + (y - s.y0) * s.slope, std::min(s.x0, s.x1), std::max(s.x0, s.x1));
        };
        c.bottom = x_at(bottom);
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
    std::int32_t over = m_west;
    double begin = 0.0;  // of what is covered: the sum of its x on both edges
    double covered = 0.0;
    for (std::size_t i = 0; i < m_active.size();) {
        const double x0 = at(m_active[i], t0);
        const double x1 = at(m_active[i], t1);
        const bool before = over > 0;
        // Segments on one another count together, so that their order does not matter.
        for (; i < m_active.size() && at(m_active[i], t0) == x0 && at(m_active[i], t1) == x1; ++i)
            over += m_active[i].change;
        const bool after = over > 0;
        if (before && !after) covered += (x0 + x1) - begin;
        if (!before && after) begin = x0 + x1;
    }
    if (over > 0) covered += 2.0 - begin;
    if (covered != 2.0) m_all_covered = false;
    return 0.5 * height * (t1 - t0) * covered;
}

}  // namespace amaneku::overlay
