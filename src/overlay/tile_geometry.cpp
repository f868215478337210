#include "overlay/tile_geometry.hpp"

#include <algorithm>
#include <limits>

namespace amaneku::overlay {

namespace {

/// Writes the edges of a chain that matter to a box.
class ChainClipper {
public:
    ChainClipper(const TickBox& box, TileGeometry& to) : m_box{box}, m_to{to} {}

    void edge(TickPoint p, TickPoint q) {
        if ((p.y < m_box.y0 && q.y < m_box.y0) || (p.y >= m_box.y1 && q.y >= m_box.y1) ||
            (p.x >= m_box.x1 && q.x >= m_box.x1)) {
            close();
        } else if (p.x < m_box.x0 && q.x < m_box.x0) {
            left_of_box(p, q);
        } else {
            if (!m_open || m_left) m_to.points.push_back(p);
            m_to.points.push_back(q);
            m_open = true;
            m_left = false;
        }
    }
    void close() {
        if (m_open) m_to.chain_end.push_back(static_cast<std::uint32_t>(m_to.points.size()));
        m_open = false;
        m_left = false;
    }

private:
    /// All that matters of an edge left of the box is the heights between which it runs.
    void left_of_box(TickPoint p, TickPoint q) {
        if (m_open && m_left) {
            m_to.points.back().y = q.y;
            return;
        }
        m_to.points.push_back({m_box.x0 - 1, p.y});
        m_to.points.push_back({m_box.x0 - 1, q.y});
        m_open = true;
        m_left = true;
    }

    const TickBox& m_box;
    TileGeometry& m_to;
    bool m_open = false;  ///< a chain is being written
    bool m_left = false;  ///< its last point stands for edges left of the box
};

}  // namespace

void TileGeometry::clear() noexcept {
    points.clear();
    chain_end.clear();
    ring_end.clear();
    parts.clear();
}

void TileGeometry::keep_parts(const std::vector<std::uint8_t>& keep) {
    std::uint32_t part_ring = 0;
    std::uint32_t ring_chain = 0;
    std::uint32_t chain_point = 0;
    std::uint32_t points_kept = 0;
    std::uint32_t chains_kept = 0;
    std::uint32_t rings_kept = 0;
    std::size_t parts_kept = 0;
    for (std::size_t p = 0; p < parts.size(); ++p) {
        TilePart part = parts[p];
        for (; part_ring < part.ring_end; ++part_ring) {
            const std::uint32_t chains = ring_end[part_ring];
            for (; ring_chain < chains; ++ring_chain) {
                const std::uint32_t end = chain_end[ring_chain];
                if (keep[p] != 0) {
                    std::copy(points.begin() + chain_point, points.begin() + end,
                              points.begin() + points_kept);
                    points_kept += end - chain_point;
                    chain_end[chains_kept++] = points_kept;
                }
                chain_point = end;
            }
            if (keep[p] != 0) ring_end[rings_kept++] = chains_kept;
        }
        if (keep[p] == 0) continue;
        part.ring_end = rings_kept;
        parts[parts_kept++] = part;
    }
    points.resize(points_kept);
    chain_end.resize(chains_kept);
    ring_end.resize(rings_kept);
    parts.resize(parts_kept);
}

std::optional<TickBox> append_points(const Grid& grid, const PolygonSet& polygons, std::size_t part,
                                     TileGeometry& to) {
    TickBox box{std::numeric_limits<Tick>::max(), std::numeric_limits<Tick>::min(),
                std::numeric_limits<Tick>::max(), std::numeric_limits<Tick>::min()};
    for (std::size_t r = polygons.part_begin[part]; r < polygons.part_begin[part + 1]; ++r) {
        const auto ring = polygons.ring(r);
        const std::size_t first = to.points.size();
        to.points.resize(first + ring.size() + 1);
        TickPoint* end = to.points.data() + first;
        const TickPoint* const begin = end;
        for (const Point& p : ring) {
            const auto t = grid.ticks_of(p);
            if (!t) return std::nullopt;
            if (end != begin && end[-1] == *t) continue;
            *end++ = *t;
            box = {std::min(box.x0, t->x), std::max(box.x1, t->x), std::min(box.y0, t->y),
                   std::max(box.y1, t->y)};
        }
        if (end != begin && end[-1] != *begin) *end++ = *begin;
        to.points.resize(static_cast<std::size_t>(end - to.points.data()));
        to.chain_end.push_back(static_cast<std::uint32_t>(to.points.size()));
        to.ring_end.push_back(static_cast<std::uint32_t>(to.chain_end.size()));
    }
    return box;
}

void append(const TileGeometry& from, TileGeometry& to) {
    const auto points = static_cast<std::uint32_t>(to.points.size());
    const auto chains = static_cast<std::uint32_t>(to.chain_end.size());
    const auto rings = static_cast<std::uint32_t>(to.ring_end.size());
    to.points.insert(to.points.end(), from.points.begin(), from.points.end());
    for (const auto end : from.chain_end) to.chain_end.push_back(points + end);
    for (const auto end : from.ring_end) to.ring_end.push_back(chains + end);
    for (TilePart part : from.parts) {
        part.ring_end += rings;
        to.parts.push_back(part);
    }
}

bool append_clipped(const TileGeometry& part, const TickBox& box, TileGeometry& to) {
    ChainClipper clipper{box, to};
    std::uint32_t chain = 0;
    bool shell = true;
    for (const std::uint32_t ring_end : part.ring_end) {
        const std::size_t chains_before = to.chain_end.size();
        for (; chain < ring_end; ++chain) {
            const std::uint32_t begin = chain == 0 ? 0 : part.chain_end[chain - 1];
            for (std::uint32_t i = begin; i + 1 < part.chain_end[chain]; ++i)
                clipper.edge(part.points[i], part.points[i + 1]);
            clipper.close();
        }
        const bool empty = to.chain_end.size() == chains_before;
        if (shell && empty) return false;
        if (!empty) to.ring_end.push_back(static_cast<std::uint32_t>(to.chain_end.size()));
        shell = false;
    }
    TilePart added = part.parts.front();
    added.ring_end = static_cast<std::uint32_t>(to.ring_end.size());
    to.parts.push_back(added);
    return true;
}

}  // namespace amaneku::overlay
