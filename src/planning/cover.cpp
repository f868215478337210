#include "planning/cover.hpp"

#include <algorithm>

namespace amaneku::planning {

bool CoverProblem::has_equal_costs() const noexcept {
    return std::all_of(cost.begin(), cost.end(), [&](std::int64_t c) { return c == cost.front(); });
}

ReachedBy::ReachedBy(const CoverProblem& problem)
    : begin(problem.element_count + 1, 0), candidate(problem.element.size()), amount(problem.element.size()) {
    for (const std::uint32_t e : problem.element) ++begin[e + 1];
    for (std::size_t e = 1; e < begin.size(); ++e) begin[e] += begin[e - 1];
    std::vector<std::uint64_t> next{begin.begin(), begin.end() - 1};
    for (std::size_t c = 0; c < problem.size(); ++c) {
        for (std::uint64_t k = problem.begin[c]; k < problem.begin[c + 1]; ++k) {
            const std::uint64_t at = next[problem.element[k]]++;
            candidate[at] = static_cast<std::uint32_t>(c);
            amount[at] = problem.amount[k];
        }
    }
}

Cover::Cover(const CoverProblem& problem)
    : m_problem{&problem}, m_best(problem.element_count, 0), m_has(problem.size(), 0) {}

Amount Cover::gain(std::size_t candidate) const {
    Amount out = 0;
    for (std::uint64_t k = m_problem->begin[candidate]; k < m_problem->begin[candidate + 1]; ++k)
        out += std::max<CellAmount>(0, m_problem->amount[k] - m_best[m_problem->element[k]]);
    return out;
}

void Cover::add(std::size_t candidate) {
    for (std::uint64_t k = m_problem->begin[candidate]; k < m_problem->begin[candidate + 1]; ++k) {
        CellAmount& best = m_best[m_problem->element[k]];
        if (m_problem->amount[k] <= best) continue;
        m_value += m_problem->amount[k] - best;
        best = m_problem->amount[k];
    }
    m_has[candidate] = 1;
    m_cost += m_problem->cost[candidate];
}

Amount Cover::remove(std::size_t candidate, const ReachedBy& reached_by) {
    m_has[candidate] = 0;
    m_cost -= m_problem->cost[candidate];
    Amount lost = 0;
    for (std::uint64_t k = m_problem->begin[candidate]; k < m_problem->begin[candidate + 1]; ++k) {
        const std::uint32_t e = m_problem->element[k];
        if (m_problem->amount[k] < m_best[e]) continue;  // another one reaches more of it
        CellAmount best = 0;
        for (std::uint64_t r = reached_by.begin[e]; r < reached_by.begin[e + 1]; ++r) {
            if (m_has[reached_by.candidate[r]] != 0) best = std::max(best, reached_by.amount[r]);
        }
        lost += m_best[e] - best;
        m_best[e] = best;
    }
    m_value -= lost;
    return lost;
}

Amount reached(const CoverProblem& problem, std::span<const std::uint32_t> candidates) {
    Cover cover{problem};
    for (const std::uint32_t c : candidates) cover.add(c);
    return cover.value();
}

std::vector<std::uint32_t> in_order_of_gain(const CoverProblem& problem,
                                            std::span<const std::uint32_t> candidates) {
    std::vector<std::uint32_t> rest{candidates.begin(), candidates.end()};
    std::sort(rest.begin(), rest.end());
    Cover cover{problem};
    std::vector<Amount> gain;
    for (const std::uint32_t c : rest) gain.push_back(cover.gain(c));
    std::vector<std::uint32_t> out;
    while (!rest.empty()) {
        // Gains only fall: one that is not the best by its old gain need not be looked at anew.
        std::size_t best = rest.size();
        for (std::size_t i = 0; i < rest.size(); ++i) {
            const auto beats = [&] {
                return best == rest.size() ||
                       gain[i] * problem.cost[rest[best]] > gain[best] * problem.cost[rest[i]];
            };
            if (!beats()) continue;
            gain[i] = cover.gain(rest[i]);
            if (beats()) best = i;
        }
        cover.add(rest[best]);
        out.push_back(rest[best]);
        rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(best));
        gain.erase(gain.begin() + static_cast<std::ptrdiff_t>(best));
    }
    return out;
}

}  // namespace amaneku::planning
