#include "io/tables.hpp"

#include "core/footprint_text.hpp"
#include "core/range_rates.hpp"
#include "core/weight.hpp"
#include "core/whole_people.hpp"
#include "io/csv_writer.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <tuple>

namespace amaneku::io {

namespace {

const std::vector<std::string>& usual_weights() {
    static const std::vector<std::string> names{"population", "households", "age_65_plus"};
    return names;
}

/// Weights beyond the usual three, in the order of the configuration.
std::vector<std::size_t> further_weights(const RunResult& result) {
    std::vector<std::size_t> out;
    for (std::size_t w = 0; w < result.population.weight_names.size(); ++w) {
        const auto& usual = usual_weights();
        if (std::find(usual.begin(), usual.end(), result.population.weight_names[w]) == usual.end())
            out.push_back(w);
    }
    return out;
}

void service_header(CsvWriter& csv, const RunResult& result) {
    for (const ServiceConfig& s : result.config.services) {
        for (const char* column :
             {"rate", "covered", "uncovered", "area_share_rate", "lower_rate", "upper_rate", "flag"})
            csv.field(fmt::format("{}_{}", s.id, column));
        if (s.profile.cells == CellSelection::list) csv.field(s.id + "_left_out");
        for (const ProviderConfig& p : s.providers) csv.field(fmt::format("{}_{}_rate", s.id, p.id));
    }
    for (const ServiceConfig& s : result.config.services) csv.field(s.id + "_level");
}

/// At the end of the row: the least and the largest rate over the draws of services with placed stations.
void range_header(CsvWriter& csv, const RunResult& result) {
    for (const PlacementRange& range : result.ranges) {
        const std::string& id = result.config.services[range.service].id;
        csv.field(id + "_rate_min").field(id + "_rate_max");
    }
}

/// Empty where the row has no rate either.
void range_fields(CsvWriter& csv, const RunResult& result, const AreaPeople& whole,
                  std::span<const std::uint32_t> zones) {
    for (const PlacementRange& range : result.ranges) {
        const bool is_empty = whole.services[range.service].counted() == 0;
        const RangeRates rates = is_empty ? RangeRates{} : range_rates(result, range, zones);
        csv.field(rates.least).field(rates.most);
    }
}

/// The columns of all services for one area of a table.
void service_fields(CsvWriter& csv, const RunResult& result, AreaLevel level, const CoverageTable& table,
                    std::size_t area, const AreaPeople& whole, const std::vector<std::uint8_t>& no_station) {
    for (std::size_t s = 0; s < result.config.services.size(); ++s) {
        const RuleProfile& profile = result.config.services[s].profile;
        const ServiceLayers& layers = result.measures.services[s];
        const std::size_t w = weight_index(result.population, profile.weight);
        const WholePeople& people = whole.services[s];
        // Where nobody is printed there is no rate either, though a border cell may give part of a person.
        const Amount total = people.counted() == 0 ? Amount{0} : table.counted(area, w, layers.combined);
        const Amount covered = std::min(table.at(area, w, layers.combined, profile.rule), total);
        const auto rate = [&](std::size_t layer, Rule rule) {
            return format_rate(table.at(area, w, layer, rule), total, profile.decimals);
        };
        csv.field(rate(layers.combined, profile.rule))
            .field(std::to_string(people.covered))
            .field(std::to_string(people.uncovered));
        csv.field(rate(layers.combined, Rule::area_share))
            .field(rate(layers.combined, Rule::lower))
            .field(rate(layers.combined, Rule::upper));
        csv.field(flags(result, level, area, s, covered, total, no_station[s] != 0));
        if (profile.cells == CellSelection::list) csv.field(std::to_string(people.left_out));
        for (std::uint32_t p = 0; p < layers.provider_count; ++p)
            csv.field(rate(layers.first_provider + p, profile.rule));
    }
    for (std::size_t s = 0; s < result.config.services.size(); ++s)
        csv.field(lowest_level(service_levels(result, s)));
}

void weight_fields(CsvWriter& csv, const RunResult& result, const AreaPeople& whole, double area_km2) {
    for (const std::string& name : usual_weights()) {
        const std::size_t w = weight_index(result.population, name);
        csv.field(w < whole.weights.size() ? std::to_string(whole.weights[w]) : std::string{});
    }
    csv.field(fmt::format("{:.3f}", area_km2));
    for (const std::size_t w : further_weights(result)) csv.field(std::to_string(whole.weights[w]));
}

void weight_header(CsvWriter& csv, const RunResult& result) {
    csv.field("population").field("households").field("age_65_plus").field("area_km2");
    for (const std::size_t w : further_weights(result)) csv.field(result.population.weight_names[w]);
}

bool has_sites(const ServiceConfig& service) {
    return std::all_of(service.providers.begin(), service.providers.end(),
                       [](const ProviderConfig& p) { return p.has_sites(); });
}

bool is_without_station(const RunResult& result, std::size_t service, std::size_t zone) {
    return has_sites(result.config.services[service]) &&
           result.zone_has_site[service * result.zones.zones.size() + zone] == 0;
}

/// A table of areas made of zones: prefectures, groups.
std::string areas_csv(const RunResult& result, AreaLevel level, const std::vector<Area>& areas,
                      const CoverageTable& table, const std::vector<std::string>& key_columns,
                      bool with_kind) {
    const auto people = whole_people(result);
    CsvWriter csv;
    for (const auto& c : key_columns) csv.field(c);
    weight_header(csv, result);
    service_header(csv, result);
    range_header(csv, result);
    csv.end_row();
    for (std::size_t a = 0; a < areas.size(); ++a) {
        csv.field(areas[a].code).name(areas[a].name);
        if (with_kind) csv.name(areas[a].kind);
        const auto no_station = without_station(result, areas[a].zones);
        double area_km2 = 0.0;
        for (const std::uint32_t z : areas[a].zones) area_km2 += result.zone_area_km2[z];
        const AreaPeople whole = area_people(result, table, a, people, areas[a].zones);
        weight_fields(csv, result, whole, area_km2);
        service_fields(csv, result, level, table, a, whole, no_station);
        range_fields(csv, result, whole, areas[a].zones);
        csv.end_row();
    }
    return csv.text();
}

void coverage_rows(CsvWriter& csv, const RunResult& result, const CoverageTable& table, std::size_t area,
                   std::string_view level, std::string_view code, std::string_view name) {
    std::size_t number = 0;  // of the first provider
    for (std::size_t s = 0; s < result.config.services.size();
         number += result.config.services[s].providers.size(), ++s) {
        const ServiceConfig& service = result.config.services[s];
        const ServiceLayers& layers = result.measures.services[s];
        for (std::uint32_t l = 0; l <= layers.provider_count; ++l) {
            const std::string method =
                lowest_level(l == 0 ? service_levels(result, s) : provider_levels(result, number + l - 1));
            for (std::size_t w = 0; w < table.weight_count; ++w) {
                const Amount total = table.counted(area, w, layers.combined + l);
                for (const Rule rule : rules) {
                    const Amount covered = table.at(area, w, layers.combined + l, rule);
                    csv.field(level)
                        .field(code)
                        .name(name)
                        .field(service.id)
                        .field(l == 0 ? std::string{"*"} : service.providers[l - 1].id);
                    csv.field(result.population.weight_names[w])
                        .field(rule_id(rule))
                        .field(format_amount(total))
                        .field(format_amount(covered));
                    csv.field(format_amount(total - covered)).field(format_rate_exact(covered, total));
                    csv.field(method);
                    csv.end_row();
                }
            }
        }
    }
}

}  // namespace

std::vector<std::string> base_flags(const RunResult& result, std::size_t service, Amount covered,
                                    Amount total, bool no_station) {
    std::vector<std::string> words;
    if (no_station) words.emplace_back("no-station");
    const int decimals = result.config.services[service].profile.decimals;
    if (covered < total && format_rate(covered, total, decimals) == format_rate(total, total, decimals))
        words.emplace_back("rounds-to-100");
    return words;
}

std::string flags(const RunResult& result, AreaLevel level, std::size_t area, std::size_t service,
                  Amount covered, Amount total, bool no_station) {
    if (!result.flags)
        return fmt::format("{}", fmt::join(base_flags(result, service, covered, total, no_station), ";"));
    const auto key = [](const Flag& f) { return std::tuple{f.level, f.area, f.service}; };
    const std::tuple wanted{level, static_cast<std::uint32_t>(area), static_cast<std::uint32_t>(service)};
    auto at = std::lower_bound(result.flags->begin(), result.flags->end(), wanted,
                               [&](const Flag& f, const auto& k) { return key(f) < k; });
    std::string words;
    for (; at != result.flags->end() && key(*at) == wanted; ++at)
        words += (words.empty() ? "" : ";") + at->word;
    return words;
}

std::vector<std::uint8_t> without_station(const RunResult& result, std::span<const std::uint32_t> zones) {
    std::vector<std::uint8_t> out;
    for (std::size_t s = 0; s < result.config.services.size(); ++s) {
        out.push_back(std::all_of(zones.begin(), zones.end(),
                                  [&](std::uint32_t z) { return is_without_station(result, s, z); })
                          ? 1
                          : 0);
    }
    return out;
}

std::string municipalities_csv(const RunResult& result) {
    const auto people = whole_people(result);
    CsvWriter csv;
    csv.field("code").field("name").field("prefecture_code").field("prefecture");
    weight_header(csv, result);
    service_header(csv, result);
    range_header(csv, result);
    csv.end_row();
    for (std::size_t z = 0; z < result.zones.zones.size(); ++z) {
        const Zone& zone = result.zones.zones[z];
        if (!zone.reported) continue;
        csv.field(zone.code).name(zone.name).field(zone.prefecture_code).name(zone.prefecture);
        const auto no_station = without_station(result, std::array{static_cast<std::uint32_t>(z)});
        weight_fields(csv, result, people[z], result.zone_area_km2[z]);
        service_fields(csv, result, AreaLevel::municipality, result.zone_coverage, z, people[z], no_station);
        range_fields(csv, result, people[z], std::array{static_cast<std::uint32_t>(z)});
        csv.end_row();
    }
    return csv.text();
}

std::string prefectures_csv(const RunResult& result) {
    return areas_csv(result, AreaLevel::prefecture, result.prefectures, result.prefecture_coverage,
                     {"code", "name"}, false);
}

std::string groups_csv(const RunResult& result) {
    return areas_csv(result, AreaLevel::group, result.groups, result.group_coverage,
                     {"group_id", "group_name", "kind"}, true);
}

std::string coverage_csv(const RunResult& result) {
    CsvWriter csv;
    for (const char* c : {"zone_level", "zone_code", "zone_name", "service", "provider", "weight", "rule",
                          "total", "covered", "uncovered", "rate", "level"})
        csv.field(c);
    csv.end_row();
    coverage_rows(csv, result, result.nation_coverage, 0, "nation", "00",
                  result.config.language == "ja" ? "対象地域計" : "all reported zones");
    const auto areas = [&](const std::vector<Area>& list, const CoverageTable& table,
                           std::string_view level) {
        for (std::size_t a = 0; a < list.size(); ++a)
            coverage_rows(csv, result, table, a, level, list[a].code, list[a].name);
    };
    areas(result.prefectures, result.prefecture_coverage, "prefecture");
    areas(result.cities, result.city_coverage, "city");
    for (std::size_t z = 0; z < result.zones.zones.size(); ++z) {
        if (result.zones.zones[z].reported)
            coverage_rows(csv, result, result.zone_coverage, z, "municipality", result.zones.zones[z].code,
                          result.zones.zones[z].name);
    }
    areas(result.groups, result.group_coverage, "group");
    return csv.text();
}

std::string issues_csv(const RunResult& result) {
    static constexpr std::array kinds{"rejected", "repaired", "moved", "note"};
    CsvWriter csv;
    for (const char* c : {"kind", "file", "place", "reason", "people"}) csv.field(c);
    csv.end_row();
    for (const Issue& issue : result.issues) {
        csv.field(kinds[static_cast<std::size_t>(issue.kind)])
            .name(issue.file)
            .name(issue.place)
            .name(issue.reason);
        csv.field(issue.people ? fmt::format("{}", *issue.people) : std::string{});
        csv.end_row();
    }
    return csv.text();
}

std::string qa_csv(const RunResult& result) {
    CsvWriter csv;
    for (const char* c :
         {"check", "code", "name", "computed_population", "census_population", "error_percent",
          "computed_households", "census_households", "missing_population", "missing_households"})
        csv.field(c);
    csv.end_row();
    if (!result.census) return csv.text();
    for (const CensusLine& line : result.census->lines) {
        csv.field("census")
            .field(line.code)
            .name(line.name)
            .field(format_amount(line.computed_population))
            .field(fmt::format("{}", line.census_population));
        csv.field(line.census_population > 0.0
                      ? fmt::format("{:.4f}",
                                    100.0 * (to_double(line.computed_population) - line.census_population) /
                                        line.census_population)
                      : std::string{});
        const bool households = line.census_households >= 0.0;
        csv.field(households ? format_amount(line.computed_households) : std::string{})
            .field(households ? fmt::format("{}", line.census_households) : std::string{});
        csv.field(line.missing_population == 0.0 ? "" : fmt::format("{:.0f}", line.missing_population))
            .field(line.missing_households == 0.0 ? "" : fmt::format("{:.0f}", line.missing_households));
        csv.end_row();
    }
    return csv.text();
}

}  // namespace amaneku::io
