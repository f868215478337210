#include "planning/target_cover.hpp"

#include "planning/cover_bound.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <queue>
#include <utility>

namespace amaneku::planning {

namespace {

/// How far needs are met by a cover that grows or shrinks.
class Needs {
public:
    Needs(const CoverProblem& problem, std::span<const CoverNeed> needs)
        : m_problem{problem}, m_needs{needs}, m_of(problem.element_count), m_reached(needs.size(), 0) {
        for (std::uint32_t n = 0; n < needs.size(); ++n) {
            for (const std::uint32_t e : needs[n].elements) m_of[e].push_back(n);
        }
        m_more.assign(needs.size(), 0);
    }

    [[nodiscard]] bool are_met() const {
        for (std::size_t n = 0; n < m_needs.size(); ++n) {
            if (m_reached[n] < m_needs[n].amount) return false;
        }
        return true;
    }
    /// How much nearer a candidate brings all needs together.
    [[nodiscard]] Amount gain(const Cover& cover, std::size_t candidate) {
        m_touched.clear();
        for_each_gain(cover, candidate, [&](std::uint32_t need, CellAmount more) {
            if (m_more[need] == 0) m_touched.push_back(need);
            m_more[need] += more;
        });
        Amount out = 0;
        for (const std::uint32_t n : m_touched) {
            out += std::clamp<Amount>(m_needs[n].amount - m_reached[n], 0, m_more[n]);
            m_more[n] = 0;
        }
        return out;
    }
    /// To be called before the candidate is added.
    void add(const Cover& cover, std::size_t candidate) {
        for_each_gain(cover, candidate,
                      [&](std::uint32_t need, CellAmount more) { m_reached[need] += more; });
    }
    void recount(const Cover& cover) {
        for (std::size_t n = 0; n < m_needs.size(); ++n) {
            m_reached[n] = 0;
            for (const std::uint32_t e : m_needs[n].elements) m_reached[n] += cover.best(e);
        }
    }
    /// What a removed candidate's elements lost: `before` and `after` the removal.
    void move(std::size_t candidate, std::span<const CellAmount> before, const Cover& after) {
        for (std::uint64_t k = m_problem.begin[candidate]; k < m_problem.begin[candidate + 1]; ++k) {
            const std::uint32_t e = m_problem.element[k];
            const CellAmount less = before[k - m_problem.begin[candidate]] - after.best(e);
            for (const std::uint32_t n : m_of[e]) m_reached[n] -= less;
        }
    }
    [[nodiscard]] const std::vector<Amount>& reached() const noexcept { return m_reached; }

private:
    template <typename Take>
    void for_each_gain(const Cover& cover, std::size_t candidate, Take take) const {
        for (std::uint64_t k = m_problem.begin[candidate]; k < m_problem.begin[candidate + 1]; ++k) {
            const std::uint32_t e = m_problem.element[k];
            const CellAmount more = m_problem.amount[k] - cover.best(e);
            if (more <= 0) continue;
            for (const std::uint32_t n : m_of[e]) take(n, more);
        }
    }

    const CoverProblem& m_problem;
    std::span<const CoverNeed> m_needs;
    std::vector<std::vector<std::uint32_t>> m_of;  ///< [element] needs that it counts for
    std::vector<Amount> m_reached;                 ///< [need]
    std::vector<Amount> m_more;                    ///< scratch
    std::vector<std::uint32_t> m_touched;
};

struct Offer {
    Amount gain;
    std::int64_t cost;
    std::uint32_t candidate;

    friend bool operator<(const Offer& a, const Offer& b) {
        const Amount left = a.gain * b.cost;
        const Amount right = b.gain * a.cost;
        return left != right ? left < right : a.candidate > b.candidate;
    }
};

std::vector<std::uint32_t> greedy(const CoverProblem& problem, Needs& needs, Cover& cover) {
    std::priority_queue<Offer> offers;
    for (std::uint32_t c = 0; c < problem.size(); ++c) {
        if (const Amount gain = needs.gain(cover, c); gain > 0) offers.push({gain, problem.cost[c], c});
    }
    std::vector<std::uint32_t> chosen;
    while (!needs.are_met() && !offers.empty()) {
        Offer offer = offers.top();
        offers.pop();
        offer.gain = needs.gain(cover, offer.candidate);
        if (offer.gain == 0) continue;
        if (!offers.empty() && offer < offers.top()) {
            offers.push(offer);
            continue;
        }
        needs.add(cover, offer.candidate);
        cover.add(offer.candidate);
        chosen.push_back(offer.candidate);
    }
    return chosen;
}

/// Takes out what the needs are met without: the dearest first, of those the latest chosen.
void take_out_needless(const CoverProblem& problem, Needs& needs, Cover& cover,
                       std::vector<std::uint32_t>& chosen) {
    const ReachedBy by{problem};
    std::vector<std::uint32_t> order{chosen.rbegin(), chosen.rend()};
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return problem.cost[a] > problem.cost[b]; });
    std::vector<CellAmount> before;
    for (const std::uint32_t c : order) {
        before.clear();
        for (std::uint64_t k = problem.begin[c]; k < problem.begin[c + 1]; ++k)
            before.push_back(cover.best(problem.element[k]));
        cover.remove(c, by);
        needs.move(c, before, cover);
        if (needs.are_met()) {
            std::erase(chosen, c);
        } else {
            needs.add(cover, c);
            cover.add(c);
        }
    }
}

