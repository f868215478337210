#include "planning/box_tree.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace amaneku::planning {

namespace {

/// Bits of two 32-bit numbers in turn.
std::uint64_t interleaved(std::uint32_t x, std::uint32_t y) noexcept {
    const auto spread = [](std::uint64_t v) {
        v = (v | v << 16) & 0x0000ffff0000ffffU;
        v = (v | v << 8) & 0x00ff00ff00ff00ffU;
        v = (v | v << 4) & 0x0f0f0f0f0f0f0f0fU;
        v = (v | v << 2) & 0x3333333333333333U;
        return (v | v << 1) & 0x5555555555555555U;
    };
    return spread(x) | spread(y) << 1;
}

std::uint32_t part_of(double value, double low, double high) noexcept {
    if (!(high > low)) return 0;
    return static_cast<std::uint32_t>(std::clamp((value - low) / (high - low), 0.0, 1.0) * 4294967295.0);
}

}  // namespace

BoxTree::BoxTree(const std::vector<GeoBox>& boxes) : m_items(boxes.size()) {
    if (boxes.empty()) return;
    GeoBox all;
    for (const GeoBox& box : boxes) all.add(box);
    std::vector<std::uint64_t> at;
    at.reserve(boxes.size());
    for (const GeoBox& box : boxes)
        at.push_back(interleaved(part_of((box.x0 + box.x1) / 2.0, all.x0, all.x1),
                                 part_of((box.y0 + box.y1) / 2.0, all.y0, all.y1)));
    std::iota(m_items.begin(), m_items.end(), std::uint32_t{0});
    std::sort(m_items.begin(), m_items.end(),
              [&](std::uint32_t a, std::uint32_t b) { return at[a] != at[b] ? at[a] < at[b] : a < b; });
    m_levels.emplace_back();
    for (const std::uint32_t item : m_items) m_levels.back().push_back(boxes[item]);
    while (m_levels.back().size() > node_size) {
        const std::vector<GeoBox>& below = m_levels.back();
        std::vector<GeoBox> nodes((below.size() + node_size - 1) / node_size);
        for (std::size_t i = 0; i < below.size(); ++i) nodes[i / node_size].add(below[i]);
        m_levels.push_back(std::move(nodes));
    }
}

}  // namespace amaneku::planning
