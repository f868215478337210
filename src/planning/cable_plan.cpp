#include "planning/cable_plan.hpp"

#include "planning/cover.hpp"
#include "planning/cover_bound.hpp"
#include "proj/geodesic.hpp"

#include <algorithm>
#include <cmath>
#include <queue>

namespace amaneku::planning {

namespace {

/// Cables that are built together.
struct Extension {
    std::vector<Cable> cables;
    Amount gain = 0;
    std::int64_t cost = 0;
    std::uint32_t group = 0;

    /// Less gain for its cost than another: what a heap needs.
    friend bool operator<(const Extension& a, const Extension& b) {
        const Amount left = a.gain * b.cost;
        const Amount right = b.gain * a.cost;
        return left != right ? left < right : a.group > b.group;
    }
};

std::int64_t cost_of(const CableProblem& problem, double metres, std::uint32_t cell) {
    const auto cable = static_cast<std::int64_t>(std::ceil(metres * problem.cost_per_m - 1e-6));
    return std::max<std::int64_t>(1, cable + problem.drop_cost[cell]);
}

/// A network that grows.
class Network {
public:
    explicit Network(const CableProblem& problem) : m_problem{problem}, m_served(problem.at.size(), 0) {
        find_groups();
    }

    [[nodiscard]] std::uint32_t group_count() const noexcept {
        return static_cast<std::uint32_t>(m_members.size());
    }

    /// The extension of a group with the most gain for its cost, within what is left; none where there is
    /// none.
    [[nodiscard]] Extension best(std::uint32_t group, std::int64_t left) const {
        std::int64_t nearest = -1;
        std::int64_t richest = -1;
        Cable to_nearest;
        Cable to_richest;
        for (const std::uint32_t cell : m_members[group]) {
            if (m_served[cell] != 0) continue;
            const Cable cable = from_network(cell);
            if (nearest < 0 || cable.metres < to_nearest.metres) {
                nearest = cell;
                to_nearest = cable;
            }
            if (richest < 0 || m_problem.gain[cell] * to_richest.cost >
                                   m_problem.gain[static_cast<std::size_t>(richest)] * cable.cost) {
                richest = cell;
                to_richest = cable;
            }
        }
        if (nearest < 0) return {};
        Extension out = grown(group, to_richest, left);
        if (nearest != richest) {
            Extension other = grown(group, to_nearest, left);
            if (out.cables.empty() || (!other.cables.empty() && out < other)) out = std::move(other);
        }
        return out;
    }
    void build(const Extension& extension) {
        for (const Cable& cable : extension.cables) m_served[cable.cell] = 1;
    }

private:
    void find_groups() {
        constexpr std::uint32_t none = 0xffffffffU;
        const std::size_t count = m_problem.at.size();
        std::vector<std::uint32_t> group(count, none);
        for (std::uint32_t first = 0; first < count; ++first) {
            if (group[first] != none) continue;
            const auto number = static_cast<std::uint32_t>(m_members.size());
            std::vector<std::uint32_t>& members = m_members.emplace_back();
            members.push_back(first);
            group[first] = number;
            for (std::size_t i = 0; i < members.size(); ++i) {
                for (const std::uint32_t next : m_problem.beside[members[i]]) {
                    if (group[next] != none) continue;
                    group[next] = number;
                    members.push_back(next);
                }
            }
            std::sort(members.begin(), members.end());
        }
    }
    [[nodiscard]] Cable cable(std::uint32_t cell, std::int64_t parent, double straight_m) const {
        const double metres = straight_m * m_problem.detour;
        return {cell, parent, metres, cost_of(m_problem, metres, cell), 0};
    }
    /// From the network as it stands: served cells beside are part of it.
    [[nodiscard]] Cable from_network(std::uint32_t cell) const {
        Cable out = cable(cell, -1, m_problem.network_m[cell]);
        for (const std::uint32_t next : m_problem.beside[cell]) {
            if (m_served[next] == 0) continue;
            const Cable other = between(cell, next);
            if (other.metres < out.metres) out = other;
        }
        return out;
    }
    [[nodiscard]] Cable between(std::uint32_t cell, std::uint32_t from) const {
        return cable(cell, from, proj::geodesic_distance(m_problem.at[from], m_problem.at[cell]));
    }
    /// Grows from a first cable by what gains most for its cost, and keeps what pays best in all.
    [[nodiscard]] Extension grown(std::uint32_t group, const Cable& first, std::int64_t left) const {
        struct Offer {
            Amount gain;
            Cable cable;
            bool operator<(const Offer& b) const {
                const Amount l = gain * b.cable.cost;
                const Amount r = b.gain * cable.cost;
                return l != r ? l < r : cable.cell > b.cable.cell;
            }
        };
        Extension all;
        all.group = group;
        std::size_t keep = 0;
        Amount best_gain = 0;
        std::int64_t best_cost = 1;
        std::priority_queue<Offer> offers;
        offers.push({m_problem.gain[first.cell], first});
        std::vector<std::uint32_t> taken;
        const auto is_taken = [&](std::uint32_t cell) {
            const auto at = std::lower_bound(taken.begin(), taken.end(), cell);
            return at != taken.end() && *at == cell;
        };
        constexpr std::size_t longest = 400;  // cells of one extension: what pays begins again from there
        while (!offers.empty() && all.cables.size() < longest) {
            const Offer offer = offers.top();
            offers.pop();
            if (is_taken(offer.cable.cell) || offer.cable.cost > left - all.cost) continue;
            taken.insert(std::lower_bound(taken.begin(), taken.end(), offer.cable.cell), offer.cable.cell);
            all.cables.push_back(offer.cable);
            all.gain += offer.gain;
            all.cost += offer.cable.cost;
            if (keep == 0 || all.gain * best_cost > best_gain * all.cost) {
                keep = all.cables.size();
                best_gain = all.gain;
                best_cost = all.cost;
            }
            for (const std::uint32_t next : m_problem.beside[offer.cable.cell]) {
                if (m_served[next] != 0 || is_taken(next)) continue;
                Cable on = between(next, offer.cable.cell);
                const Cable other = from_network(next);
                offers.push({m_problem.gain[next], other.metres < on.metres ? other : on});
            }
        }
        all.cables.resize(keep);
        all.gain = best_gain;
        all.cost = keep == 0 ? 0 : best_cost;
        return all;
    }