/// A bound on the cost of meeting all needs together. With prices of elements as in `priced_bound` no choice
/// x brings need n more than the prices of its elements and the surpluses G of the chosen; so for any weights
/// of needs, cost >= sum of weight x (amount - prices) + sum over candidates of min(0, cost - weights x G).
class JointBound {
public:
    /// @param price  [element] of one need, the largest; of the others nothing has a price
    JointBound(const CoverProblem& problem, std::span<const CoverNeed> needs, std::size_t largest,
               std::span<const CellAmount> price)
        : m_problem{problem} {
        std::vector<std::vector<std::uint32_t>> of(problem.element_count);
        for (std::uint32_t n = 0; n < needs.size(); ++n) {
            double missing = to_double(needs[n].amount);
            for (const std::uint32_t e : needs[n].elements) {
                of[e].push_back(n);
                if (n == largest) missing -= to_double(price[e]);
            }
            m_missing.push_back(missing);
        }
        std::map<std::uint32_t, double> surplus;
        m_begin.push_back(0);
        for (std::size_t c = 0; c < problem.size(); ++c) {
            surplus.clear();
            for (std::uint64_t k = problem.begin[c]; k < problem.begin[c + 1]; ++k) {
                const std::uint32_t e = problem.element[k];
                for (const std::uint32_t n : of[e]) {
                    const double more =
                        to_double(problem.amount[k]) - (n == largest ? to_double(price[e]) : 0.0);
                    if (more > 0.0) surplus[n] += more;
                }
            }
            for (const auto& [n, more] : surplus) {
                if (m_missing[n] <= 0.0) continue;
                m_need.push_back(n);
                m_surplus.push_back(more / m_missing[n]);
            }
            m_begin.push_back(m_need.size());
        }
        // Each need in parts of itself: a village's counts as much as the nation's.
        for (double& missing : m_missing) missing = missing > 0.0 ? 1.0 : 0.0;
    }

    /// The best found: weights one by one, as far as each helps, then subgradients.
    /// @param known  a cost that does
    [[nodiscard]] double best(double known) const {
        std::vector<double> weight(m_missing.size(), 0.0);
        std::vector<double> slope;
        double best = 0.0;
        double damping = 0.2;
        int without = 0;
        raise_weights(weight);
        constexpr double most_work = 1e8;  // entries looked at: a second
        const int steps =
            static_cast<int>(std::clamp(most_work / static_cast<double>(m_need.size() + 1), 100.0, 1000.0));
        for (int step = 0; step < steps && best < known; ++step) {
            const double bound = evaluate(weight, slope);
            if (bound > best) {
                best = bound;
                without = 0;
            } else if (++without >= 10) {
                damping /= 2.0;
                without = 0;
            }
            double norm = 0.0;
            for (std::size_t n = 0; n < slope.size(); ++n) {
                if (weight[n] <= 0.0 && slope[n] < 0.0) slope[n] = 0.0;
                norm += slope[n] * slope[n];
            }
            if (norm <= 0.0) break;
            const double length = damping * (known - bound) / norm;
            for (std::size_t n = 0; n < slope.size(); ++n)
                weight[n] = std::max(0.0, weight[n] + length * slope[n]);
        }
        return best;
    }

private:
    /// Sets each weight to where the bound is highest, the others as they are, a few times over.
    void raise_weights(std::vector<double>& weight) const {
        struct Entry {
            std::size_t candidate;
            double surplus;
        };
        std::vector<std::vector<Entry>> of(m_missing.size());
        std::vector<double> reduced;
        for (std::size_t c = 0; c + 1 < m_begin.size(); ++c) {
            reduced.push_back(static_cast<double>(m_problem.cost[c]));
            for (std::size_t k = m_begin[c]; k < m_begin[c + 1]; ++k)
                of[m_need[k]].push_back({c, m_surplus[k]});
        }
        std::vector<std::pair<double, double>> steps;  // weight above which a candidate is in, its surplus
        constexpr int passes = 6;
        for (int pass = 0; pass < passes; ++pass) {
            for (std::size_t n = 0; n < of.size(); ++n) {
                steps.clear();
                for (const Entry& e : of[n]) {
                    reduced[e.candidate] += weight[n] * e.surplus;
                    steps.emplace_back(reduced[e.candidate] / e.surplus, e.surplus);
                }
                std::sort(steps.begin(), steps.end());
                double left = m_missing[n];
                weight[n] = 0.0;
                for (const auto& [above, surplus] : steps) {
                    if (left <= 0.0) break;
                    weight[n] = std::max(0.0, above);
                    left -= surplus;
                }
                for (const Entry& e : of[n]) reduced[e.candidate] -= weight[n] * e.surplus;
            }
        }
    }
    double evaluate(const std::vector<double>& weight, std::vector<double>& slope) const {
        slope = m_missing;
        double out = 0.0;
        for (std::size_t n = 0; n < weight.size(); ++n) out += weight[n] * m_missing[n];
        for (std::size_t c = 0; c + 1 < m_begin.size(); ++c) {
            auto reduced = static_cast<double>(m_problem.cost[c]);
            for (std::size_t k = m_begin[c]; k < m_begin[c + 1]; ++k)
                reduced -= weight[m_need[k]] * m_surplus[k];
            if (reduced >= 0.0) continue;
            out += reduced;
            for (std::size_t k = m_begin[c]; k < m_begin[c + 1]; ++k) slope[m_need[k]] -= m_surplus[k];
        }
        return out;
    }

