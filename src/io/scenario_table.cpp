#include "io/scenario_table.hpp"

#include "io/csv_writer.hpp"

#include <fmt/format.h>

#include <utility>

namespace amaneku::io {

namespace {

/// The service of a layer, and its provider: `*` for the service as a whole.
std::pair<const ServiceConfig*, std::string> layer_of(const RunResult& result, std::uint32_t layer) {
    std::size_t s = 0;
    while (s + 1 < result.measures.services.size() && result.measures.services[s + 1].combined <= layer) ++s;
    const ServiceConfig& service = result.config.services[s];
    const ServiceLayers& layers = result.measures.services[s];
    return {&service, layer == layers.combined ? "*" : service.providers[layer - layers.first_provider].id};
}

}  // namespace

std::string scenario_csv(const RunResult& result) {
    CsvWriter csv;
    for (const char* c :
         {"zone_level", "zone_code", "zone_name", "service", "provider", "weight", "rule", "counted",
          "covered_before", "covered_after", "change", "rate_before", "rate_after"})
        csv.field(c);
    csv.end_row();
    for (const ScenarioAreaChange& a : result.scenario->areas) {
        const auto [service, provider] = layer_of(result, a.layer);
        const int decimals = service->profile.decimals;
        csv.field(a.level)
            .field(a.code)
            .name(a.name)
            .field(service->id)
            .field(provider)
            .field(service->profile.weight)
            .field(rule_id(service->profile.rule))
            .field(format_amount(a.counted))
            .field(format_amount(a.before))
            .field(format_amount(a.after))
            .field(format_amount(a.after - a.before))
            .field(format_rate(a.before, a.counted, decimals))
            .field(format_rate(a.after, a.counted, decimals));
        csv.end_row();
    }
    return csv.text();
}

std::string scenario_cells_csv(const RunResult& result) {
    CsvWriter csv;
    csv.field("mesh_code");
    for (const std::string& w : result.population.weight_names) csv.field(w);
    for (const char* c : {"service", "provider", "fraction_before", "fraction_after", "covered_before",
                          "covered_after", "zone_code"})
        csv.field(c);
    csv.end_row();
    for (const ScenarioCellChange& c : result.scenario->cells) {
        const auto [service, provider] = layer_of(result, c.layer);
        csv.field(result.population.grid.code(result.population.cells[c.cell]));
        for (const auto& w : result.population.weights) csv.field(format_amount(w[c.cell]));
        const std::uint32_t zone = result.cell_zone[c.cell];
        csv.field(service->id)
            .field(provider)
            .field(fmt::format("{:.17g}", c.fraction_before))
            .field(fmt::format("{:.17g}", c.fraction_after))
            .field(c.covered_before ? "1" : "0")
            .field(c.covered_after ? "1" : "0")
            .field(zone == no_zone ? std::string{} : result.zones.zones[zone].code);
        csv.end_row();
    }
    return csv.text();
}

}  // namespace amaneku::io
