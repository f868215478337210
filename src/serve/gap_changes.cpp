#include "serve/gap_changes.hpp"

#include "core/weight.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace amaneku::serve {

namespace {

using planning::GapInput;

/// Neighbours of cells that people live in.
class Neighbours {
public:
    Neighbours(const std::vector<Cell>& cells, int count) : m_cells{cells}, m_count{count} {}

    template <typename Visit>
    void for_each(std::uint32_t cell, Visit visit) const {
        static constexpr std::array<std::array<int, 2>, 8> steps{
            {{0, 1}, {0, -1}, {1, 0}, {-1, 0}, {1, 1}, {1, -1}, {-1, 1}, {-1, -1}}};
        for (int i = 0; i < m_count; ++i) {
            const auto& [row, column] = steps[static_cast<std::size_t>(i)];
            const Cell wanted{m_cells[cell].row + row, m_cells[cell].column + column};
            const auto found = std::lower_bound(m_cells.begin(), m_cells.end(), wanted);
            if (found != m_cells.end() && *found == wanted)
                visit(static_cast<std::uint32_t>(found - m_cells.begin()));
        }
    }

private:
    const std::vector<Cell>& m_cells;
    int m_count;
};

/// All cells of the gaps that hold any of `seeds`.
std::vector<std::uint32_t> gaps_around(const GapInput& input, const Neighbours& neighbours,
                                       std::span<const std::uint32_t> seeds) {
    std::vector<std::uint32_t> out;
    std::unordered_set<std::uint32_t> seen;
    const auto take = [&](std::uint32_t cell) {
        if (planning::is_left_out(input, cell) && seen.insert(cell).second) out.push_back(cell);
    };
    for (const std::uint32_t cell : seeds) take(cell);
    for (std::size_t i = 0; i < out.size(); ++i) neighbours.for_each(out[i], take);
    return out;
}

/// Puts gaps together that share a cell.
std::vector<GapChange> grouped(std::uint32_t service, std::vector<Gap> before, std::vector<Gap> after) {
    std::vector<std::size_t> leader(before.size() + after.size());
    std::iota(leader.begin(), leader.end(), std::size_t{0});
    const auto find = [&](std::size_t i) {
        while (leader[i] != i) i = leader[i] = leader[leader[i]];
        return i;
    };
    std::unordered_map<std::uint32_t, std::size_t> owner;
    for (std::size_t i = 0; i < leader.size(); ++i) {
        for (const std::uint32_t cell : (i < before.size() ? before[i] : after[i - before.size()]).cells) {
            const auto [known, is_new] = owner.emplace(cell, i);
            if (!is_new) leader[find(i)] = find(known->second);
        }
    }
    std::map<std::size_t, GapChange> groups;  // in the order of their first gaps
    std::map<std::size_t, std::size_t> first;
    for (std::size_t i = 0; i < leader.size(); ++i) {
        GapChange& group = groups[first.emplace(find(i), i).first->second];
        group.service = service;
        if (i < before.size()) {
            group.before.push_back(std::move(before[i]));
        } else {
            group.after.push_back(std::move(after[i - before.size()]));
        }
    }
    std::vector<GapChange> out;
    for (auto& [at, group] : groups) {
        const bool same = group.before.size() == 1 && group.after.size() == 1 &&
                          group.before.front().cells == group.after.front().cells;
        if (!same) out.push_back(std::move(group));
    }
    return out;
}

}  // namespace

std::string_view GapChange::kind() const noexcept {
    if (before.empty()) return "appeared";
    if (after.empty()) return "vanished";
    if (before.size() == 1 && after.size() == 1) {
        const std::size_t was = before.front().cells.size();
        const std::size_t is = after.front().cells.size();
        if (is < was) return "smaller";
        if (is > was) return "larger";
        return "changed";
    }
    if (before.size() == 1) return "split";
    if (after.size() == 1) return "merged";
    return "changed";
}

std::vector<GapChange> gap_changes(const RunResult& run, planning::CellShares shares, std::uint32_t service,
                                   std::span<const std::uint8_t> before, std::span<const std::uint8_t> after,
                                   std::span<const std::uint32_t> changed) {
    if (changed.empty()) return {};
    const RuleProfile& profile = run.config.services[service].profile;
    const std::size_t weight = weight_index(run.population, profile.weight);
    const auto& counted = run.cell_counted[service];
    const GapInput was{run.population, run.zones, shares, before, counted, weight, profile.gap};
    const GapInput is{run.population, run.zones, shares, after, counted, weight, profile.gap};
    const Neighbours neighbours{run.population.cells, profile.gap.neighbours};
    std::vector<std::uint32_t> seeds{changed.begin(), changed.end()};
    for (const std::uint32_t cell : changed)
        neighbours.for_each(cell, [&](std::uint32_t next) { seeds.push_back(next); });
    return grouped(
        service,
        planning::find_gaps_among(was, service, profile.id, gaps_around(was, neighbours, seeds)).gaps,
        planning::find_gaps_among(is, service, profile.id, gaps_around(is, neighbours, seeds)).gaps);
}

}  // namespace amaneku::serve
