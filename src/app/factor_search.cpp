#include "app/factor_search.hpp"

#include <algorithm>
#include <cmath>

namespace amaneku::app {

namespace {

constexpr Amount hundred = Amount{100} * amount_per_unit;

/// 100 · covered less published · counted: its sign tells on which side of the published rate one is.
Amount excess(const CoveredPeople& people, const RateTarget& target) noexcept {
    return hundred * people.covered - target.published * people.counted;
}

/// Half up, as rates are printed: half a unit below counts as met, half a unit above does not.
bool meets(const CoveredPeople& people, const RateTarget& target) noexcept {
    Amount unit = amount_per_unit;
    for (int d = 0; d < target.decimals; ++d) unit /= 10;
    const Amount twice = 2 * excess(people, target);
    const Amount limit = unit * people.counted;
    return twice >= -limit && twice < limit;
}

class FactorSearch {
public:
    FactorSearch(std::span<const RateTarget> targets, const FactorBounds& bounds, const RateOf& rate_of)
        : m_targets{targets},
          m_bounds{bounds},
          m_rate_of{rate_of},
          m_factors(targets.size(), bounds.neutral),
          m_searched_with(targets.size()) {}

    std::vector<FoundFactor> run() {
        constexpr int most_sweeps = 20;
        measure();
        std::vector<FoundFactor> out(m_targets.size());
        for (std::size_t t = 0; t < out.size(); ++t) out[t].rate_before = m_people[t].rate();
        std::vector<double> before;
        for (int sweep = 0; sweep < most_sweeps && before != m_factors; ++sweep) {
            before = m_factors;
            move(before);
            if (before != m_factors) measure();
        }
        for (std::size_t t = 0; t < out.size(); ++t) {
            out[t].factor = m_factors[t];
            out[t].rate_after = m_people[t].rate();
            out[t].status = status(t, before[t] != m_factors[t]);
        }
        return out;
    }

private:
    void measure() {
        m_people.clear();
        for (std::size_t t = 0; t < m_targets.size(); ++t) m_people.push_back(m_rate_of(t, m_factors));
    }
    /// One sweep: every target by itself, the others as they were `before` it.
    void move(const std::vector<double>& before) {
        for (std::size_t t = 0; t < m_targets.size(); ++t) {
            if (meets(m_people[t], m_targets[t]) || m_searched_with[t] == before) continue;
            const auto [found, is_met] = search(t, before);
            // The same jump, found from another side, is no other factor.
            if (is_met || std::abs(found - before[t]) > 2.0 * m_bounds.close) m_factors[t] = found;
            m_searched_with[t] = before;
            m_searched_with[t][t] = m_factors[t];
        }
    }
    struct Searched {
        double factor;
        bool is_met;
    };
    [[nodiscard]] Searched search(std::size_t t, std::vector<double> factors) const {
        const RateTarget& target = m_targets[t];
        const auto at = [&](double factor) {
            factors[t] = factor;
            return m_rate_of(t, factors);
        };
        const double start = factors[t];
        const bool is_below = excess(m_people[t], target) < 0;
        const double end = is_below ? m_bounds.highest : m_bounds.lowest;
        if (start == end) return {end, false};
        const CoveredPeople there = at(end);
        if (meets(there, target)) return {end, true};
        if ((excess(there, target) < 0) == is_below) return {end, false};
        double low = is_below ? start : end;
        double high = is_below ? end : start;
        Amount under = excess(is_below ? m_people[t] : there, target);
        Amount over = excess(is_below ? there : m_people[t], target);
        while (high - low > m_bounds.close) {
            const double middle = std::round(0.5 * (low + high) * m_bounds.per_unit) / m_bounds.per_unit;
            if (middle <= low || middle >= high) break;
            const CoveredPeople people = at(middle);
            if (meets(people, target)) return {middle, true};
            const Amount off = excess(people, target);
            (off < 0 ? low : high) = middle;
            (off < 0 ? under : over) = off;
        }
        return {-under <= over ? low : high, false};
    }
    [[nodiscard]] CalibrationStatus status(std::size_t t, bool has_just_moved) const {
        if (meets(m_people[t], m_targets[t])) return CalibrationStatus::met;
        if (has_just_moved) return CalibrationStatus::unsettled;
        const bool is_below = excess(m_people[t], m_targets[t]) < 0;
        if (is_below && m_factors[t] == m_bounds.highest) return CalibrationStatus::highest;
        if (!is_below && m_factors[t] == m_bounds.lowest) return CalibrationStatus::lowest;
        return CalibrationStatus::nearest;
    }

    std::span<const RateTarget> m_targets;
    const FactorBounds& m_bounds;
    const RateOf& m_rate_of;
    std::vector<double> m_factors;
    std::vector<CoveredPeople> m_people;               ///< with these factors
    std::vector<std::vector<double>> m_searched_with;  ///< by target: the factors at its last search
};

}  // namespace

Amount CoveredPeople::rate() const noexcept {
    return (2 * hundred * covered + counted) / (2 * counted);
}

std::vector<FoundFactor> find_factors(std::span<const RateTarget> targets, const FactorBounds& bounds,
                                      const RateOf& rate_of) {
    return FactorSearch{targets, bounds, rate_of}.run();
}

}  // namespace amaneku::app
