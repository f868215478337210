#include "tiles/world_shapes.hpp"

#include "parallel/loop.hpp"
#include "tiles/lonlat.hpp"
#include "tiles/mercator.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <utility>

namespace amaneku::tiles {

namespace {

constexpr float always = std::numeric_limits<float>::infinity();

double shoelace(std::span<const Point> ring) {
    double sum = 0.0;
    const Point origin = ring.front();
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Point& a = ring[i];
        const Point& b = ring[i + 1 < ring.size() ? i + 1 : 0];
        sum += (a.x - origin.x) * (b.y - origin.y) - (b.x - origin.x) * (a.y - origin.y);
    }
    return sum;
}

bool is_before(const Point& a, const Point& b) noexcept {
    return a.x != b.x ? a.x < b.x : a.y < b.y;
}

double distance_squared(const Point& p, const Point& a, const Point& b) noexcept {
    const double dx = b.x - a.x;
    const double dy = b.y - a.y;
    const double length = dx * dx + dy * dy;
    const double along =
        length > 0.0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / length, 0.0, 1.0) : 0.0;
    const double ex = p.x - (a.x + along * dx);
    const double ey = p.y - (a.y + along * dy);
    return ex * ex + ey * ey;
}

/// Douglas and Peucker's distance of every inner point; no point has more than the one it was found under.
void simplify(std::span<const Point> line, std::span<float> out) {
    struct Stretch {
        std::size_t first, last;
        float limit;
    };
    std::vector<Stretch> open;
    if (line.size() > 2) open.push_back({0, line.size() - 1, std::numeric_limits<float>::max()});
    while (!open.empty()) {
        const Stretch s = open.back();
        open.pop_back();
        std::size_t at = s.first + 1;
        double most = -1.0;
        for (std::size_t i = s.first + 1; i < s.last; ++i) {
            const double d = distance_squared(line[i], line[s.first], line[s.last]);
            if (d > most) {
                most = d;
                at = i;
            }
        }
        out[at] = std::min(static_cast<float>(std::sqrt(most)), s.limit);
        if (at > s.first + 1) open.push_back({s.first, at, out[at]});
        if (at + 1 < s.last) open.push_back({at, s.last, out[at]});
    }
}

/// The significance of a piece's inner points, whichever end it was given from.
class PieceSimplifier {
public:
    /// @param ring   `count` points from `first` on, around its end
    void operator()(std::span<const Point> ring, std::size_t first, std::size_t count, std::span<float> out) {
        m_points.clear();
        for (std::size_t i = 0; i < count; ++i) m_points.push_back(ring[(first + i) % ring.size()]);
        m_found.assign(count, 0.0F);
        const bool turned = is_turned();
        if (turned) std::reverse(m_points.begin(), m_points.end());
        simplify(m_points, m_found);
        if (turned) std::reverse(m_found.begin(), m_found.end());
        for (std::size_t i = 1; i + 1 < count; ++i) out[(first + i) % ring.size()] = m_found[i];
    }

private:
    [[nodiscard]] bool is_turned() const {
        std::size_t a = 0;
        std::size_t b = m_points.size() - 1;
        while (a < b && m_points[a] == m_points[b]) {
            ++a;
            --b;
        }
        return a < b && is_before(m_points[b], m_points[a]);
    }
    std::vector<Point> m_points;
    std::vector<float> m_found;
};

/// Where rings of different neighbours come together: the points that two of them leave in different ways.
class Junctions {
public:
    explicit Junctions(std::size_t points)
        : m_slots(std::bit_ceil(2 * points + 2), none), m_seen(points), m_is_junction(points, 0) {}

    /// The ring's points have the numbers from `first` on.
    void add(std::span<const Point> ring, std::size_t first) {
        for (std::size_t i = 0; i < ring.size(); ++i) {
            Visit visit{ring[i], ring[i > 0 ? i - 1 : ring.size() - 1], ring[i + 1 < ring.size() ? i + 1 : 0],
                        0};
            if (is_before(visit.next, visit.previous)) std::swap(visit.next, visit.previous);
            const std::size_t slot = place(visit.at);
            if (m_slots[slot] == none) m_slots[slot] = static_cast<std::uint32_t>(first + i);
            visit.same = m_slots[slot];
            m_seen[first + i] = visit;
            const Visit& other = m_seen[visit.same];
            if (other.previous != visit.previous || other.next != visit.next) m_is_junction[visit.same] = 1;
        }
    }
    [[nodiscard]] bool is_junction(std::size_t point) const { return m_is_junction[m_seen[point].same] != 0; }

private:
    static constexpr std::uint32_t none = 0xffffffffU;
    struct Visit {
        Point at, previous, next;
        std::uint32_t same = 0;  // the first visit of the place
    };

