#include "planning/comparison.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace amaneku::planning {

namespace {

enum Time : std::size_t { before = 0, after = 1 };

struct Sums {
    Amount total = 0, covered = 0;
};

std::optional<Amount> difference(std::optional<Amount> to, std::optional<Amount> from) {
    if (!to || !from) return std::nullopt;
    return *to - *from;
}

Move move(const Sums& from, const Sums& to) {
    return {difference(rate_points(to.covered, to.total), rate_points(from.covered, from.total)),
            to.covered - from.covered};
}

bool is_in(const std::string& level, const std::string& code, const std::string& zone) {
    if (level == "nation") return true;
    return level == "prefecture" ? zone.starts_with(code) : zone == code;
}

CellAmount part_of(CellAmount amount, double part) {
    if (part <= 0.0) return 0;
    if (part >= 1.0) return amount;
    return static_cast<CellAmount>(std::llround(static_cast<double>(amount) * part));
}

}  // namespace

/// A cell at both times; what a run does not know of it is as in the other.
struct CellComparison::State {
    std::array<CellAmount, 2> people{};
    std::array<double, 2> counted_part{};
    std::array<bool, 2> is_counted{};
    std::array<const std::string*, 2> zone{};
    std::array<double, 2> share{};

    void add(Sums& sums, Time footprint, Time population, Time boundary, const std::string& level,
             const std::string& code) const {
        if (!is_counted[footprint] || !is_in(level, code, *zone[boundary])) return;
        const CellAmount amount = part_of(people[population], share[boundary]);
        sums.total += amount;
        sums.covered += part_of(amount, counted_part[footprint]);
    }
};

CellComparison::CellComparison(const CellTable& before_table, const CellTable& after_table, SameInputs same)
    : m_before{before_table}, m_after{after_table}, m_same{same} {
    std::size_t b = 0;
    std::size_t a = 0;
    while (b < m_before.codes.size() || a < m_after.codes.size()) {
        const bool has_before =
            b < m_before.codes.size() && (a == m_after.codes.size() || m_before.codes[b] <= m_after.codes[a]);
        const bool has_after =
            a < m_after.codes.size() && (b == m_before.codes.size() || m_after.codes[a] <= m_before.codes[b]);
        m_pairs.push_back({has_before ? b : none, has_after ? a : none});
        const std::size_t pair = m_pairs.size() - 1;
        if (has_before) m_by_zone[m_before.zones[b]].push_back(pair);
        if (has_after && (!has_before || m_after.zones[a] != m_before.zones[b]))
            m_by_zone[m_after.zones[a]].push_back(pair);
        if (has_before) ++b;
        if (has_after) ++a;
    }
}

