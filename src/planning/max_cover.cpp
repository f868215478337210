#include "planning/max_cover.hpp"

#include "planning/cover_bound.hpp"
#include "planning/exact_cover.hpp"

#include <algorithm>
#include <optional>
#include <queue>

namespace amaneku::planning {

namespace {

struct Offer {
    Amount gain;
    std::int64_t cost;  ///< 1 where costs are of no account
    std::uint32_t candidate;

    /// Less wanted than another: what a heap needs.
    friend bool operator<(const Offer& a, const Offer& b) {
        const Amount left = a.gain * b.cost;
        const Amount right = b.gain * a.cost;
        return left != right ? left < right : a.candidate > b.candidate;
    }
};

struct Greedy {
    std::vector<std::uint32_t> chosen;
    Amount value = 0;
    std::vector<std::vector<CellAmount>> prices;  ///< what was reached on the way
};

/// Gains only fall as more is chosen, so that a candidate whose renewed gain is still ahead is the best one.
Greedy greedy(const CoverProblem& problem, std::int64_t budget, bool by_cost) {
    Cover cover{problem};
    std::priority_queue<Offer> offers;
    for (std::uint32_t c = 0; c < problem.size(); ++c) {
        if (problem.cost[c] > budget) continue;
        const Amount gain = cover.gain(c);
        if (gain > 0) offers.push({gain, by_cost ? problem.cost[c] : 1, c});
    }
    Greedy out;
    std::size_t next_price = 1;
    while (!offers.empty()) {
        Offer offer = offers.top();
        offers.pop();
        if (problem.cost[offer.candidate] > budget - cover.cost()) continue;
        offer.gain = cover.gain(offer.candidate);
        if (offer.gain == 0) continue;
        if (!offers.empty() && offer < offers.top()) {
            offers.push(offer);
            continue;
        }
        cover.add(offer.candidate);
        out.chosen.push_back(offer.candidate);
        if (out.chosen.size() == next_price) {
            out.prices.push_back(cover.best());
            next_price *= 2;
        }
    }
    out.prices.push_back(cover.best());
    out.value = cover.value();
    return out;
}

/// Swaps of one chosen candidate for another, and further ones where the budget has room.
class LocalSearch {
public:
    LocalSearch(const CoverProblem& problem, std::int64_t budget, const std::vector<std::uint32_t>& chosen)
        : m_problem{problem}, m_budget{budget}, m_reached_by{problem}, m_cover{problem}, m_chosen{chosen} {
        std::sort(m_chosen.begin(), m_chosen.end());
        for (const std::uint32_t c : m_chosen) m_cover.add(c);
        for (std::size_t c = 0; c < problem.size(); ++c) m_gain.push_back(m_cover.gain(c));
    }

    std::vector<std::uint32_t> improved(int most_swaps) {
        bool any = true;
        while (any && most_swaps > 0) {
            any = false;
            for (std::size_t i = 0; i < m_chosen.size() && most_swaps > 0; ++i) {
                if (!try_swap(i)) continue;
                any = true;
                --most_swaps;
            }
            while (most_swaps > 0 && try_add()) --most_swaps;
        }
        return m_chosen;
    }

private:
    /// Calls for every candidate that shares an element with one.
    template <typename Visit>
    void for_each_near(std::uint32_t candidate, Visit visit) const {
        for (std::uint64_t k = m_problem.begin[candidate]; k < m_problem.begin[candidate + 1]; ++k) {
            const std::uint32_t e = m_problem.element[k];
            for (std::uint64_t r = m_reached_by.begin[e]; r < m_reached_by.begin[e + 1]; ++r)
                visit(m_reached_by.candidate[r]);
        }
    }
    void renew_gains(std::uint32_t candidate) {
        for_each_near(candidate, [&](std::uint32_t c) { m_stale.push_back(c); });
        std::sort(m_stale.begin(), m_stale.end());
        m_stale.erase(std::unique(m_stale.begin(), m_stale.end()), m_stale.end());
        for (const std::uint32_t c : m_stale) m_gain[c] = m_cover.gain(c);
        m_stale.clear();
    }
    /// The best candidate that the budget has room for; nothing where none adds more than `above`.
    [[nodiscard]] std::optional<std::uint32_t> best_addition(Amount above, std::uint32_t but) const {
        std::optional<std::uint32_t> best;
        const std::int64_t room = m_budget - m_cover.cost();
        for (std::uint32_t c = 0; c < m_problem.size(); ++c) {
            if (m_gain[c] <= above || c == but || m_cover.has(c) || m_problem.cost[c] > room) continue;
            above = m_gain[c];
            best = c;
        }
        return best;
    }
    bool try_swap(std::size_t place) {
        const std::uint32_t out = m_chosen[place];
        const Amount lost = m_cover.remove(out, m_reached_by);
        renew_gains(out);
        const auto in = best_addition(lost, out);
        const std::uint32_t taken = in.value_or(out);
        m_cover.add(taken);
        renew_gains(taken);
        m_chosen[place] = taken;
        return in.has_value();
    }
    bool try_add() {
        const auto in = best_addition(0, static_cast<std::uint32_t>(m_problem.size()));
        if (!in) return false;
        m_cover.add(*in);
        renew_gains(*in);
        m_chosen.push_back(*in);
        return true;
    }

    const CoverProblem& m_problem;
    std::int64_t m_budget;
    ReachedBy m_reached_by;
    Cover m_cover;
    std::vector<std::uint32_t> m_chosen;
    std::vector<Amount> m_gain;  ///< [candidate]
    std::vector<std::uint32_t> m_stale;
};

void fill_in(const CoverProblem& problem, CoverPlan& plan) {
    plan.chosen = in_order_of_gain(problem, plan.chosen);
    Cover cover{problem};
    for (const std::uint32_t c : plan.chosen) {
        plan.gain.push_back(cover.gain(c));
        cover.add(c);
    }
    plan.value = cover.value();
    plan.cost = cover.cost();
}

}  // namespace

CoverPlan most_cover(const CoverProblem& problem, std::int64_t budget, const CoverOptions& options) {
    CoverPlan plan;
    if (problem.size() == 0) {
        plan.is_optimal = true;
        return plan;
    }
    Greedy best = greedy(problem, budget, true);
    if (!problem.has_equal_costs()) {
        Greedy other = greedy(problem, budget, false);
        best.prices.insert(best.prices.end(), other.prices.begin(), other.prices.end());
        if (other.value > best.value) best.chosen = std::move(other.chosen);
        best.value = std::max(best.value, other.value);
    }
    plan.greedy_value = best.value;
    plan.chosen = options.most_swaps > 0
                      ? LocalSearch{problem, budget, best.chosen}.improved(options.most_swaps)
                      : best.chosen;
    const Amount found = reached(problem, plan.chosen);
    plan.bound = best_bound(problem, best.prices, budget, found);
    if (plan.bound > found && problem.size() <= options.exact_candidates &&
        problem.element.size() <= options.exact_entries) {
        const ExactCover exact = exact_most_cover(problem, budget, options.exact_nodes);
        if (reached(problem, exact.chosen) > found) plan.chosen = exact.chosen;
        if (exact.is_optimal) plan.bound = std::max(found, reached(problem, exact.chosen));
    }
    fill_in(problem, plan);
    plan.is_optimal = plan.value == plan.bound;
    return plan;
}

}  // namespace amaneku::planning
