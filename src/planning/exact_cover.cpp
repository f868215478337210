#include "planning/exact_cover.hpp"

#include "cbc/integer_program.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

namespace amaneku::planning {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// A part of elements that any one of some candidates reaches.
struct Step {
    std::vector<std::uint32_t> candidates;  ///< ascending
    Amount amount = 0;
};

/// An element of several amounts is one step for each of them: whoever reaches a larger amount reaches the
/// smaller ones too. Steps of the same candidates are one.
std::vector<Step> steps_of(const ReachedBy& by, std::span<const std::uint32_t> elements) {
    std::map<std::vector<std::uint32_t>, Amount> steps;
    std::vector<std::pair<CellAmount, std::uint32_t>> sorted;
    for (const std::uint32_t e : elements) {
        sorted.clear();
        for (std::uint64_t r = by.begin[e]; r < by.begin[e + 1]; ++r)
            sorted.emplace_back(by.amount[r], by.candidate[r]);
        std::sort(sorted.begin(), sorted.end());
        CellAmount before = 0;
        for (std::size_t i = 0; i < sorted.size(); ++i) {
            if (sorted[i].first == before) continue;
            std::vector<std::uint32_t> who;
            for (std::size_t k = i; k < sorted.size(); ++k) who.push_back(sorted[k].second);
            std::sort(who.begin(), who.end());
            steps[std::move(who)] += sorted[i].first - before;
            before = sorted[i].first;
        }
    }
    std::vector<Step> out;
    for (auto& [who, amount] : steps) out.push_back({who, amount});
    return out;
}

std::vector<std::uint32_t> all_elements(const CoverProblem& problem) {
    std::vector<std::uint32_t> out(problem.element_count);
    for (std::uint32_t e = 0; e < out.size(); ++e) out[e] = e;
    return out;
}

/// A column that is at most as far reached as any of its candidates is chosen.
int add_step(cbc::IntegerProgram& program, const Step& step, double worth) {
    const int y = program.add_column(worth, false);
    for (const std::uint32_t c : step.candidates) program.add_entry(static_cast<int>(c), 1.0);
    program.add_entry(y, -1.0);
    program.close_row(0.0, infinity);
    return y;
}

ExactCover taken(const cbc::IntegerAnswer& answer, std::size_t candidates) {
    ExactCover out;
    if (answer.values.empty()) return out;
    out.is_optimal = answer.is_optimal;
    for (std::uint32_t c = 0; c < candidates; ++c) {
        if (answer.values[c] > 0.5) out.chosen.push_back(c);
    }
    return out;
}

}  // namespace

ExactCover exact_most_cover(const CoverProblem& problem, std::int64_t budget, int most_nodes) {
    cbc::IntegerProgram program;
    for (std::size_t c = 0; c < problem.size(); ++c)
        program.add_entry(program.add_column(0.0, true), static_cast<double>(problem.cost[c]));
    program.close_row(-infinity, static_cast<double>(budget));
    const ReachedBy by{problem};
    for (const Step& step : steps_of(by, all_elements(problem)))
        add_step(program, step, to_double(step.amount));
    ExactCover out = taken(cbc::solve(program, most_nodes), problem.size());
    std::int64_t cost = 0;
    for (const std::uint32_t c : out.chosen) cost += problem.cost[c];
    return cost <= budget ? out : ExactCover{};  // the solver's tolerance
}

ExactCover exact_cheapest_cover(const CoverProblem& problem, std::span<const CoverNeed> needs,
                                int most_nodes) {
    cbc::IntegerProgram program;
    program.maximise = false;
    for (std::size_t c = 0; c < problem.size(); ++c)
        program.add_column(static_cast<double>(problem.cost[c]), true);
    const ReachedBy by{problem};
    for (const CoverNeed& need : needs) {
        std::vector<std::pair<int, double>> row;
        for (const Step& step : steps_of(by, need.elements))
            row.emplace_back(add_step(program, step, 0.0), to_double(step.amount));
        for (const auto& [column, amount] : row) program.add_entry(column, amount);
        program.close_row(to_double(need.amount), infinity);
    }
    ExactCover out = taken(cbc::solve(program, most_nodes), problem.size());
    Cover cover{problem};
    for (const std::uint32_t c : out.chosen) cover.add(c);
    const bool met = std::all_of(needs.begin(), needs.end(), [&](const CoverNeed& need) {
        Amount sum = 0;
        for (const std::uint32_t e : need.elements) sum += cover.best(e);
        return sum >= need.amount;
    });
    return met ? out : ExactCover{};  // the solver's tolerance
}

}  // namespace amaneku::planning
