#include "planning/cover_bound.hpp"

#include <algorithm>
#include <cmath>

namespace amaneku::planning {

namespace {

struct Surplus {
    Amount amount;
    std::int64_t cost;
    std::uint32_t candidate;
};

/// Those that have any, the most for their cost first.
std::vector<Surplus> surpluses(const CoverProblem& problem, std::span<const CellAmount> price,
                               std::int64_t budget) {
    std::vector<Surplus> out;
    for (std::size_t c = 0; c < problem.size(); ++c) {
        if (problem.cost[c] > budget) continue;
        Amount sum = 0;
        for (std::uint64_t k = problem.begin[c]; k < problem.begin[c + 1]; ++k)
            sum += std::max<CellAmount>(0, problem.amount[k] - price[problem.element[k]]);
        if (sum > 0) out.push_back({sum, problem.cost[c], static_cast<std::uint32_t>(c)});
    }
    std::sort(out.begin(), out.end(), [](const Surplus& a, const Surplus& b) {
        const Amount left = a.amount * b.cost;
        const Amount right = b.amount * a.cost;
        return left != right ? left > right : a.candidate < b.candidate;
    });
    return out;
}

Amount sum_of(std::span<const CellAmount> price) {
    Amount out = 0;
    for (const CellAmount p : price) out += p;
    return out;
}

/// How much of each surplus the best choice takes: all of the first ones, part of one.
Amount fill(const std::vector<Surplus>& sorted, std::int64_t budget) {
    Amount out = 0;
    std::int64_t left = budget;
    for (const Surplus& s : sorted) {
        if (left <= 0) break;
        if (s.cost <= left) {
            out += s.amount;
        } else {
            out += (s.amount * left + s.cost - 1) / s.cost;
        }
        left -= s.cost;
    }
    return out;
}

/// Prices as floating-point numbers, moved along subgradients.
class Prices {
public:
    Prices(const CoverProblem& problem, std::span<const CellAmount> start) : m_problem{problem} {
        m_price.assign(start.begin(), start.end());
        m_highest.assign(problem.element_count, 0.0);
        for (std::size_t k = 0; k < problem.element.size(); ++k) {
            double& highest = m_highest[problem.element[k]];
            highest = std::max(highest, static_cast<double>(problem.amount[k]));
        }
    }

    [[nodiscard]] std::vector<CellAmount> whole() const {
        std::vector<CellAmount> out;
        out.reserve(m_price.size());
        for (const double p : m_price) out.push_back(static_cast<CellAmount>(std::llround(p)));
        return out;
    }

    /// One step towards prices with a smaller bound. @returns the bound before the step, about
    double step(std::int64_t budget, double known, double damping) {
        struct Rated {
            double ratio;
            double surplus;
            std::uint32_t candidate;
        };
        m_slope.assign(m_price.size(), 1.0);
        std::vector<Rated> rated;
        for (std::size_t c = 0; c < m_problem.size(); ++c) {
            if (m_problem.cost[c] > budget) continue;
            double sum = 0.0;
            for (std::uint64_t k = m_problem.begin[c]; k < m_problem.begin[c + 1]; ++k)
                sum +=
                    std::max(0.0, static_cast<double>(m_problem.amount[k]) - m_price[m_problem.element[k]]);
            if (sum > 0.0)
                rated.push_back(
                    {sum / static_cast<double>(m_problem.cost[c]), sum, static_cast<std::uint32_t>(c)});
        }
        const auto better = [](const Rated& a, const Rated& b) {
            return a.ratio != b.ratio ? a.ratio > b.ratio : a.candidate < b.candidate;
        };
        std::sort(rated.begin(), rated.end(), better);
        double bound = 0.0;
        for (const double p : m_price) bound += p;
        auto left = static_cast<double>(budget);
        for (const Rated& r : rated) {
            if (left <= 0.0) break;
            const auto cost = static_cast<double>(m_problem.cost[r.candidate]);
            const double part = std::min(1.0, left / cost);
            left -= cost;
            bound += part * r.surplus;
            for (std::uint64_t k = m_problem.begin[r.candidate]; k < m_problem.begin[r.candidate + 1]; ++k) {
                const std::uint32_t e = m_problem.element[k];
                if (static_cast<double>(m_problem.amount[k]) > m_price[e]) m_slope[e] -= part;
            }
        }
        double norm = 0.0;
        for (std::size_t e = 0; e < m_price.size(); ++e) {
            const bool stuck = (m_price[e] <= 0.0 && m_slope[e] > 0.0) || m_highest[e] <= 0.0 ||
                               (m_price[e] >= m_highest[e] && m_slope[e] < 0.0);
            if (!stuck) norm += m_slope[e] * m_slope[e];
        }
        if (norm > 0.0) {
            const double length = damping * std::max(0.0, bound - known) / norm;
            for (std::size_t e = 0; e < m_price.size(); ++e)
                m_price[e] = std::clamp(m_price[e] - length * m_slope[e], 0.0, m_highest[e]);
        }
        return bound;
    }

private:
    const CoverProblem& m_problem;
    std::vector<double> m_price;
    std::vector<double> m_highest;  ///< no price need be above the element's largest amount
    std::vector<double> m_slope;
};

}  // namespace

Amount priced_bound(const CoverProblem& problem, std::span<const CellAmount> price, std::int64_t budget) {
    return sum_of(price) + fill(surpluses(problem, price, budget), budget);
}

namespace {

struct Priced {
    Amount bound = 0;
    std::vector<CellAmount> price;
};

Priced search(const CoverProblem& problem, const std::vector<std::vector<CellAmount>>& starts,
              std::int64_t budget, Amount known) {
    Priced best{0, std::vector<CellAmount>(problem.element_count, 0)};
    best.bound = priced_bound(problem, best.price, budget);
    for (const auto& start : starts) {
        const Amount bound = priced_bound(problem, start, budget);
        if (bound < best.bound) best = {bound, start};
    }
    constexpr double most_work = 6e8;  // entries looked at: a few seconds
    const double work = static_cast<double>(problem.element.size() + problem.element_count) + 1.0;
    const int steps = static_cast<int>(std::clamp(most_work / work, 10.0, 600.0));
    Prices prices{problem, best.price};
    double damping = 1.0;
    double lowest = to_double(best.bound) * amount_per_unit;
    int without = 0;
    for (int i = 0; i < steps && best.bound > known; ++i) {
        std::vector<CellAmount> whole = prices.whole();
        const double bound = prices.step(budget, to_double(known) * amount_per_unit, damping);
        if (bound < lowest) {
            lowest = bound;
            without = 0;
            const Amount exact = priced_bound(problem, whole, budget);
            if (exact < best.bound) best = {exact, std::move(whole)};
        } else if (++without >= 10) {
            damping /= 2.0;
            without = 0;
        }
    }
    return best;
}

}  // namespace

Amount best_bound(const CoverProblem& problem, const std::vector<std::vector<CellAmount>>& starts,
                  std::int64_t budget, Amount known) {
    return std::max(search(problem, starts, budget, known).bound, known);
}

std::vector<CellAmount> best_prices(const CoverProblem& problem,
                                    const std::vector<std::vector<CellAmount>>& starts, std::int64_t budget,
                                    Amount known) {
    return search(problem, starts, budget, known).price;
}

}  // namespace amaneku::planning
