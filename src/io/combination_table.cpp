#include "io/combination_table.hpp"

#include "core/weight.hpp"
#include "io/csv_writer.hpp"
#include "io/place_table.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <vector>

namespace amaneku::io {

namespace {

/// Amounts by services (bits of the run's), of one thing that is counted.
using BySet = std::map<std::uint64_t, Amount>;

/// Ids of the services of a set that are in `bits`, or that are not.
std::string ids(const RunResult& result, const std::vector<std::size_t>& set, std::uint64_t bits, bool in) {
    std::string out;
    for (const std::size_t s : set) {
        if (((bits >> s & 1U) != 0) == in) out += (out.empty() ? "" : ";") + result.config.services[s].id;
    }
    return out;
}

/// All ways in which services of a set can reach or not, none of them first.
std::vector<std::uint64_t> states(const std::vector<std::size_t>& set) {
    std::vector<std::uint64_t> out;
    for (std::uint64_t state = 0; state < std::uint64_t{1} << set.size(); ++state) {
        std::uint64_t bits = 0;
        for (std::size_t i = 0; i < set.size(); ++i) bits |= (state >> i & 1U) << set[i];
        out.push_back(bits);
    }
    return out;
}

std::uint64_t mask_of(const std::vector<std::size_t>& set) {
    std::uint64_t out = 0;
    for (const std::size_t s : set) out |= std::uint64_t{1} << s;
    return out;
}

/// What is counted in an area: weights, then places.
std::vector<std::pair<std::string, BySet>> counted_in(
    const RunResult& result, const TableArea& area,
    const std::vector<std::map<std::uint64_t, std::vector<std::uint64_t>>>& places) {
    std::vector<std::pair<std::string, BySet>> out;
    for (std::size_t w = 0; w < result.population.weight_names.size(); ++w) {
        BySet sums;
        for (const std::uint32_t z : area.zones) {
            const auto& people = result.combinations->people;
            for (auto at = people.lower_bound({z, 0}); at != people.end() && at->first.first == z; ++at)
                sums[at->first.second] += at->second[w];
        }
        out.emplace_back(result.population.weight_names[w], std::move(sums));
    }
    for (std::size_t t = 0; t < places.size(); ++t) {
        BySet sums;
        for (const auto& [bits, by_zone] : places[t]) {
            for (const std::uint32_t z : area.zones) sums[bits] += by_zone[z];
        }
        out.emplace_back("place/" + result.config.places[t].id, std::move(sums));
    }
    return out;
}

/// By `[[place]]`: services -> [zone] places.
std::vector<std::map<std::uint64_t, std::vector<std::uint64_t>>> places_by_services(const RunResult& result) {
    std::vector<std::map<std::uint64_t, std::vector<std::uint64_t>>> out;
    if (!result.places) return out;
    const std::size_t services = result.config.services.size();
    for (const PlaceTable& places : result.places->tables) {
        auto& counts = out.emplace_back();
        for (std::size_t i = 0; i < places.size(); ++i) {
            std::uint64_t bits = 0;
            for (std::size_t s = 0; s < services; ++s)
                bits |= std::uint64_t{places.inside[i * services + s]} << s;
            auto& by_zone = counts[bits];
            by_zone.resize(result.zones.zones.size(), 0);
            ++by_zone[places.zone[i]];
        }
    }
    return out;
}

/// What is counted where exactly the services of `state` among those of `mask` reach.
Amount amount_of(const BySet& by_set, std::uint64_t mask, std::uint64_t state) {
    Amount out = 0;
    for (const auto& [bits, part] : by_set) {
        if ((bits & mask) == state) out += part;
    }
    return out;
}

/// An area with its row in a coverage table.
using AreaRow = std::function<void(const TableArea&, const CoverageTable&, std::size_t)>;

void for_each_area(const RunResult& result, const CoverageTable& nation, const CoverageTable& prefectures,
                   const CoverageTable& cities, const CoverageTable& zones, const CoverageTable& groups,
                   const AreaRow& row) {
    std::map<std::string, std::size_t> next;
    for (const TableArea& area : table_areas(result)) {
        const std::string level = area.level;
        const CoverageTable& table = level == "nation"         ? nation
                                     : level == "prefecture"   ? prefectures
                                     : level == "city"         ? cities
                                     : level == "municipality" ? zones
                                                               : groups;
        row(area, table, level == "municipality" ? area.zones.front() : next[level]++);
    }
}

}  // namespace

std::string combinations_csv(const RunResult& result) {
    CsvWriter csv;
    for (const char* c : {"zone_level", "zone_code", "zone_name", "services", "inside", "outside", "of",
                          "amount", "total", "share"})
        csv.field(c);
    csv.end_row();
    const auto places = places_by_services(result);
    for (const TableArea& area : table_areas(result)) {
        for (const auto& [of, by_set] : counted_in(result, area, places)) {
            Amount total = 0;
            for (const auto& [bits, amount] : by_set) total += amount;
            const bool is_place = of.starts_with("place/");
            const auto text = [&](Amount a) {
                return is_place ? std::to_string(static_cast<std::int64_t>(a)) : format_amount(a);
            };
            for (const auto& set : result.config.combinations->sets) {
                const std::uint64_t mask = mask_of(set);
                for (const std::uint64_t state : states(set)) {
                    const Amount amount = amount_of(by_set, mask, state);
                    csv.field(area.level)
                        .field(area.code)
                        .name(area.name)
                        .field(ids(result, set, mask, true))
                        .field(ids(result, set, state, true))
                        .field(ids(result, set, state, false))
                        .field(of)
                        .field(text(amount))
                        .field(text(total))
                        .field(format_rate(amount, total, 2));
                    csv.end_row();
                }
            }
        }
    }
    return csv.text();
}

std::string equity_csv(const RunResult& result) {
    const EquityConfig& config = *result.config.equity;
    const std::size_t all = weight_index(result.population, config.of);
    std::vector<std::size_t> weights;
    for (std::size_t w = 0; w < result.population.weight_names.size(); ++w) {
        const auto& wanted = config.weights;
        const bool is_wanted = wanted.empty() || std::find(wanted.begin(), wanted.end(),
                                                           result.population.weight_names[w]) != wanted.end();
        if (w != all && is_wanted) weights.push_back(w);
    }
    CsvWriter csv;
    for (const char* c :
         {"zone_level", "zone_code", "zone_name", "service", "weight", "of", "total", "covered", "uncovered",
          "rate", "of_rate", "share_of_all", "share_of_covered", "share_of_uncovered"})
        csv.field(c);
    csv.end_row();
    for_each_area(result, result.nation_coverage, result.prefecture_coverage, result.city_coverage,
                  result.zone_coverage, result.group_coverage,
                  [&](const TableArea& area, const CoverageTable& table, std::size_t index) {
                      for (std::size_t s = 0; s < result.config.services.size(); ++s) {
                          const ServiceConfig& service = result.config.services[s];
                          const std::uint32_t layer = result.measures.services[s].combined;
                          const auto total = [&](std::size_t w) { return table.counted(index, w, layer); };
                          const auto covered = [&](std::size_t w) {
                              return std::min(table.at(index, w, layer, service.profile.rule), total(w));
                          };
                          const int decimals = service.profile.decimals;
                          for (const std::size_t w : weights) {
                              csv.field(area.level).field(area.code).name(area.name).field(service.id);
                              csv.field(result.population.weight_names[w])
                                  .field(config.of)
                                  .field(format_amount(total(w)))
                                  .field(format_amount(covered(w)))
                                  .field(format_amount(total(w) - covered(w)))
                                  .field(format_rate(covered(w), total(w), decimals))
                                  .field(format_rate(covered(all), total(all), decimals))
                                  .field(format_rate(total(w), total(all), 2))
                                  .field(format_rate(covered(w), covered(all), 2))
                                  .field(format_rate(total(w) - covered(w), total(all) - covered(all), 2));
                              csv.end_row();
                          }
                      }
                  });
    return csv.text();
}

std::string mesh_kpi_csv(const RunResult& result) {
    CsvWriter csv;
    for (const char* c : {"service", "profile", "cell_level", "provider", "zone_level", "zone_code",
                          "zone_name", "cells", "counted", "uncounted", "rate"})
        csv.field(c);
    csv.end_row();
    for (std::size_t k = 0; k < result.mesh_kpis.size(); ++k) {
        const ServiceConfig& service = result.config.mesh_kpis[k];
        const MeshKpiResult& kpi = result.mesh_kpis[k];
        for_each_area(result, kpi.nation, kpi.prefectures, kpi.cities, kpi.zones, kpi.groups,
                      [&](const TableArea& area, const CoverageTable& table, std::size_t index) {
                          const Amount total = table.total(index, 0);
                          if (total == 0) return;
                          for (std::size_t layer = 0; layer <= service.providers.size(); ++layer) {
                              const Amount counted = table.at(index, 0, layer, Rule::half_cell);
                              csv.field(service.id)
                                  .field(service.profile.id)
                                  .field(mesh_level_id(*service.profile.cell_level))
                                  .field(layer == 0 ? "*" : service.providers[layer - 1].id)
                                  .field(area.level)
                                  .field(area.code)
                                  .name(area.name)
                                  .field(std::to_string(whole_units(total)))
                                  .field(std::to_string(whole_units(counted)))
                                  .field(std::to_string(whole_units(total - counted)))
                                  .field(format_rate(counted, total, service.profile.decimals));
                              csv.end_row();
                          }
                      });
    }
    return csv.text();
}

}  // namespace amaneku::io
