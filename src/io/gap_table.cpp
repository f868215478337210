#include "io/gap_table.hpp"

#include "core/weight.hpp"
#include "io/csv_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

namespace amaneku::io {

namespace {

void weight_fields(CsvWriter& csv, const std::vector<Amount>& weights) {
    for (const Amount amount : weights) csv.field(std::to_string(whole_units(amount)));
}

/// Percent of 65 and over, one decimal; empty where the run has no such weight or nobody lives there.
std::string elderly(const RunResult& result, const std::vector<Amount>& weights) {
    const auto old = weight_named(result.population, "age_65_plus");
    const auto all = weight_named(result.population, "population");
    return old && all ? format_rate(weights[*old], weights[*all], 1) : std::string{};
}

std::string metres(const std::optional<NearPoint>& near) {
    return near ? fmt::format("{:.0f}", near->distance_m) : std::string{};
}

/// Programmes of a part, those that are not decided with a question mark.
std::string programmes_of(const GapResult& gaps, const std::vector<GapSubsidy>& subsidies) {
    std::vector<std::string> names;
    for (const GapSubsidy& s : subsidies) {
        const std::string name = gaps.programmes[s.rule].programme + (s.is_undecided ? "?" : "");
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
    std::string out;
    for (const std::string& name : names) out += (out.empty() ? "" : ";") + name;
    return out;
}

}  // namespace

std::string gaps_csv(const RunResult& result) {
    const GapResult& gaps = *result.gaps;
    CsvWriter csv;
    for (const char* c : {"id", "service", "rank", "scope", "zone_code", "zone_name", "town", "cells"})
        csv.field(c);
    for (const std::string& w : result.population.weight_names) csv.field(w);
    for (const char* c : {"age_65_plus_percent", "area_km2", "lon", "lat", "nearest_site", "nearest_site_m",
                          "nearest_served_cell", "nearest_served_m"})
        csv.field(c);
    for (const std::string& c : gaps.backbone_classes)
        csv.name("nearest_" + c).name(fmt::format("nearest_{}_m", c));
    if (gaps.has_cost) csv.field("cost");
    if (!result.config.gaps->subsidies.empty()) csv.field("subsidies");
    csv.end_row();
    std::size_t rank = 0;
    for (std::size_t g = 0; g < gaps.gaps.size(); ++g) {
        const Gap& gap = gaps.gaps[g];
        rank = g > 0 && gaps.gaps[g - 1].service == gap.service ? rank + 1 : 1;
        std::string codes;
        std::string names;
        std::vector<GapSubsidy> all;
        for (const GapPart& part : gap.parts) {
            codes += (codes.empty() ? "" : ";") + result.zones.zones[part.zone].code;
            names += (names.empty() ? "" : ";") + result.zones.zones[part.zone].name;
            all.insert(all.end(), part.subsidies.begin(), part.subsidies.end());
        }
        const auto row = [&](const char* scope, const std::string& code, const std::string& name,
                             std::size_t cells, const std::vector<Amount>& weights, double km2,
                             std::int64_t cost, const std::vector<GapSubsidy>& subsidies) {
            csv.field(gap.id)
                .field(result.config.services[gap.service].id)
                .field(std::to_string(rank))
                .field(scope)
                .field(code)
                .name(name)
                .name(gap.town)
                .field(std::to_string(cells));
            weight_fields(csv, weights);
            csv.field(elderly(result, weights))
                .field(fmt::format("{:.3f}", km2))
                .field(fmt::format("{:.6f}", gap.heart_at.x))
                .field(fmt::format("{:.6f}", gap.heart_at.y));
            csv.name(gap.site_id).field(metres(gap.site)).field(gap.served_code).field(metres(gap.served));
            for (std::size_t c = 0; c < gaps.backbone_classes.size(); ++c)
                csv.name(gap.backbone_name[c]).field(metres(gap.backbone[c]));
            if (gaps.has_cost) csv.field(std::to_string(cost));
            if (!result.config.gaps->subsidies.empty()) csv.name(programmes_of(gaps, subsidies));
            csv.end_row();
        };
        row("whole", codes, names, gap.cells.size(), gap.weights, gap.km2, gap.cost, all);
        for (const GapPart& part : gap.parts)
            row("municipality", result.zones.zones[part.zone].code, result.zones.zones[part.zone].name,
                part.cells, part.weights, part.km2, part.cost, part.subsidies);
    }
    return csv.text();
}

std::string gap_towns_csv(const RunResult& result) {
    CsvWriter csv;
    for (const char* c : {"service", "zone_code", "zone_name", "town", "uncovered_cells"}) csv.field(c);
    for (const std::string& w : result.population.weight_names)
        csv.field(w + "_uncovered").field(w + "_total").field(w + "_uncovered_percent");
    csv.end_row();
    for (const TownGap& town : result.gaps->towns) {
        const Zone& zone = result.zones.zones[town.zone];
        csv.field(result.config.services[town.service].id)
            .field(zone.code)
            .name(zone.name)
            .name(town.town)
            .field(std::to_string(town.cells));
        for (std::size_t w = 0; w < town.total.size(); ++w)
            csv.field(std::to_string(whole_units(town.uncovered[w])))
                .field(std::to_string(whole_units(town.total[w])))
                .field(format_rate(town.uncovered[w], town.total[w], 1));
        csv.end_row();
    }
    return csv.text();
}

std::string gap_subsidies_csv(const RunResult& result) {
    const GapResult& gaps = *result.gaps;
    const auto households = weight_named(result.population, "households");
    CsvWriter csv;
    for (const char* c : {"gap_id", "service", "zone_code", "zone_name", "households", "programme",
                          "recipient", "status", "condition", "national_rate", "prefecture_rate", "cost",
                          "national_share", "prefecture_share", "local_share", "source"})
        csv.field(c);
    csv.end_row();
    for (const Gap& gap : gaps.gaps) {
        for (const GapPart& part : gap.parts) {
            for (const GapSubsidy& s : part.subsidies) {
                const SubsidyProgramme& p = gaps.programmes[s.rule];
                const Zone& zone = result.zones.zones[part.zone];
                csv.field(gap.id)
                    .field(result.config.services[gap.service].id)
                    .field(zone.code)
                    .name(zone.name)
                    .field(households ? std::to_string(whole_units(part.weights[*households])) : "")
                    .name(p.programme)
                    .name(p.recipient)
                    .field(s.is_undecided ? "undecided" : "applies")
                    .name(p.condition)
                    .name(p.rate)
                    .name(p.prefecture_rate);
                const bool priced = gaps.has_cost && !p.rate.empty();
                csv.field(gaps.has_cost ? std::to_string(part.cost) : "")
                    .field(priced ? std::to_string(s.national) : "")
                    .field(priced ? std::to_string(s.prefecture) : "")
                    .field(priced ? std::to_string(s.local) : "")
                    .name(p.source);
                csv.end_row();
            }
        }
    }
    return csv.text();
}

}  // namespace amaneku::io
