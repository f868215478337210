#include "overlay/cell_measure.hpp"

#include "overlay/few.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace amaneku::overlay {

namespace {

double x_at(const EdgePiece& s, double y) noexcept {
    if (y <= s.y0) return s.x0;
    if (y >= s.y1) return s.x1;
    const double x = s.x0 + (y - s.y0) * ((s.x1 - s.x0) / (s.y1 - s.y0));
    return std::clamp(x, std::min(s.x0, s.x1), std::max(s.x0, s.x1));
}

}  // namespace

double CellMeasure::Segment::x_at(double y) const noexcept {
    if (y <= y0) return x0;
    if (y >= y1) return x1;
    return std::clamp(x0 + (y - y0) * slope, std::min(x0, x1), std::max(x0, x1));
}

void CellMeasure::load(std::span<const CellPart> parts, std::span<const CellRing> rings, const EdgeWalk& walk,
                       const CellBackground& background) {
    m_parts = parts;
    m_part_zone.assign(parts.size(), 0);
    m_zone_slots.assign(background.zones.begin(), background.zones.end());
    m_rings.clear();
    m_segments.clear();
    m_events.clear();
    m_areas.clear();
    m_cuts.assign({0.0, 1.0});
    for (std::uint32_t p = 0; p < parts.size(); ++p) {
        if (parts[p].is_zone) {
            const auto found = std::find(m_zone_slots.begin(), m_zone_slots.end(), parts[p].slot);
            m_part_zone[p] = static_cast<std::uint32_t>(found - m_zone_slots.begin());
            if (found == m_zone_slots.end()) m_zone_slots.push_back(parts[p].slot);
        }
        for (std::uint32_t r = parts[p].ring_begin; r < parts[p].ring_end; ++r) {
            const auto ring = static_cast<std::uint32_t>(m_rings.size());
            m_rings.push_back({p, rings[r].is_hole});
            load_edges(rings[r], ring, walk);
        }
    }
    std::sort(m_cuts.begin(), m_cuts.end());
    m_cuts.erase(std::unique(m_cuts.begin(), m_cuts.end()), m_cuts.end());
    m_by_bottom.clear();
    for (Segment& s : m_segments) m_by_bottom.push_back(&s);
    std::sort(m_by_bottom.begin(), m_by_bottom.end(),
              [](const Segment* a, const Segment* b) { return a->y0 < b->y0; });
    std::sort(m_events.begin(), m_events.end(), [](const Event& a, const Event& b) { return a.y < b.y; });
    load_state(parts, rings, background);
}

void CellMeasure::load_edges(const CellRing& ring, std::uint32_t index, const EdgeWalk& walk) {
    for (std::int32_t i = ring.at.first_piece; i >= 0;) {
        const EdgePiece& e = walk.pieces()[static_cast<std::size_t>(i)];
        m_segments.push_back({e.x0, e.y0, e.x1, e.y1, (e.x1 - e.x0) / (e.y1 - e.y0), e.direction, index});
        m_cuts.push_back(e.y0);
        m_cuts.push_back(e.y1);
        i = e.next;
    }
    for (std::int32_t i = ring.at.first_event; i >= 0;) {
        const WestEvent& e = walk.events()[static_cast<std::size_t>(i)];
        m_events.push_back({e.y, e.change, index});
        m_cuts.push_back(e.y);
        i = e.next;
    }
}

