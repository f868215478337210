#include "footprint/station_draw.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numbers>

namespace amaneku::footprint {

namespace {

constexpr double metres_per_degree = 6'371'008.8 * std::numbers::pi / 180.0;  // on the mean sphere

/// Sums of weights from which one can be taken away (a Fenwick tree).
class WeightTree {
public:
    explicit WeightTree(std::span<const std::uint64_t> weights) : m_sums(weights.size() + 1, 0) {
        for (std::size_t i = 1; i < m_sums.size(); ++i) {
            m_sums[i] += weights[i - 1];
            m_total += weights[i - 1];
            const std::size_t parent = i + (i & (0 - i));
            if (parent < m_sums.size()) m_sums[parent] += m_sums[i];
        }
    }
    [[nodiscard]] std::uint64_t total() const noexcept { return m_total; }
    /// The first whose weights up to itself exceed `value`. @param value  below `total`
    [[nodiscard]] std::size_t find(std::uint64_t value) const noexcept {
        std::size_t at = 0;
        for (std::size_t step = std::bit_floor(m_sums.size() - 1); step > 0; step /= 2) {
            if (at + step < m_sums.size() && m_sums[at + step] <= value) {
                at += step;
                value -= m_sums[at];
            }
        }
        return at;
    }
    void remove(std::size_t which, std::uint64_t weight) noexcept {
        m_total -= weight;
        for (std::size_t i = which + 1; i < m_sums.size(); i += i & (0 - i)) m_sums[i] -= weight;
    }

private:
    std::vector<std::uint64_t> m_sums;
    std::uint64_t m_total = 0;
};

/// Candidates in metres from the first, in a plane: a municipality is small.
std::vector<Point> in_metres(std::span<const Point> at) {
    std::vector<Point> out;
    if (at.empty()) return out;
    const double east = metres_per_degree * std::cos(at.front().y * std::numbers::pi / 180.0);
    out.reserve(at.size());
    for (const Point& p : at)
        out.push_back({(p.x - at.front().x) * east, (p.y - at.front().y) * metres_per_degree});
    return out;
}

}  // namespace

std::vector<std::uint64_t> candidate_weights(std::span<const double> people, double attachment) {
    constexpr double scale = 0x1.0p40;
    std::vector<std::uint64_t> out(people.size(), 1);
    if (attachment == 0.0 || people.empty()) return out;
    const double most = *std::max_element(people.begin(), people.end());
    for (std::size_t i = 0; i < people.size(); ++i) {
        if (people[i] <= 0.0) {
            out[i] = 0;
            continue;
        }
        const double part = people[i] / most;
        const double weight = attachment == 1.0 ? part : std::pow(part, attachment);
        out[i] = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(std::llround(weight * scale)));
    }
    return out;
}

StationDraw draw_stations(const StationCandidates& candidates, std::size_t count, double minimum_distance_m,
                          DrawRandom& random) {
    StationDraw out;
    if (candidates.at.empty()) return out;
    const std::vector<Point> metres = in_metres(candidates.at);
    WeightTree tree{candidates.weight};
    std::vector<std::uint32_t> waiting;
    const double least = minimum_distance_m * minimum_distance_m;
    while (out.taken.size() < count && tree.total() > 0) {
        const std::size_t drawn = tree.find(random.below(tree.total()));
        tree.remove(drawn, candidates.weight[drawn]);
        const bool is_near = std::any_of(out.taken.begin(), out.taken.end(), [&](std::uint32_t other) {
            const double dx = metres[drawn].x - metres[other].x;
            const double dy = metres[drawn].y - metres[other].y;
            return dx * dx + dy * dy < least;
        });
        (is_near ? waiting : out.taken).push_back(static_cast<std::uint32_t>(drawn));
    }
    for (std::size_t i = 0; i < waiting.size() && out.taken.size() < count; ++i) {
        out.taken.push_back(waiting[i]);
        ++out.too_near;
    }
    return out;
}

}  // namespace amaneku::footprint
