#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace amaneku {

/// A position in the plane of a grid's CRS: x is longitude or easting, y latitude or northing.
struct Point {
    double x = 0.0;
    double y = 0.0;

    friend bool operator==(const Point&, const Point&) = default;
};

/// Polygon parts in flat arrays, so that a million of them cost a handful of allocations.
///
/// Part p is the rings [part_begin[p], part_begin[p+1]); its first ring is the shell, the others are holes.
/// Ring r is the points [ring_begin[r], ring_begin[r+1]); the closing point may be repeated or not.
/// What a part covers: what its shell winds around (winding != 0) minus what any of its holes winds around;
/// so orientation does not matter and a ring that crosses itself has a stated meaning.
struct PolygonSet {
    std::vector<Point> points;
    std::vector<std::size_t> ring_begin{0};
    std::vector<std::size_t> part_begin{0};

    [[nodiscard]] std::size_t part_count() const noexcept { return part_begin.size() - 1; }
    [[nodiscard]] std::size_t ring_count() const noexcept { return ring_begin.size() - 1; }
    [[nodiscard]] std::span<const Point> ring(std::size_t r) const noexcept {
        return std::span{points}.subspan(ring_begin[r], ring_begin[r + 1] - ring_begin[r]);
    }

    /// Ends the ring whose points were pushed since the last call.
    void close_ring() { ring_begin.push_back(points.size()); }
    /// Ends the part whose rings were closed since the last call.
    void close_part() { part_begin.push_back(ring_count()); }
    void clear() {
        points.clear();
        ring_begin.assign(1, 0);
        part_begin.assign(1, 0);
    }
    /// Appends all parts of `other`.
    void append(const PolygonSet& other) {
        const std::size_t points_before = points.size();
        const std::size_t rings_before = ring_count();
        points.insert(points.end(), other.points.begin(), other.points.end());
        for (std::size_t r = 1; r < other.ring_begin.size(); ++r)
            ring_begin.push_back(points_before + other.ring_begin[r]);
        for (std::size_t p = 1; p < other.part_begin.size(); ++p)
            part_begin.push_back(rings_before + other.part_begin[p]);
    }
};

}  // namespace amaneku