    const CableProblem& m_problem;
    std::vector<std::uint8_t> m_served;
    std::vector<std::vector<std::uint32_t>> m_members;  ///< [group] cells, ascending
};

/// Each cell by itself, at the least that a cable to it can cost.
Amount bound_of(const CableProblem& problem, std::int64_t budget) {
    CoverProblem each;
    each.element_count = problem.at.size();
    for (std::uint32_t cell = 0; cell < problem.at.size(); ++cell) {
        double straight = std::min(problem.network_m[cell], problem.shortest_m);
        for (const std::uint32_t next : problem.beside[cell])
            straight = std::min(straight, proj::geodesic_distance(problem.at[cell], problem.at[next]));
        each.add(cell, static_cast<CellAmount>(problem.gain[cell]));
        each.close(cost_of(problem, straight * problem.detour, cell));
    }
    return priced_bound(each, std::vector<CellAmount>(problem.at.size(), 0), budget);
}

}  // namespace

CablePlan extend_network(const CableProblem& problem, std::int64_t budget) {
    CablePlan out;
    Network network{problem};
    std::priority_queue<Extension> offers;
    for (std::uint32_t g = 0; g < network.group_count(); ++g) {
        Extension best = network.best(g, budget);
        if (!best.cables.empty()) offers.push(std::move(best));
    }
    std::uint32_t number = 0;
    while (!offers.empty()) {
        Extension next = offers.top();
        offers.pop();
        const std::uint32_t group = next.group;
        const std::int64_t left = budget - out.cost;
        if (next.cost <= left) {
            network.build(next);
            for (Cable& cable : next.cables) {
                cable.extension = number;
                out.cables.push_back(cable);
            }
            ++number;
            out.value += next.gain;
            out.cost += next.cost;
        }
        Extension again = network.best(group, budget - out.cost);
        if (!again.cables.empty()) offers.push(std::move(again));
    }
    out.bound = std::max(out.value, bound_of(problem, budget));
    return out;
}

}  // namespace amaneku::planning
