#include "app/plan_run.hpp"

#include "app/binning.hpp"
#include "app/cable_step.hpp"
#include "app/plan_candidates.hpp"
#include "core/weight.hpp"
#include "parallel/loop.hpp"
#include "planning/max_cover.hpp"
#include "planning/target_cover.hpp"
#include "scenario/trials.hpp"
#include "scenario/what_if.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <mutex>
#include <numeric>
#include <span>
#include <utility>

namespace amaneku::app {

namespace {

constexpr std::int32_t small_tile = 8;  // cells a side: a site measures a few cells among few polygons

class Stopwatch {
public:
    explicit Stopwatch(std::vector<StageTime>& times) : m_times{times} {}
    void lap(const std::string& stage) {
        const auto now = std::chrono::steady_clock::now();
        rusage usage{};
        getrusage(RUSAGE_SELF, &usage);
        m_times.push_back({stage, std::chrono::duration<double>(now - m_start).count(),
                           static_cast<std::uint64_t>(usage.ru_maxrss) * 1024});
        m_start = now;
        throw_if_stopped();
    }

private:
    std::vector<StageTime>& m_times;
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

std::uint32_t service_of(const Config& config) {
    const auto found = std::find_if(config.services.begin(), config.services.end(),
                                    [&](const ServiceConfig& s) { return s.id == config.plan->service; });
    return static_cast<std::uint32_t>(found - config.services.begin());
}

std::uint32_t provider_of(const ServiceConfig& service, const std::string& id) {
    const auto found = std::find_if(service.providers.begin(), service.providers.end(),
                                    [&](const ProviderConfig& p) { return p.id == id; });
    return static_cast<std::uint32_t>(found - service.providers.begin());
}

/// What each candidate would add by itself, by entry of the allocation.
std::vector<std::vector<scenario::TrialGain>> try_all(const scenario::Trials& trials, int threads,
                                                      Messages& messages) {
    constexpr std::size_t at_once = 64;
    std::vector<std::vector<scenario::TrialGain>> out(trials.size());
    std::vector<std::size_t> blocks((trials.size() + at_once - 1) / at_once);
    std::iota(blocks.begin(), blocks.end(), std::size_t{0});
    const int most = trials.is_for_many_threads() ? threads : 1;
    std::vector<std::unique_ptr<scenario::Trials::Worker>> workers(parallel::worker_count(most));
    const Progress progress = messages.progress();
    std::mutex mutex;
    std::uint64_t done = 0;
    parallel::for_each(blocks, most, [&](std::size_t worker, std::size_t block) {
        if (!workers[worker]) workers[worker] = trials.worker();
        const std::size_t end = std::min(trials.size(), (block + 1) * at_once);
        for (std::size_t c = block * at_once; c < end; ++c) out[c] = workers[worker]->gains(c);
        if (!progress) return;
        const std::lock_guard lock{mutex};
        done += end - block * at_once;
        progress("candidates", done, trials.size());
    });
    return out;
}

/// The choice to be made, and which entry of the allocation each element is.
struct Choice {
    planning::CoverProblem problem;
    std::vector<std::uint64_t> entry;  ///< [element]
};

Choice choice_of(const std::vector<std::vector<scenario::TrialGain>>& gains, const Candidates& candidates,
                 bool by_cost) {
    Choice out;
    for (const auto& list : gains) {
        for (const scenario::TrialGain& g : list) out.entry.push_back(g.entry);
    }
    std::sort(out.entry.begin(), out.entry.end());
    out.entry.erase(std::unique(out.entry.begin(), out.entry.end()), out.entry.end());
    out.problem.element_count = out.entry.size();
    for (std::size_t c = 0; c < gains.size(); ++c) {
        for (const scenario::TrialGain& g : gains[c]) {
            const auto at = std::lower_bound(out.entry.begin(), out.entry.end(), g.entry);
            out.problem.add(static_cast<std::uint32_t>(at - out.entry.begin()), g.amount);
        }
        out.problem.close(by_cost ? candidates.cost[c] : 1);
    }
    return out;
}

/// The smallest amount that is at least `percent` of another.
Amount needed(Amount counted, double percent) {
    const auto millionths = static_cast<Amount>(std::llround(percent * 1e6));
    constexpr Amount whole = 100'000'000;
    return (counted * millionths + whole - 1) / whole;
}

/// What the target asks of the candidates: of all reported zones, then of zones with a floor that is not met.
struct Needs {
    std::vector<planning::CoverNeed> list;
    std::vector<std::uint32_t> zone;  ///< [need], no_zone: all
};

Needs needs_of(const RunResult& result, const zonal::Allocation& allocation, const Choice& choice,
               std::uint32_t service, const PlanTarget& target) {
    const RuleProfile& profile = result.config.services[service].profile;
    const std::size_t w = weight_index(result.population, profile.weight);
    const std::uint32_t layer = result.measures.services[service].combined;
    std::map<std::uint32_t, std::vector<std::uint32_t>> of_zone;
    planning::CoverNeed all;
    for (std::uint32_t e = 0; e < choice.entry.size(); ++e) {
        of_zone[allocation.zone[choice.entry[e]]].push_back(e);
        all.elements.push_back(e);
    }
    all.amount = needed(result.nation_coverage.counted(0, w, layer), target.rate) -
                 result.nation_coverage.at(0, w, layer, profile.rule);
    Needs out;
    if (all.amount > 0) {
        out.list.push_back(std::move(all));
        out.zone.push_back(no_zone);
    }
    for (std::uint32_t z = 0; z < result.zones.zones.size(); ++z) {
        if (!result.zones.zones[z].reported) continue;
        const Amount missing = needed(result.zone_coverage.counted(z, w, layer), target.floor) -
                               result.zone_coverage.at(z, w, layer, profile.rule);
        if (missing <= 0) continue;
        out.list.push_back({of_zone[z], missing});
        out.zone.push_back(z);
    }
    return out;
}

[[noreturn]] void refuse_target(const RunResult& result, std::uint32_t service, const Needs& needs,
                                const planning::TargetPlan& plan, std::size_t candidates) {
    const PlanConfig& config = *result.config.plan;
    const RuleProfile& profile = result.config.services[service].profile;
    const std::size_t w = weight_index(result.population, profile.weight);
    const std::uint32_t layer = result.measures.services[service].combined;
    std::vector<std::string> zones;
    std::string all;
    for (const std::uint32_t n : plan.unreachable) {
        const std::uint32_t z = needs.zone[n];
        const CoverageTable& table = z == no_zone ? result.nation_coverage : result.zone_coverage;
        const std::size_t area = z == no_zone ? 0 : z;
        const Amount most = table.at(area, w, layer, profile.rule) + plan.reachable[n];
        const std::string rate = format_rate(most, table.counted(area, w, layer), 2);
        if (z == no_zone) {
            all = fmt::format("together they bring the rate to {} %, not to {} %", rate, config.target->rate);
        } else {
            zones.push_back(
                fmt::format("{} {} ({} %)", result.zones.zones[z].code, result.zones.zones[z].name, rate));
        }
    }
    std::string floors;
    if (!zones.empty()) {
        constexpr std::size_t most_named = 10;
        const std::size_t more = zones.size() > most_named ? zones.size() - most_named : 0;
        zones.resize(std::min(zones.size(), most_named));
        floors = fmt::format("{}the floor of {} % is out of their reach in {}{}", all.empty() ? "" : "; ",
                             config.target->floor, fmt::join(zones, ", "),
                             more > 0 ? fmt::format(" and {} more", more) : "");
    }
    throw Error{Errc::configuration, config.place,
                fmt::format("plan.target cannot be met with {} candidates: {}{}. Give more candidates or a "
                            "larger radius_m, or lower the target",
                            candidates, all, floors)};
}

/// The sites of a plan in their order, as the model has them.
void choose(RunResult& result, const zonal::Allocation& allocation, const Choice& choice, PlanResult& plan) {
    const PlanConfig& config = *result.config.plan;
    std::vector<std::uint32_t> chosen;
    std::vector<Amount> gain;
    if (config.target) {
        const Needs needs = needs_of(result, allocation, choice, plan.service, *config.target);
        const planning::TargetPlan found = planning::cheapest_cover(choice.problem, needs.list);
        if (!found.unreachable.empty())
            refuse_target(result, plan.service, needs, found, plan.candidates.size());
        if (needs.list.empty())
            result.notes.emplace_back("plan: the target is met already: no site is needed");
        chosen = found.chosen;
        gain = found.gain;
        plan.model_value = plan.greedy_value = plan.bound = found.value;
        plan.cost = found.cost;
        plan.cost_bound = found.bound;
        plan.is_optimal = found.is_optimal;
    } else {
        const std::int64_t budget = config.sites ? *config.sites : std::llround(*config.budget);
        if (config.budget) refuse_budget(result, plan.candidates, budget);
        const planning::CoverPlan found = planning::most_cover(choice.problem, budget);
        chosen = found.chosen;
        gain = found.gain;
        plan.model_value = found.value;
        plan.greedy_value = found.greedy_value;
        plan.bound = found.bound;
        plan.cost = found.cost;
        plan.is_optimal = found.is_optimal;
    }
    for (std::size_t i = 0; i < chosen.size(); ++i) plan.sites.push_back({chosen[i], gain[i], {}, 0});
}

/// Puts the plan's sites up one by one in the engine, notes what each adds, and takes them down again.
void verify(scenario::WhatIf& what_if, PlanResult& plan) {
    const RunResult& run = what_if.run();
    const ServiceConfig& service = run.config.services[plan.service];
    const std::size_t own = weight_index(run.population, service.profile.weight);
    const std::uint32_t layer = run.measures.services[plan.service].combined;
    const auto covered = [&](std::size_t w) {
        return run.nation_coverage.at(0, w, layer, service.profile.rule);
    };
    const CoverageTable before = run.zone_coverage;
    const std::size_t weights = run.population.weight_names.size();
    std::vector<Amount> last;
    for (std::size_t w = 0; w < weights; ++w) last.push_back(covered(w));
    std::vector<scenario::Edit> inverse;
    std::map<std::uint32_t, PlannedZone> zones;
    for (PlannedSite& site : plan.sites) {
        const SiteTable& at = plan.candidates.sites;
        const std::uint32_t c = site.candidate;
        const scenario::Change change = what_if.apply(scenario::Edit{
            service.id + "/" + plan.provider,
            {},
            scenario::Site{at.id[c], at.lon[c], at.lat[c], at.radius_m[c], at.azimuth[c], at.beamwidth[c]}});
        inverse.push_back(change.inverse.front());
        for (std::size_t w = 0; w < weights; ++w) {
            site.gain.push_back(covered(w) - last[w]);
            last[w] = covered(w);
        }
        site.covered = covered(own);
        PlannedZone& zone = zones[plan.candidates.zone[c]];
        ++zone.sites;
        zone.cost += plan.candidates.cost[c];
        throw_if_stopped();
    }
    for (std::uint32_t z = 0; z < run.zones.zones.size(); ++z) {
        const Amount then = before.at(z, own, layer, service.profile.rule);
        const Amount now = run.zone_coverage.at(z, own, layer, service.profile.rule);
        if (!run.zones.zones[z].reported) {
            zones.erase(z);
            continue;
        }
        if (now == then && !zones.contains(z)) continue;
        PlannedZone& zone = zones[z];
        zone.zone = z;
        zone.counted = before.counted(z, own, layer);
        zone.before = then;
        zone.after = now;
    }
    for (const auto& [z, zone] : zones) plan.zones.push_back(zone);
    if (!inverse.empty()) static_cast<void>(what_if.apply(inverse));
}

/// Issues, notes and warnings that came after the run's own were told.
void tell_later(RunResult& result, std::size_t notes, std::size_t warnings, Messages& messages) {
    for (std::size_t i = notes; i < result.notes.size(); ++i) messages.info(result.notes[i]);
    for (std::size_t i = warnings; i < result.warnings.size(); ++i) {
        messages.warn(result.warnings[i]);
        result.notes.push_back(result.warnings[i]);
    }
}

overlay::TileBins binned_areas(const RunResult& run, const Providers& providers, Messages& messages) {
    overlay::TileBins bins{run.population.grid, run.population.cells,
                           overlay::bin_options(providers.overlay, small_tile)};
    bin_areas(run, providers, bins, messages);
    return bins;
}

}  // namespace

RunResult plan(const Config& config, const RunOptions& options, Messages& messages,
               std::vector<StageTime>& times) {
    if (!config.plan)
        throw Error{Errc::configuration, config.path,
                    "has no table [plan]: say there what to build, as in docs/formats.md"};
    SharedRun shared = compute_shared(config, options, messages, times);
    Stopwatch watch{times};
    RunResult& run = shared.run;
    const std::size_t notes = run.notes.size();
    const std::size_t warnings = run.warnings.size();
    PlanResult plan;
    plan.service = service_of(config);
    plan.provider = config.plan->provider;
    const ServiceConfig& service = run.config.services[plan.service];
    const std::size_t own = weight_index(run.population, service.profile.weight);
    const std::uint32_t layer = run.measures.services[plan.service].combined;
    plan.counted = run.nation_coverage.counted(0, own, layer);
    plan.before = run.nation_coverage.at(0, own, layer, service.profile.rule);
    const std::vector<PlanFactor> factors = plan_factors(run, plan.service);
    const std::vector<double> left_out = unreached(run, shared.allocation, plan.service, factors);
    if (config.plan->cable) {
        plan_cables(run, shared.allocation, left_out, plan);
        run.plan = std::move(plan);
        watch.lap("plan cables");
        return std::move(run);
    }
    plan.candidates = plan_candidates(run, left_out);
    plan.counts_sites = !config.plan->budget && !(config.plan->target && plan.candidates.has_cost);
    tell_later(run, notes, warnings, messages);

    Choice choice;
    {
        const std::size_t only = plan.service;
        const Providers providers =
            providers_of(run.config, std::span{&only, 1}, run.zones.zones.size(), options.threads);
        std::vector<scenario::TrialWeight> weights;
        for (const PlanFactor& f : factors) weights.push_back({f.weight, f.factor});
        const scenario::Trials trials{
            {run, shared.allocation, plan.service, provider_of(service, plan.provider), providers.overlay,
             providers.directions, binned_areas(run, providers, messages)},
            plan.candidates.sites,
            std::move(weights)};
        choice = choice_of(try_all(trials, options.threads, messages), plan.candidates, !plan.counts_sites);
    }
    for (std::size_t c = 0; c < plan.candidates.size(); ++c) {
        const auto begin = choice.problem.amount.begin();
        plan.alone.push_back(std::accumulate(begin + static_cast<std::ptrdiff_t>(choice.problem.begin[c]),
                                             begin + static_cast<std::ptrdiff_t>(choice.problem.begin[c + 1]),
                                             Amount{0}));
    }
    watch.lap("try candidates");
    choose(run, shared.allocation, choice, plan);
    watch.lap("choose");
    Providers providers = providers_of(run.config, run.zones.zones.size(), options.threads);
    overlay::TileBins bins = binned_areas(run, providers, messages);
    scenario::WhatIf what_if{{std::move(shared.run), std::move(shared.allocation),
                              std::move(providers.overlay), std::move(providers.directions),
                              std::move(bins)}};
    verify(what_if, plan);
    RunResult out = std::move(what_if).take_run();
    out.plan = std::move(plan);
    watch.lap("verify plan");
    return out;
}

}  // namespace amaneku::app
