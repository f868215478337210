#include "core/placement_range.hpp"

#include <algorithm>
#include <cmath>

namespace amaneku {

std::vector<Amount> covered_by_draw(const PlacementRange& range, std::span<const std::uint32_t> zones,
                                    std::size_t weight, std::size_t layer, Rule rule) {
    std::vector<Amount> out(range.draw_count, 0);
    for (std::size_t draw = 0; draw < range.draw_count; ++draw) {
        for (const std::uint32_t zone : zones)
            out[draw] += range.covered[range.index(draw, zone, weight, layer, rule)];
    }
    return out;
}

std::size_t nearest_rank(std::size_t count, std::size_t percent) noexcept {
    return (count * percent + 99) / 100 - 1;
}

Spread spread_of(std::vector<Amount> values) {
    std::sort(values.begin(), values.end());
    const auto at = [&](std::size_t percent) { return values[nearest_rank(values.size(), percent)]; };
    Spread out{values.front(), at(10), at(50), at(90), values.back(), 0, 0.0};
    const auto count = static_cast<Amount>(values.size());
    Amount sum = 0;
    for (const Amount value : values) sum += value;
    out.mean = (2 * sum + count) / (2 * count);
    if (count == 1) return out;
    double squares = 0.0;
    for (const Amount value : values) {
        const double from_mean = to_double(count * value - sum) / static_cast<double>(count);
        squares += from_mean * from_mean;
    }
    out.deviation = std::sqrt(squares / static_cast<double>(count - 1));
    return out;
}

}  // namespace amaneku