std::vector<std::size_t> CellComparison::pairs_of(const std::string& level, const std::string& code) const {
    std::vector<std::size_t> out;
    for (const auto& [zone, pairs] : m_by_zone) {
        if (is_in(level, code, zone)) out.insert(out.end(), pairs.begin(), pairs.end());
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

CellComparison::State CellComparison::state(const Pair& pair, std::size_t service) const {
    State out;
    const std::array<const CellTable*, 2> tables{&m_before, &m_after};
    const std::array<std::size_t, 2> at{pair.before, pair.after};
    for (const std::size_t t : {std::size_t{before}, std::size_t{after}}) {
        // A cell that one run lacks had nobody then; with the same people it lay outside the reported zones.
        const bool is_there = at[t] != none;
        const std::size_t from = is_there ? t : 1 - t;
        const CellTable& table = *tables[from];
        out.people[t] = is_there || m_same.population ? table.weights[service][at[from]] : 0;
        out.counted_part[t] = table.services[service].counted_part[at[from]];
        out.is_counted[t] = table.services[service].is_covered[at[from]] >= 0;
        out.zone[t] = &table.zones[at[from]];
        out.share[t] = is_there || !m_same.population ? table.shares[at[from]] : 0.0;
    }
    if (m_same.zones && pair.before != none && pair.after != none) {
        out.zone[after] = out.zone[before];
        out.share[after] = out.share[before];
    }
    return out;
}

CellMoves CellComparison::moves(std::size_t service, const std::string& level,
                                const std::string& code) const {
    std::array<Sums, 4> steps{};
    CellMoves out;
    for (const std::size_t index : pairs_of(level, code)) {
        const Pair& pair = m_pairs[index];
        const State s = state(pair, service);
        s.add(steps[0], before, before, before, level, code);
        s.add(steps[1], after, before, before, level, code);
        s.add(steps[2], after, after, before, level, code);
        s.add(steps[3], after, after, after, level, code);
        if (pair.before == none || pair.after == none || !is_in(level, code, m_after.zones[pair.after]))
            continue;
        const std::int8_t was = m_before.services[service].is_covered[pair.before];
        const std::int8_t is = m_after.services[service].is_covered[pair.after];
        const CellAmount people = part_of(s.people[after], m_after.shares[pair.after]);
        if (was == 0 && is == 1) {
            ++out.newly_covered_cells;
            out.newly_covered += people;
        } else if (was == 1 && is == 0) {
            ++out.newly_lost_cells;
            out.newly_lost += people;
        }
    }
    out.footprint = move(steps[0], steps[1]);
    out.population = move(steps[1], steps[2]);
    out.boundary = move(steps[2], steps[3]);
    return out;
}

std::vector<ChangedCell> CellComparison::changed_cells(const std::vector<std::string>& services) const {
    std::vector<ChangedCell> out;
    for (const Pair& pair : m_pairs) {
        if (pair.before == none || pair.after == none) continue;
        for (std::size_t s = 0; s < services.size(); ++s) {
            const std::int8_t was = m_before.services[s].is_covered[pair.before];
            const std::int8_t is = m_after.services[s].is_covered[pair.after];
            if (was < 0 || is < 0 || was == is) continue;
            out.push_back({m_after.codes[pair.after], m_after.zones[pair.after], services[s], is == 1,
                           m_before.services[s].counted_part[pair.before],
                           m_after.services[s].counted_part[pair.after],
                           part_of(m_after.weights[s][pair.after], m_after.shares[pair.after])});
        }
    }
    return out;
}

std::optional<Amount> rate_points(Amount covered, Amount total) {
    if (total == 0) return std::nullopt;
    const Amount hundred = Amount{100} * amount_per_unit;
    const Amount whole = covered / total * hundred;
    Amount rest = covered % total;
    Amount points = 0;
    for (int i = 0; i < 11; ++i) {  // long division, digit by digit: no product leaves 128 bits
        rest *= 10;
        points = points * 10 + rest / total;
        rest %= total;
    }
    return whole + points + (rest * 2 >= total ? 1 : 0);
}

ComparedRate compared_rate(ComparedArea area, const std::string& service, const std::string& provider,
                           const std::optional<CellMoves>& moves) {
    ComparedRate out;
    out.service = service;
    out.provider = provider;
    const bool both = area.total_before && area.total_after;
    if (both)
        out.change = difference(rate_points(*area.covered_after, *area.total_after),
                                rate_points(*area.covered_before, *area.total_before));
    if (both && moves) {
        out.footprint = moves->footprint;
        out.population = moves->population;
        out.boundary = moves->boundary;
        Move other;
        other.covered = *area.covered_after - *area.covered_before - moves->footprint.covered -
                        moves->population.covered - moves->boundary.covered;
        if (out.change && moves->footprint.points && moves->population.points && moves->boundary.points)
            other.points =
                *out.change - *moves->footprint.points - *moves->population.points - *moves->boundary.points;
        out.other = other;
    }
    if (moves) {
        out.newly_covered_cells = moves->newly_covered_cells;
        out.newly_lost_cells = moves->newly_lost_cells;
        out.newly_covered = moves->newly_covered;
        out.newly_lost = moves->newly_lost;
    }
    out.area = std::move(area);
    return out;
}

}  // namespace amaneku::planning
