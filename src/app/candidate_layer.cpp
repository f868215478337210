#include "app/candidate_layer.hpp"

#include "core/weight.hpp"

#include <cmath>
#include <cstddef>
#include <string>

namespace amaneku::app {

namespace {

using gdal::FieldType;
using gdal::FieldValue;

std::string code_of(const RunResult& result, std::uint32_t zone) {
    return zone == no_zone ? std::string{} : result.zones.zones[zone].code;
}

void write_sites(const RunResult& result, gdal::LayerSink& writer, std::size_t own) {
    const PlanResult& plan = *result.plan;
    const Candidates& all = plan.candidates;
    const std::string& service = result.config.services[plan.service].id;
    std::vector<std::size_t> rank(all.size(), 0);
    for (std::size_t i = 0; i < plan.sites.size(); ++i) rank[plan.sites[i].candidate] = i + 1;
    for (std::size_t c = 0; c < all.size(); ++c) {
        const bool circle = std::isnan(all.sites.azimuth[c]);
        std::vector<FieldValue> values{
            all.sites.id[c],
            all.name[c],
            service,
            rank[c] == 0 ? FieldValue{} : FieldValue{static_cast<std::int64_t>(rank[c])},
            code_of(result, all.zone[c]),
            all.sites.radius_m[c],
            circle ? FieldValue{} : FieldValue{all.sites.azimuth[c]},
            circle ? FieldValue{} : FieldValue{all.sites.beamwidth[c]},
            whole_units(plan.alone[c]),
            rank[c] == 0 ? FieldValue{} : FieldValue{whole_units(plan.sites[rank[c] - 1].gain[own])}};
        values.push_back(all.has_cost ? FieldValue{all.cost[c]} : FieldValue{});
        writer.add(Point{all.sites.lon[c], all.sites.lat[c]}, values);
    }
}

void write_cables(const RunResult& result, gdal::LayerSink& writer, std::size_t own) {
    const PlanResult& plan = *result.plan;
    const std::string& service = result.config.services[plan.service].id;
    for (std::size_t i = 0; i < plan.cables.size(); ++i) {
        const PlannedCable& cable = plan.cables[i];
        writer.add(cable.to,
                   std::vector<FieldValue>{result.population.grid.code(result.population.cells[cable.cell]),
                                           cable.from_name, service, static_cast<std::int64_t>(i + 1),
                                           code_of(result, result.cell_zone[cable.cell]), FieldValue{},
                                           FieldValue{}, FieldValue{}, FieldValue{},
                                           whole_units(cable.gain[own]), FieldValue{cable.cost}});
    }
}

}  // namespace

std::vector<gdal::LayerField> candidate_fields(const RunResult& result) {
    static_cast<void>(result);
    return {
        {"candidate_id", FieldType::text}, {"name", FieldType::text},      {"service", FieldType::text},
        {"rank", FieldType::integer},      {"zone_code", FieldType::text}, {"radius_m", FieldType::real},
        {"azimuth", FieldType::real},      {"beamwidth", FieldType::real}, {"gain_alone", FieldType::integer},
        {"gain", FieldType::integer},      {"cost", FieldType::integer}};
}

void write_candidates(const RunResult& result, gdal::LayerSink& writer) {
    writer.begin_layer("candidate", gdal::GeometryKind::point, candidate_fields(result), "EPSG:6668");
    const std::size_t own =
        weight_index(result.population, result.config.services[result.plan->service].profile.weight);
    if (result.config.plan->cable) {
        write_cables(result, writer, own);
    } else {
        write_sites(result, writer, own);
    }
}

}  // namespace amaneku::app