void CellMeasure::load_state(std::span<const CellPart> parts, std::span<const CellRing> rings,
                             const CellBackground& background) {
    std::uint32_t providers = static_cast<std::uint32_t>(std::bit_width(background.providers));
    for (const CellPart& part : parts) {
        if (!part.is_zone) providers = std::max(providers, part.slot + 1);
    }
    const auto count = static_cast<std::uint32_t>(parts.size());
    m_shell_at = static_cast<std::uint32_t>(m_rings.size());
    m_hole_at = m_shell_at + count;
    m_provider_at = m_hole_at + count;
    m_zone_at = m_provider_at + providers;
    m_base.counts.assign(m_zone_at + m_zone_slots.size(), 0);
    m_base.providers = background.providers;
    m_base.zones = static_cast<std::uint32_t>(background.zones.size());
    for (std::size_t z = 0; z < background.zones.size(); ++z) m_base.counts[m_zone_at + z] = 1;
    for (std::uint64_t bits = background.providers; bits != 0; bits &= bits - 1)
        m_base.counts[m_provider_at + static_cast<std::uint32_t>(std::countr_zero(bits))] = 1;
    for (std::uint32_t p = 0; p < count; ++p) {
        if (!parts[p].shell_whole) continue;
        m_base.counts[m_shell_at + p] = 1;  // inside until a hole says otherwise
        if (parts[p].is_zone) {
            if (m_base.counts[m_zone_at + m_part_zone[p]]++ == 0) ++m_base.zones;
        } else if (m_base.counts[m_provider_at + parts[p].slot]++ == 0) {
            m_base.providers |= std::uint64_t{1} << parts[p].slot;
        }
    }
    std::uint32_t ring = 0;
    for (const CellPart& part : parts) {
        for (std::uint32_t r = part.ring_begin; r < part.ring_end; ++r)
            change(m_base, ring++, rings[r].at.corner);
    }
}

void CellMeasure::change(State& state, std::uint32_t ring, std::int32_t by) {
    std::int32_t& winding = state.counts[ring];
    const bool before = winding != 0;
    winding += by;
    const bool after = winding != 0;
    if (before == after) return;
    const std::uint32_t part = m_rings[ring].part;
    const bool was_inside = inside(state, part);
    state.counts[(m_rings[ring].is_hole ? m_hole_at : m_shell_at) + part] += after ? 1 : -1;
    const bool is_inside = inside(state, part);
    if (was_inside == is_inside) return;
    if (m_parts[part].is_zone) {
        std::int32_t& parts = state.counts[m_zone_at + m_part_zone[part]];
        parts += is_inside ? 1 : -1;
        if (is_inside && parts == 1) ++state.zones;
        if (!is_inside && parts == 0) --state.zones;
    } else {
        const std::uint32_t slot = m_parts[part].slot;
        std::int32_t& parts = state.counts[m_provider_at + slot];
        parts += is_inside ? 1 : -1;
        if (is_inside && parts == 1) state.providers |= std::uint64_t{1} << slot;
        if (!is_inside && parts == 0) state.providers &= ~(std::uint64_t{1} << slot);
    }
}

bool CellMeasure::same_label(const State& state) const noexcept {
    if (state.providers != m_label_providers || state.zones != m_label_zones) return false;
    for (std::size_t z = 0; z < m_zone_slots.size(); ++z) {
        if ((state.counts[m_zone_at + z] > 0) != (m_label_inside[z] != 0)) return false;
    }
    return true;
}

void CellMeasure::take_label(const State& state) {
    m_label_providers = state.providers;
    m_label_zones = state.zones;
    m_label_inside.resize(m_zone_slots.size());
    for (std::size_t z = 0; z < m_zone_slots.size(); ++z)
        m_label_inside[z] = state.counts[m_zone_at + z] > 0 ? 1 : 0;
}

void CellMeasure::add(std::uint32_t where, std::uint64_t providers, double area) {
    for (CoveredArea& a : m_areas) {
        if (a.where == where && a.providers == providers) {
            a.area += area;
            return;
        }
    }
    m_areas.push_back({where, providers, area});
}

void CellMeasure::count_label(double area) {
    if (area == 0.0) return;
    add(whole_cell, m_label_providers, area);
    if (m_label_zones == 0) return;
    add(any_zone, m_label_providers, area);
    for (std::size_t z = 0; z < m_zone_slots.size(); ++z) {
        if (m_label_inside[z] != 0) add(m_zone_slots[z], m_label_providers, area);
    }
}

