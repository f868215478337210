#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <queue>
#include <utility>
#include <vector>

namespace amaneku::planning {

/// A closed box of longitudes (x) and latitudes (y) in degrees.
struct GeoBox {
    double x0 = std::numeric_limits<double>::infinity();
    double y0 = std::numeric_limits<double>::infinity();
    double x1 = -std::numeric_limits<double>::infinity();
    double y1 = -std::numeric_limits<double>::infinity();

    void add(const GeoBox& other) noexcept {
        x0 = x0 < other.x0 ? x0 : other.x0;
        y0 = y0 < other.y0 ? y0 : other.y0;
        x1 = x1 > other.x1 ? x1 : other.x1;
        y1 = y1 > other.y1 ? y1 : other.y1;
    }
    [[nodiscard]] bool touches(const GeoBox& other) const noexcept {
        return x0 <= other.x1 && other.x0 <= x1 && y0 <= other.y1 && other.y0 <= y1;
    }
};

/// A packed R-tree of boxes that do not change: along a Morton curve, sixteen to a node.
class BoxTree {
public:
    BoxTree() = default;
    explicit BoxTree(const std::vector<GeoBox>& boxes);

    /// Calls `visit(index)` for every box that touches another, in no order of meaning.
    template <typename Visit>
    void for_each_touching(const GeoBox& box, Visit&& visit) const {
        if (m_items.empty()) return;
        touching(m_levels.size() - 1, 0, m_levels.back().size(), box, visit);
    }

    /// Boxes in the order of `bound(box)`, which must not fall from a box to a box inside it: calls
    /// `visit(index)`, which returns how far bounds may still reach; ends where they go beyond.
    template <typename Bound, typename Visit>
    void for_each_by(Bound&& bound, Visit&& visit) const {
        using Entry = std::pair<double, std::pair<std::size_t, std::size_t>>;  // bound, (level, index)
        std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
        double reach = std::numeric_limits<double>::infinity();
        const auto push = [&](std::size_t level, std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) {
                const double b = bound(m_levels[level][i]);
                if (b <= reach) queue.push({b, {level, i}});
            }
        };
        if (!m_items.empty()) push(m_levels.size() - 1, 0, m_levels.back().size());
        while (!queue.empty() && queue.top().first <= reach) {
            const auto [level, i] = queue.top().second;
            queue.pop();
            if (level == 0) {
                reach = visit(m_items[i]);
            } else {
                push(level - 1, i * node_size, end_of(level - 1, i));
            }
        }
    }

private:
    static constexpr std::size_t node_size = 16;

    [[nodiscard]] std::size_t end_of(std::size_t level, std::size_t node) const noexcept {
        const std::size_t end = (node + 1) * node_size;
        return end < m_levels[level].size() ? end : m_levels[level].size();
    }
    template <typename Visit>
    void touching(std::size_t level, std::size_t begin, std::size_t end, const GeoBox& box,
                  Visit& visit) const {
        for (std::size_t i = begin; i < end; ++i) {
            if (!m_levels[level][i].touches(box)) continue;
            if (level == 0) {
                visit(m_items[i]);
            } else {
                touching(level - 1, i * node_size, end_of(level - 1, i), box, visit);
            }
        }
    }

    std::vector<std::uint32_t> m_items;         ///< by place along the curve
    std::vector<std::vector<GeoBox>> m_levels;  ///< boxes of the items, then of nodes above
};

}  // namespace amaneku::planning
