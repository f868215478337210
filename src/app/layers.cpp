#include "app/layers.hpp"

#include "footprint/site_footprint.hpp"
#include "geos/dissolve.hpp"
#include "io/provider_reader.hpp"
#include "io/tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace amaneku::app {

namespace {

using gdal::FieldType;
using gdal::FieldValue;
using gdal::GeometryKind;
using gdal::LayerField;

double weight_value(CellAmount amount) {
    return static_cast<double>(amount) / amount_per_unit;
}

/// Whether the service's profile counts the cell; where it does not, the cell is neither covered nor
/// uncovered.
bool counts_cell(const RunResult& result, std::size_t service, std::size_t cell) {
    if (result.cell_counted.empty()) return true;
    const auto& counted = result.cell_counted[service];
    return counted.empty() || counted[cell] != 0;
}

void write_mesh(const RunResult& result, gdal::LayerWriter& writer) {
    const Population& population = result.population;
    std::vector<LayerField> fields{{"mesh_code", FieldType::text}};
    for (const auto& w : population.weight_names) fields.push_back({w, FieldType::real});
    fields.push_back({"estimated", FieldType::integer});
    for (const ServiceConfig& s : result.config.services) {
        fields.push_back({s.id + "_fraction", FieldType::real});
        for (const ProviderConfig& p : s.providers)
            fields.push_back({s.id + "_" + p.id + "_fraction", FieldType::real});
        fields.push_back({s.id + "_covered", FieldType::integer});
    }
    fields.push_back({"zone_code", FieldType::text});
    writer.begin_layer("mesh", GeometryKind::polygon, fields, population.grid.crs());
    std::vector<FieldValue> values;
    for (std::size_t cell = 0; cell < population.cells.size(); ++cell) {
        bool reported =
            result.cell_zone[cell] != no_zone && result.zones.zones[result.cell_zone[cell]].reported;
        for (std::uint64_t p = result.measures.piece_begin[cell];
             p < result.measures.piece_begin[cell + 1] && !reported; ++p) {
            reported = result.cell_zone[cell] != no_zone &&
                       result.zones.zones[result.measures.piece_zone[p]].reported;
        }
        if (!reported) continue;
        values.clear();
        values.emplace_back(population.grid.code(population.cells[cell]));
        for (const auto& w : population.weights) values.emplace_back(weight_value(w[cell]));
        values.emplace_back(std::int64_t{population.estimated[cell]});
        for (std::size_t s = 0; s < result.config.services.size(); ++s) {
            const ServiceLayers& layers = result.measures.services[s];
            for (std::uint32_t l = 0; l <= layers.provider_count; ++l)
                values.emplace_back(
                    result.measures.fraction[cell * result.measures.layer_count + layers.combined + l]);
            values.push_back(counts_cell(result, s, cell)
                                 ? FieldValue{std::int64_t{result.cell_covered[s][cell]}}
                                 : FieldValue{});
        }
        values.emplace_back(result.zones.zones[result.cell_zone[cell]].code);
        const auto ring = population.grid.polygon(population.cells[cell]);
        writer.add(ring, values);
    }
}

std::vector<LayerField> rate_fields(const RunResult& result) {
    std::vector<LayerField> fields;
    for (const auto& w : result.population.weight_names) fields.push_back({w, FieldType::integer});
    fields.push_back({"area_km2", FieldType::real});
    for (const ServiceConfig& s : result.config.services) {
        fields.push_back({s.id + "_rate", FieldType::real});
        fields.push_back({s.id + "_covered", FieldType::integer});
        fields.push_back({s.id + "_uncovered", FieldType::integer});
        for (const char* rule : {"area_share", "lower", "upper"})
            fields.push_back({fmt::format("{}_{}_rate", s.id, rule), FieldType::real});
        fields.push_back({s.id + "_flag", FieldType::text});
        for (const ProviderConfig& p : s.providers)
            fields.push_back({s.id + "_" + p.id + "_rate", FieldType::real});
    }
    return fields;
}

FieldValue rate_value(Amount covered, Amount total, int decimals) {
    const std::string text = format_rate(covered, total, decimals);
    return text.empty() ? FieldValue{} : FieldValue{std::stod(text)};
}

void add_rates(const RunResult& result, const CoverageTable& table, std::size_t area,
               const std::vector<std::int64_t>& whole, double km2, std::vector<FieldValue>& values) {
    for (const std::int64_t w : whole) values.emplace_back(w);
    values.emplace_back(std::round(km2 * 1000.0) / 1000.0);
    const auto& names = result.population.weight_names;
    for (std::size_t s = 0; s < result.config.services.size(); ++s) {
        const RuleProfile& profile = result.config.services[s].profile;
        const ServiceLayers& layers = result.measures.services[s];
        const auto w =
            static_cast<std::size_t>(std::find(names.begin(), names.end(), profile.weight) - names.begin());
        const Amount total = table.counted(area, w, layers.combined);
        const Amount covered = table.at(area, w, layers.combined, profile.rule);
        const io::WholePeople people =
            io::whole_people(table, area, w, layers.combined, profile.rule, whole[w]);
        values.push_back(rate_value(covered, total, profile.decimals));
        values.emplace_back(people.covered);
        values.emplace_back(people.uncovered);
        for (const Rule rule : {Rule::area_share, Rule::lower, Rule::upper})
            values.push_back(rate_value(table.at(area, w, layers.combined, rule), total, profile.decimals));
        values.emplace_back(io::flags(result, s, covered, total, false));
        for (std::uint32_t p = 0; p < layers.provider_count; ++p)
            values.push_back(rate_value(table.at(area, w, layers.first_provider + p, profile.rule), total,
                                        profile.decimals));
    }
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

void write_municipalities(const RunResult& result, gdal::LayerWriter& writer) {
    std::vector<LayerField> fields{{"code", FieldType::text},
                                   {"name", FieldType::text},
                                   {"prefecture_code", FieldType::text},
                                   {"prefecture", FieldType::text}};
    for (auto& f : rate_fields(result)) fields.push_back(std::move(f));
    writer.begin_layer("municipality", GeometryKind::multipolygon, fields, result.population.grid.crs());
    const auto totals = io::whole_totals(result);
    const auto parts = parts_by_zone(result.zones);
    for (std::size_t z = 0; z < result.zones.zones.size(); ++z) {
        const Zone& zone = result.zones.zones[z];
        if (!zone.reported) continue;
        PolygonSet polygons;
        for (const std::size_t p : parts[z]) append_part(result.zones.polygons, p, polygons);
        std::vector<std::int64_t> whole;
        for (const auto& t : totals) whole.push_back(t[z]);
        std::vector<FieldValue> values{zone.code, zone.name, zone.prefecture_code, zone.prefecture};
        add_rates(result, result.zone_coverage, z, whole, result.zone_area_km2[z], values);
        writer.add(polygons, values);
    }
}

void write_areas(const RunResult& result, const std::string& name, const std::vector<Area>& areas,
                 const CoverageTable& table, gdal::LayerWriter& writer) {
    std::vector<LayerField> fields{
        {"code", FieldType::text}, {"name", FieldType::text}, {"kind", FieldType::text}};
    for (auto& f : rate_fields(result)) fields.push_back(std::move(f));
    writer.begin_layer(name, GeometryKind::multipolygon, fields, result.population.grid.crs());
    const auto totals = io::whole_totals(result);
    const auto parts = parts_by_zone(result.zones);
    for (std::size_t a = 0; a < areas.size(); ++a) {
        PolygonSet polygons;
        std::vector<std::int64_t> whole(totals.size(), 0);
        double km2 = 0.0;
        for (const std::uint32_t z : areas[a].zones) {
            for (const std::size_t p : parts[z]) append_part(result.zones.polygons, p, polygons);
            for (std::size_t w = 0; w < totals.size(); ++w) whole[w] += totals[w][z];
            km2 += result.zone_area_km2[z];
        }
        std::vector<FieldValue> values{areas[a].code, areas[a].name, areas[a].kind};
        add_rates(result, table, a, whole, km2, values);
        writer.add(geos::dissolve(polygons), values);
    }
}

/// Every footprint as it was counted: one feature a supplied part or site.
void write_footprints(const RunResult& result, gdal::LayerWriter& writer) {
    writer.begin_layer("footprint", GeometryKind::multipolygon,
                       {{"service", FieldType::text},
                        {"provider", FieldType::text},
                        {"site_id", FieldType::text},
                        {"level", FieldType::text}},
                       "EPSG:6668");
    const Grid degrees = Grid::mesh(MeshLevel::half);
    std::size_t provider = 0;
    for (const ServiceConfig& service : result.config.services) {
        for (const ProviderConfig& p : service.providers) {
            const SiteTable& sites = result.sites[provider++];
            if (!p.footprints.empty()) {
                io::read_footprints(p, degrees, [&](const PolygonSet& batch) {
                    for (std::size_t part = 0; part < batch.part_count(); ++part) {
                        PolygonSet one;
                        append_part(batch, part, one);
                        writer.add(one, std::vector<FieldValue>{service.id, p.id, {}, std::string{"L0"}});
                    }
                });
            }
            PolygonSet shape;
            for (std::size_t s = 0; s < sites.size(); ++s) {
                shape.clear();
                footprint::append_footprint(sites, s, p.segments, shape);
                const bool circle = std::isnan(sites.azimuth[s]) || sites.beamwidth[s] >= 360.0;
                writer.add(shape, std::vector<FieldValue>{service.id, p.id, sites.id[s],
                                                          std::string{circle ? "L1" : "L2"}});
            }
        }
    }
}

void write_sites(const RunResult& result, gdal::LayerWriter& writer) {
    writer.begin_layer("site", GeometryKind::point,
                       {{"service", FieldType::text},
                        {"provider", FieldType::text},
                        {"site_id", FieldType::text},
                        {"radius_m", FieldType::real},
                        {"azimuth", FieldType::real},
                        {"beamwidth", FieldType::real}},
                       "EPSG:6668");
    std::size_t provider = 0;
    for (const ServiceConfig& service : result.config.services) {
        for (const ProviderConfig& p : service.providers) {
            const SiteTable& sites = result.sites[provider++];
            for (std::size_t s = 0; s < sites.size(); ++s) {
                const bool circle = std::isnan(sites.azimuth[s]);
                writer.add(Point{sites.lon[s], sites.lat[s]},
                           std::vector<FieldValue>{service.id, p.id, sites.id[s], sites.radius_m[s],
                                                   circle ? FieldValue{} : FieldValue{sites.azimuth[s]},
                                                   circle ? FieldValue{} : FieldValue{sites.beamwidth[s]}});
            }
        }
    }
}

/// A QGIS style of five classes by a column; colours from ColorBrewer's RdYlBu, which colour-blind readers
/// can tell apart.
std::string graduated_qml(const std::string& column, double scale, bool outline) {
    static constexpr std::array<const char*, 5> colours{"215,25,28", "253,174,97", "255,255,191",
                                                        "171,217,233", "44,123,182"};
    static constexpr std::array<double, 6> limits{0.0, 0.2, 0.5, 0.8, 0.95, 1.0};
    std::string ranges;
    std::string symbols;
    for (std::size_t i = 0; i < colours.size(); ++i) {
        ranges +=
            fmt::format(R"(<range render="true" symbol="{}" lower="{}" upper="{}" label="{} - {}"/>)", i,
                        limits[i] * scale, limits[i + 1] * scale, limits[i] * scale, limits[i + 1] * scale);
        symbols += fmt::format(
            R"(<symbol type="fill" name="{}" alpha="1" clip_to_extent="1"><layer class="SimpleFill" enabled="1" locked="0" pass="0"><prop k="color" v="{},255"/><prop k="outline_color" v="{},255"/><prop k="outline_width" v="0.26"/><prop k="style" v="solid"/></layer></symbol>)",
            i, colours[i], outline ? "90,90,90" : colours[i]);
    }
    return fmt::format(
        R"(<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'><qgis version="3.22.0" styleCategories="Symbology"><renderer-v2 type="graduatedSymbol" attr="{}" graduatedMethod="GraduatedColor" symbollevels="0" enableorderby="0"><ranges>{}</ranges><symbols>{}</symbols></renderer-v2></qgis>)",
        column, ranges, symbols);
}

}  // namespace

std::vector<std::string> layer_names(const RunResult& result) {
    std::vector<std::string> names{"mesh", "municipality"};
    if (!result.prefectures.empty()) names.emplace_back("prefecture");
    if (!result.groups.empty()) names.emplace_back("group");
    names.emplace_back("footprint");
    if (std::any_of(result.sites.begin(), result.sites.end(),
                    [](const SiteTable& s) { return s.size() > 0; }))
        names.emplace_back("site");
    return names;
}

void write_layer(const RunResult& result, const std::string& name, gdal::LayerWriter& writer) {
    if (name == "mesh") write_mesh(result, writer);
    if (name == "municipality") write_municipalities(result, writer);
    if (name == "prefecture")
        write_areas(result, name, result.prefectures, result.prefecture_coverage, writer);
    if (name == "group") write_areas(result, name, result.groups, result.group_coverage, writer);
    if (name == "footprint") write_footprints(result, writer);
    if (name == "site") write_sites(result, writer);
}

void write_styles(const RunResult& result, gdal::LayerWriter& writer) {
    writer.begin_layer("layer_styles", GeometryKind::none,
                       {{"f_table_catalog", FieldType::text},
                        {"f_table_schema", FieldType::text},
                        {"f_table_name", FieldType::text},
                        {"f_geometry_column", FieldType::text},
                        {"styleName", FieldType::text},
                        {"styleQML", FieldType::text},
                        {"styleSLD", FieldType::text},
                        {"useAsDefault", FieldType::integer},
                        {"description", FieldType::text},
                        {"owner", FieldType::text},
                        {"ui", FieldType::text},
                        {"update_time", FieldType::text}},
                       "");
    const std::string& service = result.config.services.front().id;
    const std::string time = format_date(result.config.as_of) + "T00:00:00Z";
    const auto add = [&](const std::string& layer, const std::string& qml) {
        writer.add(std::vector<FieldValue>{std::string{}, std::string{}, layer, std::string{"geom"}, layer,
                                           qml, std::string{}, std::int64_t{1}, std::string{"amaneku"},
                                           std::string{}, std::string{}, time});
    };
    add("mesh", graduated_qml(service + "_fraction", 1.0, false));
    for (const std::string& name : layer_names(result)) {
        if (name == "municipality" || name == "prefecture" || name == "group")
            add(name, graduated_qml(service + "_rate", 100.0, true));
    }
}

}  // namespace amaneku::app
