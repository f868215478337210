#include "planning/connected_cells.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <numeric>

namespace amaneku::planning {

namespace {

/// Disjoint sets; the root of a set is its first member, so that sets have an order.
class Sets {
public:
    explicit Sets(std::size_t count) : m_parent(count) { std::iota(m_parent.begin(), m_parent.end(), 0U); }
    std::uint32_t root(std::uint32_t i) {
        while (m_parent[i] != i) i = m_parent[i] = m_parent[m_parent[i]];
        return i;
    }
    void join(std::uint32_t a, std::uint32_t b) {
        a = root(a);
        b = root(b);
        m_parent[std::max(a, b)] = std::min(a, b);
    }

private:
    std::vector<std::uint32_t> m_parent;
};

}  // namespace

std::vector<std::vector<std::uint32_t>> connected_cells(std::span<const Cell> cells, int neighbours) {
    std::vector<std::uint32_t> order(cells.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(),
              [&](std::uint32_t a, std::uint32_t b) { return cells[a] < cells[b]; });
    // The half of the neighbours that comes before a cell: west, south, south-west, south-east.
    static constexpr std::array<std::array<std::int32_t, 2>, 4> before{{{0, -1}, {-1, 0}, {-1, -1}, {-1, 1}}};
    const std::size_t looked_at = neighbours == 4 ? 2 : 4;
    Sets sets{order.size()};
    for (std::uint32_t i = 0; i < order.size(); ++i) {
        const Cell at = cells[order[i]];
        for (std::size_t n = 0; n < looked_at; ++n) {
            const Cell other{at.row + before[n][0], at.column + before[n][1]};
            const auto found =
                std::lower_bound(order.begin(), order.begin() + i, other,
                                 [&](std::uint32_t k, const Cell& wanted) { return cells[k] < wanted; });
            if (found != order.begin() + i && cells[*found] == other)
                sets.join(i, static_cast<std::uint32_t>(found - order.begin()));
        }
    }
    std::vector<std::vector<std::uint32_t>> out;
    std::vector<std::uint32_t> place(order.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) {
        const std::uint32_t root = sets.root(i);
        if (root == i) {
            place[i] = static_cast<std::uint32_t>(out.size());
            out.emplace_back();
        }
        out[place[root]].push_back(order[i]);
    }
    return out;
}

}  // namespace amaneku::planning