    const CoverProblem& m_problem;
    std::vector<double> m_missing;      ///< [need] 1, or 0 where prices alone meet it
    std::vector<std::size_t> m_begin;   ///< [candidate + 1]
    std::vector<std::uint32_t> m_need;  ///< by candidate
    std::vector<double> m_surplus;
};

std::int64_t bound_of(const CoverProblem& problem, std::span<const CoverNeed> needs, const Cover& cover) {
    if (needs.empty()) return 0;
    // The largest need is that of all zones together: many candidates reach the same of it, so that its
    // elements need prices.
    std::size_t largest = 0;
    for (std::size_t n = 1; n < needs.size(); ++n) {
        if (needs[n].elements.size() > needs[largest].elements.size()) largest = n;
    }
    const auto known = static_cast<double>(cover.cost());
    const std::vector<CellAmount> nothing(problem.element_count, 0);
    double best = JointBound{problem, needs, largest, nothing}.best(known);
    if (best < known) {
        const auto prices = best_prices(problem, {cover.best()}, cover.cost(), cover.value());
        best = std::max(best, JointBound{problem, needs, largest, prices}.best(known));
    }
    // Of floating-point numbers: less than they may be wrong by.
    return std::min(cover.cost(), static_cast<std::int64_t>(std::ceil(best * (1.0 - 1e-9) - 1e-6)));
}

}  // namespace

TargetPlan cheapest_cover(const CoverProblem& problem, std::span<const CoverNeed> needs,
                          const CoverOptions& options) {
    TargetPlan plan;
    Needs state{problem, needs};
    {
        Cover all{problem};
        for (std::size_t c = 0; c < problem.size(); ++c) all.add(c);
        state.recount(all);
        plan.reachable = state.reached();
        for (std::uint32_t n = 0; n < needs.size(); ++n) {
            if (plan.reachable[n] < needs[n].amount) plan.unreachable.push_back(n);
        }
        if (!plan.unreachable.empty()) return plan;
    }
    Cover cover{problem};
    state.recount(cover);
    plan.chosen = greedy(problem, state, cover);
    take_out_needless(problem, state, cover, plan.chosen);
    plan.bound = bound_of(problem, needs, cover);
    plan.cost = cover.cost();
    if (plan.bound < plan.cost && problem.size() <= options.exact_candidates &&
        problem.element.size() <= options.exact_entries) {
        const ExactCover exact = exact_cheapest_cover(problem, needs, options.exact_nodes);
        std::int64_t cost = 0;
        for (const std::uint32_t c : exact.chosen) cost += problem.cost[c];
        const bool found = !exact.chosen.empty();
        if (found && cost < plan.cost) plan.chosen = exact.chosen;
        if (found && exact.is_optimal) plan.bound = std::min(cost, plan.cost);
    }
    plan.chosen = in_order_of_gain(problem, plan.chosen);
    Cover final_cover{problem};
    for (const std::uint32_t c : plan.chosen) {
        plan.gain.push_back(final_cover.gain(c));
        final_cover.add(c);
    }
    plan.value = final_cover.value();
    plan.cost = final_cover.cost();
    plan.is_optimal = plan.cost == plan.bound;
    return plan;
}

}  // namespace amaneku::planning
