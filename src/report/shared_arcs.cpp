#include "report/shared_arcs.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>
#include <utility>

namespace amaneku::report {

namespace {

using Line = std::vector<GridPoint>;

constexpr double steps_across = 200'000.0;

std::uint64_t key_of(GridPoint p) noexcept {
    return static_cast<std::uint64_t>(static_cast<std::uint32_t>(p.x)) << 32U |
           static_cast<std::uint32_t>(p.y);
}

/// Twice the area.
double area_of(const Line& ring) {
    double sum = 0.0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const GridPoint a = ring[i];
        const GridPoint b = ring[(i + 1) % ring.size()];
        sum += static_cast<double>(a.x) * b.y - static_cast<double>(b.x) * a.y;
    }
    return std::abs(sum);
}

/// A ring's points in steps, not closed, none twice in a row.
Line quantised(std::span<const Point> ring, Point origin, double scale) {
    Line out;
    out.reserve(ring.size());
    for (const Point& p : ring) {
        const GridPoint at{static_cast<std::int32_t>(std::lround((p.x - origin.x) / scale)),
                           static_cast<std::int32_t>(std::lround((p.y - origin.y) / scale))};
        if (out.empty() || out.back() != at) out.push_back(at);
    }
    while (out.size() > 1 && out.back() == out.front()) out.pop_back();
    return out;
}

/// Points where borders meet or part: those that do not have the same two neighbours in every ring.
class Junctions {
public:
    explicit Junctions(const std::vector<Line>& rings) {
        for (const Line& ring : rings) {
            for (std::size_t i = 0; i < ring.size(); ++i) {
                const GridPoint before = ring[(i + ring.size() - 1) % ring.size()];
                const GridPoint after = ring[(i + 1) % ring.size()];
                add(ring[i], std::minmax(key_of(before), key_of(after)));
            }
        }
    }
    [[nodiscard]] bool at(GridPoint p) const { return m_points.at(key_of(p)).is_junction; }

private:
    struct Entry {
        std::pair<std::uint64_t, std::uint64_t> neighbours;
        bool is_junction = false;
    };
    void add(GridPoint p, std::pair<std::uint64_t, std::uint64_t> neighbours) {
        const auto [entry, is_new] = m_points.try_emplace(key_of(p), Entry{neighbours, false});
        if (!is_new && entry->second.neighbours != neighbours) entry->second.is_junction = true;
    }
    std::unordered_map<std::uint64_t, Entry> m_points;
};

/// Arcs, each once whichever way it is walked.
class ArcTable {
public:
    [[nodiscard]] std::int32_t add(Line line) {
        const bool is_closed = line.front() == line.back();
        if (is_closed) start_at_smallest(line);
        Line back{line.rbegin(), line.rend()};
        if (const auto found = m_places.find(line); found != m_places.end()) return found->second;
        if (const auto found = m_places.find(back); found != m_places.end()) return ~found->second;
        const auto place = static_cast<std::int32_t>(m_arcs.size());
        m_places.emplace(line, place);
        m_arcs.push_back(std::move(line));
        return place;
    }
    [[nodiscard]] std::vector<Line> take() { return std::move(m_arcs); }

private:
    /// So that the same ring of two areas (an enclave) is the same arc.
    static void start_at_smallest(Line& line) {
        line.pop_back();
        std::rotate(line.begin(), std::min_element(line.begin(), line.end()), line.end());
        line.push_back(line.front());
    }
    std::vector<Line> m_arcs;
    std::map<Line, std::int32_t> m_places;
};

/// Cuts a ring at its junctions.
std::vector<std::int32_t> cut(const Line& ring, const Junctions& junctions, ArcTable& arcs) {
    std::vector<std::size_t> at;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        if (junctions.at(ring[i])) at.push_back(i);
    }
    if (at.empty()) {
        Line whole = ring;
        whole.push_back(ring.front());
        return {arcs.add(std::move(whole))};
    }
    std::vector<std::int32_t> out;
    for (std::size_t j = 0; j < at.size(); ++j) {
        const std::size_t end = j + 1 < at.size() ? at[j + 1] : at[0] + ring.size();
        Line piece;
        for (std::size_t i = at[j]; i <= end; ++i) piece.push_back(ring[i % ring.size()]);
        out.push_back(arcs.add(std::move(piece)));
    }
    return out;
}

/// The point between two of a line that is farthest from the straight line between them.
std::pair<std::size_t, double> farthest(const Line& line, std::size_t from, std::size_t to) {
    const double x = static_cast<double>(line[to].x) - line[from].x;
    const double y = static_cast<double>(line[to].y) - line[from].y;
    const double length = std::hypot(x, y);
    std::pair<std::size_t, double> best{from, -1.0};
    for (std::size_t i = from + 1; i < to; ++i) {
        const double px = static_cast<double>(line[i].x) - line[from].x;
        const double py = static_cast<double>(line[i].y) - line[from].y;
        double distance = std::hypot(px, py);
        if (length > 0.0) {
            // Past an end of the straight line the end is what counts.
            const double along = std::clamp((px * x + py * y) / (length * length), 0.0, 1.0);
            distance = std::hypot(px - along * x, py - along * y);
        }
        if (distance > best.second) best = {i, distance};
    }
    return best;
}

