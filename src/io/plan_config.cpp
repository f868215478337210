#include "io/plan_config.hpp"

#include "core/site.hpp"
#include "io/source_config.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace amaneku::io {

namespace {

constexpr double highest_cost = 1e15;

void read_columns(TomlCursor& plan, CandidateColumns& to) {
    auto table = plan.table("columns");
    if (!table) return;
    using Column = std::pair<std::string_view, std::string*>;
    const std::array<Column, 8> known{Column{"id", &to.id},           Column{"name", &to.name},
                                      Column{"lon", &to.lon},         Column{"lat", &to.lat},
                                      Column{"cost", &to.cost},       Column{"radius_m", &to.radius_m},
                                      Column{"azimuth", &to.azimuth}, Column{"beamwidth", &to.beamwidth}};
    for (auto& [key, value] : table->text_pairs()) {
        const std::string_view name = key;
        const auto* const column =
            std::find_if(known.begin(), known.end(), [&](const Column& c) { return c.first == name; });
        if (column == known.end()) {
            table->problem(
                key, "unknown column; known are id, name, lon, lat, cost, radius_m, azimuth, beamwidth");
        } else {
            *column->second = value;
            to.given.push_back(value);
        }
    }
}

/// `cells`, the id of a place, or a file.
void read_candidates(TomlCursor& root, TomlCursor& plan, const FileOfKey& file, PlanConfig& to) {
    const auto name = plan.text("candidates");
    if (!name) {
        if (!plan.has("candidates"))
            plan.problem("candidates",
                         "is missing: \"cells\", the id of a [[place]], or a csv of lon, lat and cost");
        return;
    }
    if (*name == "cells") return;
    for (TomlCursor& place : root.tables("place")) {
        if (place.text("id") != name) continue;
        to.candidates = file(place, "file").value_or("");
        to.sources["candidates"] = read_source(place);
        read_columns(place, to.columns);
        std::erase_if(to.columns.given, [](const std::string&) { return true; });
        return;
    }
    to.candidates = file(plan, "candidates").value_or("");
}

void read_service(TomlCursor& plan, const Config& config, PlanConfig& to) {
    const auto id = plan.text("service");
    if (!id && config.services.size() != 1) {
        if (!plan.has("service")) plan.problem("service", "is missing: whose coverage is to grow");
        return;
    }
    to.service = id.value_or(config.services.empty() ? "" : config.services.front().id);
    std::vector<std::string> known;
    for (const ServiceConfig& s : config.services) known.push_back(s.id);
    const auto service = std::find_if(config.services.begin(), config.services.end(),
                                      [&](const ServiceConfig& s) { return s.id == to.service; });
    if (service == config.services.end()) {
        if (id)
            plan.problem("service", fmt::format("is '{}', must be one of {}", *id, fmt::join(known, ", ")));
        return;
    }
    if (service->profile.combine == Combine::max_single) {
        plan.problem("service",
                     fmt::format("'{}' counts the one largest provider (combine = \"max_single\"): give the "
                                 "service another combine to plan",
                                 to.service));
    }
    known.clear();
    for (const ProviderConfig& p : service->providers) known.push_back(p.id);
    const auto with_sites = std::find_if(service->providers.begin(), service->providers.end(),
                                         [](const ProviderConfig& p) { return p.has_sites(); });
    to.provider = plan.text("provider").value_or("");
    if (to.provider.empty() && !service->providers.empty())
        to.provider = with_sites != service->providers.end() ? with_sites->id : service->providers.front().id;
    if (std::find(known.begin(), known.end(), to.provider) == known.end())
        plan.problem("provider",
                     fmt::format("is '{}', must be one of {}", to.provider, fmt::join(known, ", ")));
}

void read_weights(TomlCursor& plan, const Config& config, PlanConfig& to) {
    auto table = plan.table("weights");
    if (!table) return;
    std::vector<std::string> known;
    for (const WeightColumn& c : config.population.columns) known.push_back(c.weight);
    if (known.empty()) known = {"population", "households", "age_65_plus"};
    for (const std::string& name : known) {
        if (!table->has(name)) continue;
        if (const auto v = table->number(name, 0.0, 1000.0); v && *v > 0.0) to.weights.push_back({name, *v});
    }
    table->finish();
    if (to.weights.empty())
        plan.problem("weights", fmt::format("counts nothing: give a factor above 0 for one of {}",
                                            fmt::join(known, ", ")));
}

void read_cable(TomlCursor& plan, const FileOfKey& file, PlanConfig& to) {
    auto table = plan.table("cable");
    if (!table) return;
    PlanCable cable;
    if (const auto v = table->number("per_km", 0.0, highest_cost)) cable.per_km = *v;
    if (const auto v = table->number("per_household", 0.0, highest_cost)) cable.per_household = *v;
    if (const auto v = table->number("detour", 1.0, 100.0)) cable.detour = *v;
    cable.nodes = file(*table, "nodes").value_or("");
    if (cable.per_household > 0.0 && cable.per_km <= 0.0)
        table->problem("per_household", "needs per_km: without it the budget is kilometres of cable");
    to.sources["nodes"] = read_source(*table);
    table->finish();
    to.cable = cable;
}

/// One of sites, budget, target.
void read_limit(TomlCursor& plan, const Config& config, PlanConfig& to) {
    to.sites = plan.integer("sites", 1, 1'000'000);
    to.budget = plan.number("budget", 0.0, highest_cost);
    if (to.budget && *to.budget <= 0.0) plan.problem("budget", "must be above 0");
    if (auto table = plan.table("target")) {
        PlanTarget target;
        if (const auto v = table->number("rate", 0.0, 100.0)) target.rate = *v;
        if (const auto v = table->number("floor", 0.0, 100.0)) target.floor = *v;
        if (!table->has("rate") && !table->has("floor"))
            table->problem("rate", "is missing: percent of all, or floor, percent of every municipality");
        table->finish();
        to.target = target;
    }
    if (to.cable) {
        if (!plan.has("budget"))
            plan.problem("budget", "is missing: what cables may cost, or with no per_km their kilometres");
        return;
    }
    const int given =
        (plan.has("sites") ? 1 : 0) + (plan.has("budget") ? 1 : 0) + (plan.has("target") ? 1 : 0);
    if (given != 1)
        plan.problem("sites", given == 0 ? "is missing: give sites = a number, budget = an amount, or target "
                                           "= { rate = …, floor = … }"
                                         : "give one of sites, budget and target");
    const auto service = std::find_if(config.services.begin(), config.services.end(),
                                      [&](const ServiceConfig& s) { return s.id == to.service; });
    const bool own_weight =
        to.weights.empty() || (to.weights.size() == 1 && service != config.services.end() &&
                               to.weights.front().weight == service->profile.weight);
    if (to.target && !own_weight)
        plan.problem("weights", "a target is a rate of the service's own weight: leave weights away");
}

}  // namespace