const std::vector<CoveredArea>& CellMeasure::areas(std::span<const CellPart> parts,
                                                   std::span<const CellRing> rings, const EdgeWalk& walk,
                                                   const CellBackground& background) {
    load(parts, rings, walk, background);
    cut();
    std::sort(m_areas.begin(), m_areas.end(), [](const CoveredArea& a, const CoveredArea& b) {
        return a.where != b.where ? a.where < b.where : a.providers < b.providers;
    });
    return m_areas;
}

void CellMeasure::cut() {
    m_active.clear();
    std::size_t next_segment = 0;
    std::size_t next_event = 0;
    for (std::size_t i = 0; i + 1 < m_cuts.size(); ++i) {
        const double bottom = m_cuts[i];
        const double top = m_cuts[i + 1];
        while (next_event < m_events.size() && m_events[next_event].y <= bottom) {
            change(m_base, m_events[next_event].ring, m_events[next_event].change);
            ++next_event;
        }
        std::erase_if(m_active, [&](const Segment* s) { return s->y1 <= bottom; });
        while (next_segment < m_by_bottom.size() && m_by_bottom[next_segment]->y0 <= bottom)
            m_active.push_back(m_by_bottom[next_segment++]);
        slab(bottom, top);
    }
}

void CellMeasure::slab(double bottom, double top) {
    for (Segment* s : m_active) {
        s->at_bottom = s->x_at(bottom);
        s->at_top = s->x_at(top);
    }
    sort_few(m_active, [](const Segment* a, const Segment* b) {
        return a->at_bottom != b->at_bottom ? a->at_bottom < b->at_bottom : a->at_top < b->at_top;
    });
    const auto falls = [](const Segment* a, const Segment* b) { return a->at_top > b->at_top; };
    if (std::adjacent_find(m_active.begin(), m_active.end(), falls) == m_active.end()) {
        strip(0.0, 1.0, top - bottom);
        return;
    }
    find_crossings();
    for (std::size_t i = 0; i + 1 < m_crossings.size(); ++i)
        strip(m_crossings[i], m_crossings[i + 1], top - bottom);
}

/// Heights in the slab, 0 to 1, at which active segments cross.
void CellMeasure::find_crossings() {
    m_crossings.assign({0.0, 1.0});
    for (std::size_t i = 0; i < m_active.size(); ++i) {
        for (std::size_t j = i + 1; j < m_active.size(); ++j) {
            const double below = m_active[j]->at_bottom - m_active[i]->at_bottom;
            const double above = m_active[i]->at_top - m_active[j]->at_top;
            if (above > 0.0 && below > 0.0) m_crossings.push_back(below / (below + above));
        }
    }
    std::sort(m_crossings.begin(), m_crossings.end());
    m_crossings.erase(std::unique(m_crossings.begin(), m_crossings.end()), m_crossings.end());
}

void CellMeasure::strip(double t0, double t1, double height) {
    const auto at = [](const Segment* s, double t) {
        return t <= 0.0 ? s->at_bottom : t >= 1.0 ? s->at_top : s->at_bottom + t * (s->at_top - s->at_bottom);
    };
    if (t0 > 0.0 || t1 < 1.0) {
        const double middle = 0.5 * (t0 + t1);
        sort_few(m_active, [&](const Segment* a, const Segment* b) {
            const double xa = at(a, middle);
            const double xb = at(b, middle);
            if (xa != xb) return xa < xb;
            return a->at_bottom != b->at_bottom ? a->at_bottom < b->at_bottom : a->at_top < b->at_top;
        });
    }
    m_state.counts = m_base.counts;
    m_state.providers = m_base.providers;
    m_state.zones = m_base.zones;
    take_label(m_state);
    const double half = 0.5 * height * (t1 - t0);
    double low = 0.0;
    double high = 0.0;
    for (std::size_t i = 0; i < m_active.size();) {
        const double x0 = at(m_active[i], t0);
        const double x1 = at(m_active[i], t1);
        // Segments on one another count together, so that their order does not matter.
        for (; i < m_active.size() && at(m_active[i], t0) == x0 && at(m_active[i], t1) == x1; ++i)
            change(m_state, m_active[i]->ring, m_active[i]->direction);
        if (same_label(m_state)) continue;
        count_label(((x0 - low) + (x1 - high)) * half);
        take_label(m_state);
        low = x0;
        high = x1;
    }
    count_label(((1.0 - low) + (1.0 - high)) * half);
}