/// Douglas-Peucker; closed lines keep four points at least, others `least_inside` between their ends.
Line simplified(const Line& line, double tolerance, std::size_t least_inside) {
    std::vector<std::uint8_t> keep(line.size(), 0);
    keep.front() = keep.back() = 1;
    std::vector<std::pair<std::size_t, std::size_t>> open{{0, line.size() - 1}};
    std::size_t inside = 0;
    const bool is_closed = line.front() == line.back();
    const std::size_t least = is_closed ? std::max<std::size_t>(2, least_inside) : least_inside;
    for (std::size_t next = 0; next < open.size(); ++next) {
        const auto [from, to] = open[next];
        const auto [at, distance] = farthest(line, from, to);
        if (distance < 0.0 || (distance <= tolerance && inside >= least)) continue;
        keep[at] = 1;
        ++inside;
        open.emplace_back(from, at);
        open.emplace_back(at, to);
    }
    Line out;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (keep[i] != 0) out.push_back(line[i]);
    }
    return out;
}

std::vector<Line> simplified(const std::vector<Line>& arcs, double tolerance,
                             const std::vector<std::uint8_t>& must_bend) {
    std::vector<Line> out;
    out.reserve(arcs.size());
    for (std::size_t a = 0; a < arcs.size(); ++a)
        out.push_back(simplified(arcs[a], tolerance, must_bend[a] != 0 ? 1 : 0));
    return out;
}

/// Rings that are left when those smaller than `least_area` go, but for the largest part of each owner.
std::vector<std::vector<std::uint32_t>> parts_left(const PolygonSet& polygons, const std::vector<Line>& rings,
                                                   const std::vector<std::uint32_t>& owner,
                                                   double least_area) {
    std::vector<double> areas(rings.size());
    for (std::size_t r = 0; r < rings.size(); ++r) areas[r] = rings[r].size() < 3 ? 0.0 : area_of(rings[r]);
    std::map<std::uint32_t, std::size_t> largest;
    for (std::size_t p = 0; p < polygons.part_count(); ++p) {
        if (polygons.part_begin[p] == polygons.part_begin[p + 1]) continue;
        const auto [found, is_new] = largest.try_emplace(owner[p], p);
        if (!is_new && areas[polygons.part_begin[p]] > areas[polygons.part_begin[found->second]])
            found->second = p;
    }
    std::vector<std::vector<std::uint32_t>> out(polygons.part_count());
    for (std::size_t p = 0; p < polygons.part_count(); ++p) {
        const std::size_t first = polygons.part_begin[p];
        if (first == polygons.part_begin[p + 1]) continue;
        const bool is_largest = largest.at(owner[p]) == p;
        if (rings[first].size() < 3 || (areas[first] < least_area && !is_largest)) continue;
        for (std::size_t r = first; r < polygons.part_begin[p + 1]; ++r) {
            if (r == first || (rings[r].size() >= 3 && areas[r] >= least_area))
                out[p].push_back(static_cast<std::uint32_t>(r));
        }
    }
    return out;
}

std::size_t points_of(const std::vector<Line>& arcs) {
    std::size_t sum = 0;
    for (const Line& arc : arcs) sum += arc.size();
    return sum;
}

/// The polygons cut into arcs, those of parts that are left.
struct Cut {
    std::vector<Line> arcs;
    std::vector<std::vector<std::int32_t>> rings;
    std::vector<std::uint8_t> must_bend;  ///< arcs of a ring of two: both straight, it would be nothing
};

Cut cut_rings(const std::vector<Line>& rings, const std::vector<std::vector<std::uint32_t>>& parts) {
    std::vector<Line> left;
    for (const auto& part : parts) {
        for (const std::uint32_t r : part) left.push_back(rings[r]);
    }
    const Junctions junctions{left};
    ArcTable arcs;
    Cut out;
    out.rings.resize(rings.size());
    for (const auto& part : parts) {
        for (const std::uint32_t r : part) out.rings[r] = cut(rings[r], junctions, arcs);
    }
    out.arcs = arcs.take();
    out.must_bend.resize(out.arcs.size());
    for (const auto& ring : out.rings) {
        if (ring.size() > 2) continue;
        for (const std::int32_t arc : ring) out.must_bend[static_cast<std::size_t>(arc < 0 ? ~arc : arc)] = 1;
    }
    return out;
}

}  // namespace

SharedArcs shared_arcs(const PolygonSet& polygons, const std::vector<std::uint32_t>& owner,
                       std::size_t most_points) {
    SharedArcs out;
    if (polygons.points.empty()) {
        out.parts.resize(polygons.part_count());
        return out;
    }
    Point low = polygons.points.front();
    Point high = low;
    for (const Point& p : polygons.points) {
        low = {std::min(low.x, p.x), std::min(low.y, p.y)};
        high = {std::max(high.x, p.x), std::max(high.y, p.y)};
    }
    const double across = std::max({high.x - low.x, high.y - low.y, 1e-6});
    out.origin = low;
    out.scale = across / steps_across;
    std::vector<Line> rings;
    rings.reserve(polygons.ring_count());
    for (std::size_t r = 0; r < polygons.ring_count(); ++r)
        rings.push_back(quantised(polygons.ring(r), out.origin, out.scale));
    for (double tolerance = 0.5;; tolerance *= 2.0) {
        out.parts = parts_left(polygons, rings, owner, 2.0 * tolerance * tolerance);
        Cut pieces = cut_rings(rings, out.parts);
        out.arcs = simplified(pieces.arcs, tolerance, pieces.must_bend);
        out.rings = std::move(pieces.rings);
        if (points_of(out.arcs) <= most_points || tolerance > steps_across / 100.0) break;
    }
    return out;
}

}  // namespace amaneku::report