    [[nodiscard]] std::size_t place(const Point& p) const {
        std::uint64_t hash = std::bit_cast<std::uint64_t>(p.x) * 0x9e3779b97f4a7c15U;
        hash = (hash ^ hash >> 29U ^ std::bit_cast<std::uint64_t>(p.y)) * 0xbf58476d1ce4e5b9U;
        hash ^= hash >> 32U;
        std::size_t i = hash & (m_slots.size() - 1);
        while (m_slots[i] != none && m_seen[m_slots[i]].at != p) i = (i + 1) & (m_slots.size() - 1);
        return i;
    }

    std::vector<std::uint32_t> m_slots;
    std::vector<Visit> m_seen;
    std::vector<std::uint8_t> m_is_junction;
};

/// Pieces between junctions; a ring without any is one piece from its westernmost point.
void simplify_ring(std::span<const Point> ring, std::span<float> out, PieceSimplifier& piece) {
    const std::size_t n = ring.size();
    std::size_t start = 0;
    while (start < n && out[start] != always) ++start;
    if (start == n) {
        start =
            static_cast<std::size_t>(std::min_element(ring.begin(), ring.end(), is_before) - ring.begin());
        out[start] = always;
    }
    for (std::size_t at = start, left = n; left > 0;) {
        std::size_t step = 1;
        while (step < left && out[(at + step) % n] != always) ++step;
        piece(ring, at, step + 1, out);
        at = (at + step) % n;
        left -= step;
    }
}

/// Points where shared borders meet are needed always.
void keep_junctions(std::span<WorldShapes> layers, const std::vector<bool>& shares_borders) {
    std::vector<WorldShapes*> sharing;
    std::size_t points = 0;
    for (std::size_t l = 0; l < layers.size(); ++l) {
        if (!shares_borders[l]) continue;
        sharing.push_back(&layers[l]);
        points += layers[l].shapes.points.size();
    }
    Junctions junctions{points};
    std::size_t first = 0;
    for (const WorldShapes* layer : sharing) {
        for (std::size_t r = 0; r < layer->shapes.ring_count(); ++r)
            junctions.add(layer->shapes.ring(r), first + layer->shapes.ring_begin[r]);
        first += layer->shapes.points.size();
    }
    first = 0;
    for (WorldShapes* layer : sharing) {
        for (float& significance : layer->significance) {
            if (junctions.is_junction(first++)) significance = always;
        }
    }
}

void simplify_rings(WorldShapes& layer, int threads) {
    const PolygonSet& shapes = layer.shapes;
    constexpr std::size_t at_once = 256;
    std::vector<std::size_t> blocks((shapes.ring_count() + at_once - 1) / at_once);
    std::iota(blocks.begin(), blocks.end(), std::size_t{0});
    parallel::for_each(blocks, threads, [&](std::size_t, std::size_t block) {
        PieceSimplifier piece;
        const std::size_t end = std::min((block + 1) * at_once, shapes.ring_count());
        for (std::size_t r = block * at_once; r < end; ++r) {
            const auto ring = shapes.ring(r);
            if (ring.empty()) continue;
            const auto out = std::span{layer.significance}.subspan(shapes.ring_begin[r], ring.size());
            if (layer.closed) {
                simplify_ring(ring, out, piece);
            } else {
                out.front() = out.back() = always;
                piece(ring, 0, ring.size(), out);
            }
        }
    });
}

}  // namespace

WorldShapes world_shapes(const FeatureLayer& layer) {
    WorldShapes out;
    out.closed = layer.shape == Shape::polygon;
    out.part_begin = layer.part_begin;
    const PolygonSet& from = layer.geometry;
    const ToDegrees degrees{layer.crs};
    out.shapes.points.reserve(from.points.size());
    for (std::size_t p = 0; p < from.part_count(); ++p) {
        for (std::size_t r = from.part_begin[p]; r < from.part_begin[p + 1]; ++r) {
            const std::size_t first = out.shapes.points.size();
            for (const Point& point : from.ring(r)) {
                const Point world = world_of(degrees(point));
                if (out.shapes.points.size() == first || out.shapes.points.back() != world)
                    out.shapes.points.push_back(world);
            }
            auto& points = out.shapes.points;
            if (out.closed) {
                while (points.size() > first + 1 && points.back() == points[first]) points.pop_back();
                const bool is_shell = r == from.part_begin[p];
                const auto begin = points.begin() + static_cast<std::ptrdiff_t>(first);
                if (points.size() > first && (shoelace(std::span{points}.subspan(first)) < 0.0) == is_shell)
                    std::reverse(begin, points.end());
            }
            out.shapes.close_ring();
        }
        out.shapes.close_part();
    }
    return out;
}

void find_significance(std::span<WorldShapes> layers, const std::vector<bool>& shares_borders, int threads) {
    for (WorldShapes& layer : layers) layer.significance.assign(layer.shapes.points.size(), 0.0F);
    keep_junctions(layers, shares_borders);
    for (WorldShapes& layer : layers) simplify_rings(layer, threads);
}

}  // namespace amaneku::tiles
