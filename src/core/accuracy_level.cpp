#include "core/accuracy_level.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <numeric>

namespace amaneku {

namespace {

constexpr std::array<std::string_view, 6> ids{"L0", "L1", "L2", "L3", "L4", "L5"};

}  // namespace

std::string_view level_id(AccuracyLevel level) noexcept {
    return ids[static_cast<std::size_t>(level)];
}

std::optional<AccuracyLevel> parse_level(std::string_view text) noexcept {
    if (text.size() != 2 || (text[0] != 'L' && text[0] != 'l') || text[1] < '0' || text[1] > '5')
        return std::nullopt;
    return static_cast<AccuracyLevel>(text[1] - '0');
}

std::uint64_t LevelCounts::total() const noexcept {
    return std::accumulate(of.begin(), of.end(), std::uint64_t{0});
}

LevelCounts& LevelCounts::operator+=(const LevelCounts& other) noexcept {
    std::transform(of.begin(), of.end(), other.of.begin(), of.begin(), std::plus<>{});
    return *this;
}

std::optional<AccuracyLevel> LevelCounts::lowest() const noexcept {
    const auto* const first = std::find_if(of.begin(), of.end(), [](std::uint64_t n) { return n > 0; });
    if (first == of.end()) return std::nullopt;
    return static_cast<AccuracyLevel>(first - of.begin());
}

std::string LevelCounts::text() const {
    const auto low = lowest();
    if (!low) return {};
    const std::uint64_t all = total();
    std::string out{level_id(*low)};
    if (of[static_cast<std::size_t>(*low)] == all) return out;
    std::string shares;
    for (std::size_t i = 0; i < of.size(); ++i) {
        if (of[i] == 0) continue;
        fmt::format_to(std::back_inserter(shares), "{}{} {:.1f} %", shares.empty() ? "" : ", ", ids[i],
                       100.0 * static_cast<double>(of[i]) / static_cast<double>(all));
    }
    return fmt::format("{} ({})", out, shares);
}

}  // namespace amaneku
