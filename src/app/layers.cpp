#include "app/layers.hpp"

#include "app/candidate_layer.hpp"
#include "app/gap_layer.hpp"
#include "app/place_layer.hpp"
#include "core/footprint_text.hpp"
#include "core/weight.hpp"
#include "core/whole_people.hpp"
#include "footprint/site_footprint.hpp"
#include "geos/dissolve.hpp"
#include "io/footprint_reader.hpp"
#include "io/tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

namespace amaneku::app {

namespace {

using gdal::FieldType;
using gdal::FieldValue;
using gdal::GeometryKind;
using gdal::LayerField;

double weight_value(CellAmount amount) {
    return static_cast<double>(amount) / amount_per_unit;
}

std::vector<LayerField> mesh_fields(const RunResult& result) {
    std::vector<LayerField> fields{{"mesh_code", FieldType::text}};
    for (const auto& w : result.population.weight_names) fields.push_back({w, FieldType::real});
    fields.push_back({"estimated", FieldType::integer});
    for (const ServiceConfig& s : result.config.services) {
        fields.push_back({s.id + "_fraction", FieldType::real});
        for (const ProviderConfig& p : s.providers)
            fields.push_back({s.id + "_" + p.id + "_fraction", FieldType::real});
        fields.push_back({s.id + "_covered", FieldType::integer});
    }
    fields.push_back({"zone_code", FieldType::text});
    fields.push_back({"reported_share", FieldType::real});
    return fields;
}

void write_mesh(const RunResult& result, gdal::LayerSink& writer) {
    const Population& population = result.population;
    writer.begin_layer("mesh", GeometryKind::polygon, mesh_fields(result), population.grid.crs());
    std::vector<FieldValue> values;
    for (std::size_t cell = 0; cell < population.cells.size(); ++cell) {
        if (result.cell_is_shown[cell] == 0) continue;
        values.clear();
        values.emplace_back(population.grid.code(population.cells[cell]));
        for (const auto& w : population.weights) values.emplace_back(weight_value(w[cell]));
        values.emplace_back(std::int64_t{population.estimated[cell]});
        for (std::size_t s = 0; s < result.config.services.size(); ++s) {
            const ServiceLayers& layers = result.measures.services[s];
            for (std::uint32_t l = 0; l <= layers.provider_count; ++l)
                values.emplace_back(
                    result.measures.fraction[cell * result.measures.layer_count + layers.combined + l]);
            values.push_back(result.counts_cell(s, cell)
                                 ? FieldValue{std::int64_t{result.cell_covered[s][cell]}}
                                 : FieldValue{});
        }
        values.emplace_back(result.zones.zones[result.cell_zone[cell]].code);
        values.emplace_back(result.cell_reported[cell]);
        const auto ring = population.grid.polygon(population.cells[cell]);
        writer.add(ring, values);
    }
}

/// `fields` and the columns of amounts and rates after them.
std::vector<LayerField> with_rates(std::vector<LayerField> fields, const RunResult& result) {
    for (const auto& w : result.population.weight_names) fields.push_back({w, FieldType::integer});
    fields.push_back({"area_km2", FieldType::real});
    for (const ServiceConfig& s : result.config.services) {
        fields.push_back({s.id + "_rate", FieldType::real});
        fields.push_back({s.id + "_covered", FieldType::integer});
        fields.push_back({s.id + "_uncovered", FieldType::integer});
        for (const char* rule : {"area_share", "lower", "upper"})
            fields.push_back({fmt::format("{}_{}_rate", s.id, rule), FieldType::real});
        fields.push_back({s.id + "_flag", FieldType::text});
        if (s.profile.cells == CellSelection::list)
            fields.push_back({s.id + "_left_out", FieldType::integer});
        for (const ProviderConfig& p : s.providers)
            fields.push_back({s.id + "_" + p.id + "_rate", FieldType::real});
    }
    for (const ServiceConfig& s : result.config.services)
        fields.push_back({s.id + "_level", FieldType::text});
    return fields;
}

FieldValue rate_value(Amount covered, Amount total, int decimals) {
    const std::string text = format_rate(covered, total, decimals);
    return text.empty() ? FieldValue{} : FieldValue{std::stod(text)};
}

void add_rates(const RunResult& result, AreaLevel level, const CoverageTable& table, std::size_t area,
               const AreaPeople& whole, const std::vector<std::uint8_t>& no_station, double km2,
               std::vector<FieldValue>& values) {
    for (const std::int64_t w : whole.weights) values.emplace_back(w);
    values.emplace_back(std::round(km2 * 1000.0) / 1000.0);
    for (std::size_t s = 0; s < result.config.services.size(); ++s) {
        const RuleProfile& profile = result.config.services[s].profile;
        const ServiceLayers& layers = result.measures.services[s];
        const std::size_t w = weight_index(result.population, profile.weight);
        const WholePeople& people = whole.services[s];
        const Amount total = people.counted() == 0 ? Amount{0} : table.counted(area, w, layers.combined);
        const Amount covered = std::min(table.at(area, w, layers.combined, profile.rule), total);
        values.push_back(rate_value(covered, total, profile.decimals));
        values.emplace_back(people.covered);
        values.emplace_back(people.uncovered);
        for (const Rule rule : {Rule::area_share, Rule::lower, Rule::upper})
            values.push_back(rate_value(table.at(area, w, layers.combined, rule), total, profile.decimals));
        values.emplace_back(io::flags(result, level, area, s, covered, total, no_station[s] != 0));
        if (profile.cells == CellSelection::list) values.emplace_back(people.left_out);
        for (std::uint32_t p = 0; p < layers.provider_count; ++p)
            values.push_back(rate_value(table.at(area, w, layers.first_provider + p, profile.rule), total,
                                        profile.decimals));
    }
    for (std::size_t s = 0; s < result.config.services.size(); ++s)
        values.emplace_back(lowest_level(service_levels(result, s)));
}

void append_part(const PolygonSet& from, std::size_t part, PolygonSet& to) {
    for (std::size_t r = from.part_begin[part]; r < from.part_begin[part + 1]; ++r) {
        const auto ring = from.ring(r);
        to.points.insert(to.points.end(), ring.begin(), ring.end());
        to.close_ring();
    }
    to.close_part();
}

/// Parts of each zone.
std::vector<std::vector<std::size_t>> parts_by_zone(const ZoneTable& zones) {
    std::vector<std::vector<std::size_t>> parts(zones.zones.size());
    for (std::size_t p = 0; p < zones.part_zone.size(); ++p) parts[zones.part_zone[p]].push_back(p);
    return parts;
}

std::vector<LayerField> municipality_fields(const RunResult& result) {
    return with_rates({{"code", FieldType::text},
                       {"name", FieldType::text},
                       {"prefecture_code", FieldType::text},
                       {"prefecture", FieldType::text}},
                      result);
}

void write_municipalities(const RunResult& result, gdal::LayerSink& writer) {
    writer.begin_layer("municipality", GeometryKind::multipolygon, municipality_fields(result),
                       result.population.grid.crs());
    const auto people = whole_people(result);
    const auto parts = parts_by_zone(result.zones);
    for (std::size_t z = 0; z < result.zones.zones.size(); ++z) {
        const Zone& zone = result.zones.zones[z];
        if (!zone.reported) continue;
        PolygonSet polygons;
        for (const std::size_t p : parts[z]) append_part(result.zones.polygons, p, polygons);
        std::vector<FieldValue> values{zone.code, zone.name, zone.prefecture_code, zone.prefecture};
        add_rates(result, AreaLevel::municipality, result.zone_coverage, z, people[z],
                  io::without_station(result, std::array{static_cast<std::uint32_t>(z)}),
                  result.zone_area_km2[z], values);
        writer.add(polygons, values);
    }
}

std::vector<LayerField> area_fields(const RunResult& result) {
    return with_rates({{"code", FieldType::text}, {"name", FieldType::text}, {"kind", FieldType::text}},
                      result);
}

void write_areas(const RunResult& result, const std::string& name, const std::vector<Area>& areas,
                 const CoverageTable& table, const std::function<const PolygonSet&(std::size_t)>& shape,
                 gdal::LayerSink& writer) {
    writer.begin_layer(name, GeometryKind::multipolygon, area_fields(result), result.population.grid.crs());
    const auto people = whole_people(result);
    for (std::size_t a = 0; a < areas.size(); ++a) {
        double km2 = 0.0;
        for (const std::uint32_t z : areas[a].zones) km2 += result.zone_area_km2[z];
        std::vector<FieldValue> values{areas[a].code, areas[a].name, areas[a].kind};
        add_rates(result, name == "group" ? AreaLevel::group : AreaLevel::prefecture, table, a,
                  area_people(result, table, a, people, areas[a].zones),
                  io::without_station(result, areas[a].zones), km2, values);
        writer.add(shape(a), values);
    }
}

const std::vector<LayerField> footprint_fields{{"service", FieldType::text},
                                               {"provider", FieldType::text},
                                               {"site_id", FieldType::text},
                                               {"level", FieldType::text}};

/// Every footprint as it was counted: one feature a supplied part or site.
void write_footprints(const RunResult& result, gdal::LayerSink& writer) {
    writer.begin_layer("footprint", GeometryKind::multipolygon, footprint_fields, "EPSG:6668");
    const Grid degrees = Grid::mesh(MeshLevel::half);
    std::size_t provider = 0;
    for (const ServiceConfig& service : result.config.services) {
        for (const ProviderConfig& p : service.providers) {
            const ModelledArea& area = result.modelled[provider];
            const SiteTable& sites = result.sites[provider++];
            if (!p.footprints.empty()) {
                io::read_footprints(p, degrees, [&](PolygonSet& batch) {
                    for (std::size_t part = 0; part < batch.part_count(); ++part) {
                        PolygonSet one;
                        append_part(batch, part, one);
                        writer.add(one, std::vector<FieldValue>{service.id, p.id, {}, std::string{"L0"}});
                    }
                });
            }
            PolygonSet shape;
            for (std::size_t part = 0; part < area.polygons.part_count(); ++part) {
                shape.clear();
                append_part(area.polygons, part, shape);
                writer.add(shape, std::vector<FieldValue>{service.id, p.id, area.part_id[part],
                                                          std::string{level_id(area.part_level[part])}});
            }
            const footprint::Directions directions{p.segments};
            for (std::size_t s = 0; s < sites.size(); ++s) {
                if (!sites.has_shape(s)) continue;
                shape.clear();
                footprint::append_footprint(sites, s, directions, shape);
                writer.add(shape,
                           std::vector<FieldValue>{service.id, p.id, sites.id[s],
                                                   std::string{level_id(footprint::shape_level(sites, s))}});
            }
        }
    }
}

const std::vector<LayerField> site_fields{{"service", FieldType::text}, {"provider", FieldType::text},
                                          {"site_id", FieldType::text}, {"radius_m", FieldType::real},
                                          {"azimuth", FieldType::real}, {"beamwidth", FieldType::real}};

void write_sites(const RunResult& result, gdal::LayerSink& writer) {
    writer.begin_layer("site", GeometryKind::point, site_fields, "EPSG:6668");
    std::size_t provider = 0;
    for (const ServiceConfig& service : result.config.services) {
        for (const ProviderConfig& p : service.providers) {
            const SiteTable& sites = result.sites[provider++];
            for (std::size_t s = 0; s < sites.size(); ++s) {
                const bool circle = std::isnan(sites.azimuth[s]);
                writer.add(
                    Point{sites.lon[s], sites.lat[s]},
                    std::vector<FieldValue>{service.id, p.id, sites.id[s],
                                            sites.has_shape(s) ? FieldValue{sites.radius_m[s]} : FieldValue{},
                                            circle ? FieldValue{} : FieldValue{sites.azimuth[s]},
                                            circle ? FieldValue{} : FieldValue{sites.beamwidth[s]}});
            }
        }
    }
}

}  // namespace

const std::vector<std::string>& all_layer_names() {
    static const std::vector<std::string> names{"mesh", "municipality", "prefecture", "group", "footprint",
                                                "site", "gap",          "place",      "line",  "candidate"};
    return names;
}

std::vector<std::string> layer_names(const RunResult& result) {
    std::vector<std::string> names{"mesh", "municipality"};
    if (!result.prefectures.empty()) names.emplace_back("prefecture");
    if (!result.groups.empty()) names.emplace_back("group");
    names.emplace_back("footprint");
    if (std::any_of(result.sites.begin(), result.sites.end(),
                    [](const SiteTable& s) { return s.size() > 0; }))
        names.emplace_back("site");
    if (result.gaps) names.emplace_back("gap");
    if (result.places) names.emplace_back("place");
    if (result.lines) names.emplace_back("line");
    if (result.plan) names.emplace_back("candidate");
    return names;
}

std::vector<gdal::LayerField> layer_fields(const RunResult& result, const std::string& name) {
    if (name == "mesh") return mesh_fields(result);
    if (name == "municipality") return municipality_fields(result);
    if (name == "footprint") return footprint_fields;
    if (name == "site") return site_fields;
    if (name == "gap") return gap_fields(result);
    if (name == "place") return place_fields(result);
    if (name == "line") return line_fields(result);
    if (name == "candidate") return candidate_fields(result);
    return area_fields(result);
}

AreaShapes::AreaShapes(const RunResult& result)
    : m_result{result},
      m_parts{parts_by_zone(result.zones)},
      m_shapes(result.prefectures.size() + result.groups.size()) {}

const PolygonSet& AreaShapes::shape(std::size_t index, const Area& area) const {
    Shape& shape = m_shapes[index];
    std::call_once(shape.made, [&] {
        PolygonSet polygons;
        for (const std::uint32_t z : area.zones) {
            for (const std::size_t p : m_parts[z]) append_part(m_result.zones.polygons, p, polygons);
        }
        shape.polygons = geos::dissolve(polygons);
    });
    return shape.polygons;
}

const PolygonSet& AreaShapes::prefecture(std::size_t index) const {
    return shape(index, m_result.prefectures[index]);
}

const PolygonSet& AreaShapes::group(std::size_t index) const {
    return shape(m_result.prefectures.size() + index, m_result.groups[index]);
}

void AreaShapes::make_all() const {
    for (std::size_t p = 0; p < m_result.prefectures.size(); ++p) static_cast<void>(prefecture(p));
    for (std::size_t g = 0; g < m_result.groups.size(); ++g) static_cast<void>(group(g));
}

void write_layer(const RunResult& result, const std::string& name, const AreaShapes& shapes,
                 gdal::LayerSink& writer) {
    if (name == "mesh") write_mesh(result, writer);
    if (name == "municipality") write_municipalities(result, writer);
    if (name == "prefecture") {
        write_areas(
            result, name, result.prefectures, result.prefecture_coverage,
            [&](std::size_t p) -> const PolygonSet& { return shapes.prefecture(p); }, writer);
    }
    if (name == "group") {
        write_areas(
            result, name, result.groups, result.group_coverage,
            [&](std::size_t g) -> const PolygonSet& { return shapes.group(g); }, writer);
    }
    if (name == "footprint") write_footprints(result, writer);
    if (name == "site") write_sites(result, writer);
    if (name == "gap") write_gaps(result, writer);
    if (name == "place") write_places(result, writer);
    if (name == "line") write_lines(result, writer);
    if (name == "candidate") write_candidates(result, writer);
}

}  // namespace amaneku::app
