#include "tiles/shape_level.hpp"

#include "tiles/unit_polygons.hpp"

#include <algorithm>

namespace amaneku::tiles {

namespace {

UnitBox box_of(std::span<const UnitPoint> points) noexcept {
    UnitBox box{points.front(), points.front()};
    for (const UnitPoint& p : points) {
        box.low = {std::min(box.low.x, p.x), std::min(box.low.y, p.y)};
        box.high = {std::max(box.high.x, p.x), std::max(box.high.y, p.y)};
    }
    return box;
}

/// Builds a level part by part.
class LevelBuilder {
public:
    LevelBuilder(const WorldShapes& from, int z, double tolerance)
        : m_from{from}, m_z{z}, m_tolerance{static_cast<float>(tolerance / units_across(z))} {}

    ShapeLevel build() {
        for (std::size_t f = 0; f + 1 < m_from.part_begin.size(); ++f) {
            const std::size_t before = m_level.part_count();
            for (std::size_t p = m_from.part_begin[f]; p < m_from.part_begin[f + 1]; ++p) add_part(f, p);
            if (m_level.part_count() == before) add_trace(f);
        }
        return std::move(m_level);
    }

private:
    void add_part(std::size_t feature, std::size_t part) {
        const PolygonSet& shapes = m_from.shapes;
        const std::size_t begin = shapes.part_begin[part];
        for (std::size_t r = begin; r < shapes.part_begin[part + 1]; ++r) {
            take(r);
            const bool is_empty = m_from.closed ? !is_ring(r == begin) : m_ring.size() < 2;
            if (!is_empty) {
                end_ring();
            } else if (r == begin) {
                return;
            }
        }
        if (shapes.part_begin[part + 1] > begin) end_part(feature);
    }
    /// The points of a ring that this zoom needs, each on its unit.
    void take(std::size_t r) {
        const PolygonSet& shapes = m_from.shapes;
        m_ring.clear();
        for (std::size_t i = shapes.ring_begin[r]; i < shapes.ring_begin[r + 1]; ++i) {
            if (!(m_from.significance[i] >= m_tolerance)) continue;
            const UnitPoint unit = units_of(shapes.points[i], m_z);
            if (m_ring.empty() || m_ring.back() != unit) m_ring.push_back(unit);
        }
        if (m_from.closed) {
            while (m_ring.size() > 1 && m_ring.back() == m_ring.front()) m_ring.pop_back();
        }
    }
    /// A ring that simplifying has turned over is as good as none.
    [[nodiscard]] bool is_ring(bool is_shell) const {
        if (m_ring.size() < 3) return false;
        const std::int64_t area = shoelace(m_ring);
        return is_shell ? area > 0 : area < 0;
    }
    void end_ring() {
        m_level.points.insert(m_level.points.end(), m_ring.begin(), m_ring.end());
        m_level.ring_begin.push_back(m_level.points.size());
        for (std::size_t i = 0; i < m_ring.size(); i += ShapeLevel::chunk_points) {
            const std::size_t count = std::min(ShapeLevel::chunk_points + 1, m_ring.size() - i);
            UnitBox box = box_of(std::span{m_ring}.subspan(i, count));
            if (m_from.closed && i + count == m_ring.size()) {
                const UnitPoint& first = m_ring.front();
                box.low = {std::min(box.low.x, first.x), std::min(box.low.y, first.y)};
                box.high = {std::max(box.high.x, first.x), std::max(box.high.y, first.y)};
            }
            m_level.chunk_box.push_back(box);
        }
        m_level.chunk_begin.push_back(m_level.chunk_box.size());
    }
    void end_part(std::size_t feature) {
        const std::size_t begin = m_level.part_begin.back();
        m_level.part_begin.push_back(m_level.ring_begin.size() - 1);
        UnitBox box = box_of(m_level.ring(begin));
        m_level.part_box.push_back(box);
        m_level.part_feature.push_back(feature);
    }
    /// The longest part of a feature that is too small for its zoom, a unit wide at least.
    void add_trace(std::size_t feature) {
        const PolygonSet& shapes = m_from.shapes;
        UnitBox longest{};
        std::int64_t length = -1;
        for (std::size_t p = m_from.part_begin[feature]; p < m_from.part_begin[feature + 1]; ++p) {
            if (shapes.part_begin[p + 1] == shapes.part_begin[p]) continue;
            m_ring.clear();
            for (const Point& point : shapes.ring(shapes.part_begin[p]))
                m_ring.push_back(units_of(point, m_z));
            if (m_ring.empty()) continue;
            const UnitBox box = box_of(m_ring);
            const std::int64_t size = std::int64_t{box.high.x} - box.low.x + box.high.y - box.low.y;
            if (size > length) {
                length = size;
                longest = box;
            }
        }
        if (length < 0) return;
        const auto last = static_cast<std::int32_t>(units_across(m_z));
        const auto widen = [&](std::int32_t& low, std::int32_t& high) {
            if (low == high) (high < last ? high : low) += high < last ? 1 : -1;
        };
        widen(longest.low.x, longest.high.x);
        widen(longest.low.y, longest.high.y);
        if (m_from.closed) {
            m_ring = {
                longest.low, {longest.high.x, longest.low.y}, longest.high, {longest.low.x, longest.high.y}};
        } else {
            m_ring = {longest.low, longest.high};
        }
        end_ring();
        end_part(feature);
    }

    const WorldShapes& m_from;
    int m_z;
    float m_tolerance;
    std::vector<UnitPoint> m_ring;
    ShapeLevel m_level;
};

}  // namespace

UnitBox buffered(const TileAddress& tile) noexcept {
    const UnitPoint origin = origin_of(tile);
    return {{origin.x - buffer, origin.y - buffer}, {origin.x + extent + buffer, origin.y + extent + buffer}};
}

ShapeLevel shape_level(const WorldShapes& shapes, int z, double tolerance) {
    return LevelBuilder{shapes, z, tolerance}.build();
}

}  // namespace amaneku::tiles