std::optional<PlanConfig> read_plan_config(TomlCursor& root, const FileOfKey& file, const Config& config) {
    auto table = root.table("plan");
    if (!table) return std::nullopt;
    PlanConfig out;
    out.place = table->place();
    read_service(*table, config, out);
    read_cable(*table, file, out);
    if (out.cable) {
        for (const char* key : {"candidates", "columns", "radius_m", "beamwidth", "cost_per_site", "sites",
                                "target", "provider"})
            table->refuse(key, "is of no use with cable, which goes from cell to cell within a budget");
    } else {
        read_candidates(root, *table, file, out);
    }
    if (out.sources.empty()) out.sources["candidates"] = read_source(*table);
    read_columns(*table, out.columns);
    out.radius_m = table->number("radius_m", 0.0, longest_radius_m);
    if (out.radius_m && *out.radius_m <= 0.0) table->problem("radius_m", "must be above 0");
    if (!out.radius_m && out.candidates.empty() && !table->has("radius_m") && !out.cable)
        table->problem("radius_m", "is missing: how far a site at a cell's centre would reach, in metres");
    if (const auto v = table->number("beamwidth", 0.001, 360.0)) out.beamwidth = *v;
    if (const auto v = table->number("cost_per_site", 0.0, highest_cost)) out.cost_per_site = *v;
    if (const auto v = table->integer("limit", 1, 1'000'000)) out.limit = *v;
    read_weights(*table, config, out);
    read_limit(*table, config, out);
    if (out.budget && out.candidates.empty() && out.cost_per_site <= 0.0 && !out.cable)
        table->problem("budget", "needs cost_per_site, or candidates with a column of costs");
    table->finish();
    return out;
}

}  // namespace amaneku::io
