#include "app/check_tables.hpp"

#include "app/plan_candidates.hpp"
#include "io/candidate_reader.hpp"
#include "io/point_table.hpp"
#include "io/subsidy_reader.hpp"
#include "planning/condition.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace amaneku::app {

namespace {

/// Every condition that cannot be read, not only the first.
void check_subsidies(const std::string& path, Date on, const Attempt& attempt) {
    std::vector<io::SubsidyRow> rows;
    attempt([&] { rows = io::read_subsidies(path, on); });
    for (const io::SubsidyRow& row : rows) {
        attempt([&] {
            try {
                static_cast<void>(planning::Condition::parse(row.text.condition));
            } catch (const Error& error) {
                throw Error{error.code(), row.where, error.what()};
            }
        });
    }
}

void check_gap_tables(const Config& config, const Attempt& attempt, std::vector<Issue>& issues) {
    const GapsConfig& gaps = *config.gaps;
    if (!gaps.towns.empty()) attempt([&] { static_cast<void>(io::read_towns(gaps.towns, issues)); });
    if (!gaps.backbone.empty()) attempt([&] { static_cast<void>(io::read_backbone(gaps.backbone, issues)); });
    if (!gaps.municipalities.empty())
        attempt([&] { static_cast<void>(io::read_municipal_facts(gaps.municipalities)); });
    if (!gaps.subsidies.empty()) check_subsidies(gaps.subsidies, config.as_of, attempt);
}

/// @returns warnings said
std::size_t check_candidates(RunResult& result, const Attempt& attempt, Messages& messages) {
    const PlanConfig& plan = *result.config.plan;
    std::vector<std::string> before;
    before.swap(result.warnings);
    attempt([&] {
        if (result.zones.zones.empty()) {  // they could not be read: the table by itself
            static_cast<void>(io::read_candidates(plan, result.issues));
            return;
        }
        const Candidates candidates = plan_candidates(result, {});
        if (plan.budget) refuse_budget(result, candidates, std::llround(*plan.budget));
    });
    for (const std::string& warning : result.warnings) messages.warn(warning);
    before.swap(result.warnings);
    return before.size();
}

}  // namespace

std::size_t tell_rejected(std::span<const Issue> issues, Messages& messages) {
    constexpr std::size_t most_told = 10;
    std::size_t rejected = 0;
    for (const Issue& issue : issues) {
        if (issue.kind != IssueKind::rejected) continue;
        if (++rejected <= most_told)
            messages.warn(fmt::format("{}: {}: {}", issue.file, issue.place, issue.reason));
    }
    if (rejected <= most_told) return rejected;
    messages.warn(fmt::format("… and {} rows more; issues.csv of a run lists them", rejected - most_told));
    return most_told + 1;
}

std::size_t check_tables(RunResult& result, const Attempt& attempt, Messages& messages) {
    std::vector<Issue> issues;
    std::size_t warnings = 0;
    if (result.config.gaps) check_gap_tables(result.config, attempt, issues);
    if (result.config.plan) {
        const PlanConfig& plan = *result.config.plan;
        const std::size_t before = result.issues.size();
        if (!plan.candidates.empty()) warnings += check_candidates(result, attempt, messages);
        std::move(result.issues.begin() + static_cast<std::ptrdiff_t>(before), result.issues.end(),
                  std::back_inserter(issues));
        result.issues.resize(before);
        if (plan.cable && !plan.cable->nodes.empty())
            attempt([&] { static_cast<void>(io::read_backbone(plan.cable->nodes, issues)); });
        if (!plan.weights.empty() && !result.population.weight_names.empty()) {
            // Of no use without the service's own weight: the names alone are looked up.
            attempt([&] { static_cast<void>(plan_factors(result, 0)); });
        }
    }
    return warnings + tell_rejected(issues, messages);
}

}  // namespace amaneku::app
