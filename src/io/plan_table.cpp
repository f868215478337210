#include "io/plan_table.hpp"

#include "core/weight.hpp"
#include "io/csv_writer.hpp"

#include <fmt/format.h>

#include <cmath>

namespace amaneku::io {

namespace {

const RuleProfile& profile_of(const RunResult& result) {
    return result.config.services[result.plan->service].profile;
}

std::string zone_code(const RunResult& result, std::uint32_t zone) {
    return zone == no_zone ? std::string{} : result.zones.zones[zone].code;
}
std::string zone_name(const RunResult& result, std::uint32_t zone) {
    return zone == no_zone ? std::string{} : result.zones.zones[zone].name;
}

/// Cost for one of an amount, whole units half up; empty where there is neither.
std::string cost_for_each(std::int64_t cost, Amount amount) {
    if (amount <= 0 || cost <= 0) return {};
    return std::to_string(
        static_cast<std::int64_t>((2 * Amount{cost} * amount_per_unit + amount) / (2 * amount)));
}

/// What grows from row to row.
struct Running {
    Amount gain = 0;
    std::int64_t cost = 0;
};

void gain_fields(CsvWriter& csv, const RunResult& result, const std::vector<Amount>& gain, Amount covered,
                 std::size_t own, Running& running) {
    for (const Amount g : gain) csv.field(std::to_string(whole_units(g)));
    running.gain += gain[own];
    csv.field(std::to_string(whole_units(running.gain)))
        .field(format_rate(covered, result.plan->counted, profile_of(result).decimals));
}

std::string sites_csv(const RunResult& result) {
    const PlanResult& plan = *result.plan;
    const std::string& weight = profile_of(result).weight;
    const std::size_t own = weight_index(result.population, weight);
    CsvWriter csv;
    for (const char* c : {"rank", "service", "provider", "id", "name", "zone_code", "zone_name", "lon", "lat",
                          "radius_m", "azimuth", "beamwidth"})
        csv.field(c);
    for (const std::string& w : result.population.weight_names) csv.field(w + "_gain");
    csv.field(weight + "_cumulative").field("rate");
    if (plan.candidates.has_cost) {
        for (const char* c : {"cost", "cost_cumulative"}) csv.field(c);
        csv.field("cost_per_" + weight);
    }
    csv.field("model_gain").field("gain_alone");
    csv.end_row();
    Running running;
    for (std::size_t i = 0; i < plan.sites.size(); ++i) {
        const PlannedSite& site = plan.sites[i];
        const std::uint32_t c = site.candidate;
        const SiteTable& at = plan.candidates.sites;
        const bool circle = std::isnan(at.azimuth[c]);
        csv.field(std::to_string(i + 1))
            .field(result.config.services[plan.service].id)
            .field(plan.provider)
            .name(at.id[c])
            .name(plan.candidates.name[c])
            .field(zone_code(result, plan.candidates.zone[c]))
            .name(zone_name(result, plan.candidates.zone[c]))
            .field(fmt::format("{:.7f}", at.lon[c]))
            .field(fmt::format("{:.7f}", at.lat[c]))
            .field(fmt::format("{}", at.radius_m[c]))
            .field(circle ? std::string{} : fmt::format("{}", at.azimuth[c]))
            .field(circle ? std::string{} : fmt::format("{}", at.beamwidth[c]));
        gain_fields(csv, result, site.gain, site.covered, own, running);
        if (plan.candidates.has_cost) {
            running.cost += plan.candidates.cost[c];
            csv.field(std::to_string(plan.candidates.cost[c]))
                .field(std::to_string(running.cost))
                .field(cost_for_each(plan.candidates.cost[c], site.gain[own]));
        }
        csv.field(std::to_string(whole_units(site.model_gain)))
            .field(std::to_string(whole_units(plan.alone[c])));
        csv.end_row();
    }
    return csv.text();
}

std::string cables_csv(const RunResult& result) {
    const PlanResult& plan = *result.plan;
    const std::string& weight = profile_of(result).weight;
    const std::size_t own = weight_index(result.population, weight);
    const bool has_cost = result.config.plan->cable->per_km > 0.0;
    CsvWriter csv;
    for (const char* c : {"rank", "service", "extension", "cell", "zone_code", "zone_name", "from",
                          "from_lon", "from_lat", "to_lon", "to_lat", "cable_m", "cable_m_cumulative"})
        csv.field(c);
    for (const std::string& w : result.population.weight_names) csv.field(w + "_gain");
    csv.field(weight + "_cumulative").field("rate");
    if (has_cost) {
        for (const char* c : {"cost", "cost_cumulative"}) csv.field(c);
        csv.field("cost_per_" + weight);
    }
    csv.end_row();
    Running running;
    double metres = 0.0;
    for (std::size_t i = 0; i < plan.cables.size(); ++i) {
        const PlannedCable& cable = plan.cables[i];
        const std::uint32_t zone = result.cell_zone[cable.cell];
        metres += cable.metres;
        csv.field(std::to_string(i + 1))
            .field(result.config.services[plan.service].id)
            .field(std::to_string(cable.extension + 1))
            .field(result.population.grid.code(result.population.cells[cable.cell]))
            .field(zone_code(result, zone))
            .name(zone_name(result, zone))
            .name(cable.from_name)
            .field(fmt::format("{:.6f}", cable.from.x))
            .field(fmt::format("{:.6f}", cable.from.y))
            .field(fmt::format("{:.6f}", cable.to.x))
            .field(fmt::format("{:.6f}", cable.to.y))
            .field(fmt::format("{:.0f}", cable.metres))
            .field(fmt::format("{:.0f}", metres));
        gain_fields(csv, result, cable.gain, cable.covered, own, running);
        if (has_cost) {
            running.cost += cable.cost;
            csv.field(std::to_string(cable.cost))
                .field(std::to_string(running.cost))
                .field(cost_for_each(cable.cost, cable.gain[own]));
        }
        csv.end_row();
    }
    return csv.text();
}

Amount covered_after(const PlanResult& plan) {
    if (!plan.cables.empty()) return plan.cables.back().covered;
    return plan.sites.empty() ? plan.before : plan.sites.back().covered;
}

}  // namespace

std::string plan_gap_percent(const PlanResult& plan, bool has_target) {
    const Amount found = has_target ? Amount{plan.cost} : plan.model_value;
    const Amount best = has_target ? Amount{plan.cost_bound} : plan.bound;
    if (found <= 0) return {};
    const Amount gap = has_target ? found - best : best - found;
    const auto hundredths = static_cast<std::int64_t>((gap * 10'000 + found - 1) / found);
    return fmt::format("{}.{:02}", hundredths / 100, hundredths % 100);
}

std::string plan_csv(const RunResult& result) {
    return result.config.plan->cable ? cables_csv(result) : sites_csv(result);
}

std::string plan_municipalities_csv(const RunResult& result) {
    const PlanResult& plan = *result.plan;
    const RuleProfile& profile = profile_of(result);
    const bool has_cost = plan.candidates.has_cost;
    CsvWriter csv;
    for (const char* c : {"code", "name", "service", "weight", "counted", "covered_before", "covered_after",
                          "gain", "rate_before", "rate_after", "sites"})
        csv.field(c);
    if (has_cost) csv.field("cost");
    csv.end_row();
    for (const PlannedZone& z : plan.zones) {
        const std::int64_t before = whole_units(z.before);
        const std::int64_t after = whole_units(z.after);
        csv.field(result.zones.zones[z.zone].code)
            .name(result.zones.zones[z.zone].name)
            .field(result.config.services[plan.service].id)
            .field(profile.weight)
            .field(std::to_string(whole_units(z.counted)))
            .field(std::to_string(before))
            .field(std::to_string(after))
            .field(std::to_string(after - before))
            .field(format_rate(z.before, z.counted, profile.decimals))
            .field(format_rate(z.after, z.counted, profile.decimals))
            .field(std::to_string(z.sites));
        if (has_cost) csv.field(std::to_string(z.cost));
        csv.end_row();
    }
    return csv.text();
}

std::string plan_lines(const RunResult& result) {
    const PlanResult& plan = *result.plan;
    const PlanConfig& config = *result.config.plan;
    const RuleProfile& profile = profile_of(result);
    const Amount after = covered_after(plan);
    const auto rate = [&](Amount covered) { return format_rate(covered, plan.counted, profile.decimals); };
    const bool cables = config.cable.has_value();
    std::string out = fmt::format(
        "plan for {}: {} {} reach {} more {}: {} % becomes {} %{}\n",
        result.config.services[plan.service].name, cables ? plan.cables.size() : plan.sites.size(),
        cables ? "cables" : "sites", whole_units(after) - whole_units(plan.before), profile.weight,
        rate(plan.before), rate(after), cables ? "" : " by the engine");
    if (config.target) {
        out += fmt::format("{} {} of {} candidates meet the target; no choice of them does with less than {}",
                           plan.cost, plan.counts_sites ? "sites" : "(cost)", plan.candidates.size(),
                           plan.cost_bound);
    } else if (cables) {
        out += fmt::format("they take {}{} of the budget; no cables from cell to cell reach more than {}",
                           plan.cost, config.cable->per_km > 0.0 ? "" : " m", whole_units(plan.bound));
    } else {
        out += fmt::format(
            "by the count of the choice, each cell once by the site that reaches most of it: {}; "
            "no choice reaches more than {}",
            whole_units(plan.model_value), whole_units(plan.bound));
    }
    const std::string gap = plan_gap_percent(plan, config.target.has_value());
    if (plan.is_optimal) {
        out += ": no choice is better\n";
    } else if (!gap.empty()) {
        out += fmt::format(" (at most {} % {})\n", gap, config.target ? "cheaper" : "more");
    } else {
        out += "\n";
    }
    return out;
}

}  // namespace amaneku::io