double simple_ring_area(const RingCell& ring, const EdgeWalk& walk, bool known_simple) noexcept {
    constexpr std::size_t few = 24;
    std::array<const EdgePiece*, few> pieces{};
    std::array<const WestEvent*, few> events{};
    std::size_t piece_count = 0;
    std::size_t event_count = 0;
    double area = ring.corner;
    for (std::int32_t i = ring.first_piece; i >= 0;) {
        const EdgePiece& e = walk.pieces()[static_cast<std::size_t>(i)];
        area += e.direction * ((e.y1 - e.y0) * (1.0 - 0.5 * (e.x0 + e.x1)));
        if (piece_count < few) pieces[piece_count] = &e;
        ++piece_count;
        i = e.next;
    }
    for (std::int32_t i = ring.first_event; i >= 0;) {
        const WestEvent& e = walk.events()[static_cast<std::size_t>(i)];
        area += e.change * (1.0 - e.y);
        if (event_count < few) events[event_count] = &e;
        ++event_count;
        i = e.next;
    }
    area = std::min(std::abs(area), 1.0);
    if (known_simple) return area;
    if (piece_count > few || event_count > few) return -1.0;
    std::sort(pieces.begin(), pieces.begin() + static_cast<std::ptrdiff_t>(piece_count),
              [](const auto* a, const auto* b) { return a->y0 < b->y0; });
    std::sort(events.begin(), events.begin() + static_cast<std::ptrdiff_t>(event_count),
              [](const auto* a, const auto* b) { return a->y < b->y; });
    for (std::size_t i = 0; i + 1 < piece_count; ++i) {
        if (pieces[i]->y1 > pieces[i + 1]->y0) return -1.0;
    }
    // At any height at most one piece: the winding numbers are those of the west edge and, past the piece,
    // one more or less.
    std::int32_t lowest = 0;
    std::int32_t highest = 0;
    std::int32_t winding = ring.corner;
    double bottom = 0.0;
    std::size_t piece = 0;
    for (std::size_t i = 0; i <= event_count; ++i) {
        const double top = i < event_count ? events[i]->y : 1.0;
        if (top > bottom) {
            lowest = std::min(lowest, winding);
            highest = std::max(highest, winding);
            while (piece < piece_count && pieces[piece]->y1 <= bottom) ++piece;
            for (std::size_t p = piece; p < piece_count && pieces[p]->y0 < top; ++p) {
                lowest = std::min(lowest, winding + pieces[p]->direction);
                highest = std::max(highest, winding + pieces[p]->direction);
            }
            bottom = top;
        }
        if (i < event_count) winding += events[i]->change;
    }
    return highest - lowest <= 1 ? area : -1.0;
}

bool covers_centre(const CellPart& part, std::span<const CellRing> rings, const EdgeWalk& walk) noexcept {
    bool shell = part.shell_whole;
    for (std::uint32_t r = part.ring_begin; r < part.ring_end; ++r) {
        std::int32_t winding = rings[r].at.corner;
        for (std::int32_t i = rings[r].at.first_event; i >= 0;) {
            const WestEvent& e = walk.events()[static_cast<std::size_t>(i)];
            if (e.y <= 0.5) winding += e.change;
            i = e.next;
        }
        for (std::int32_t i = rings[r].at.first_piece; i >= 0;) {
            const EdgePiece& e = walk.pieces()[static_cast<std::size_t>(i)];
            if (e.y0 <= 0.5 && e.y1 > 0.5 && x_at(e, 0.5) <= 0.5) winding += e.direction;
            i = e.next;
        }
        if (rings[r].is_hole) {
            if (winding != 0) return false;
        } else if (winding != 0) {
            shell = true;
        }
    }
    return shell;
}

}  // namespace amaneku::overlay
