#include "app/place_layer.hpp"

#include "io/place_table.hpp"

#include <cmath>

namespace amaneku::app {

using gdal::FieldType;
using gdal::FieldValue;

std::vector<gdal::LayerField> place_fields(const RunResult& result) {
    std::vector<gdal::LayerField> fields{{"place", FieldType::text},
                                         {"place_id", FieldType::text},
                                         {"name", FieldType::text},
                                         {"class", FieldType::text},
                                         {"zone_code", FieldType::text}};
    for (const ServiceConfig& s : result.config.services) {
        fields.push_back({s.id + "_in", FieldType::integer});
        fields.push_back({s.id + "_distance_m", FieldType::real});
        fields.push_back({s.id + "_providers", FieldType::text});
    }
    return fields;
}

void write_places(const RunResult& result, gdal::LayerSink& writer) {
    writer.begin_layer("place", gdal::GeometryKind::point, place_fields(result), "EPSG:6668");
    const std::size_t services = result.config.services.size();
    for (std::size_t t = 0; t < result.places->tables.size(); ++t) {
        const PlaceTable& places = result.places->tables[t];
        for (std::size_t i = 0; i < places.size(); ++i) {
            std::vector<FieldValue> values{result.config.places[t].id, places.id[i], places.name[i],
                                           places.klass[i], result.zones.zones[places.zone[i]].code};
            for (std::size_t s = 0; s < services; ++s) {
                const std::size_t at = i * services + s;
                const double m = places.distance_m[at];
                values.emplace_back(std::int64_t{places.inside[at]});
                values.push_back(m < 0.0 ? FieldValue{} : FieldValue{std::round(m * 10.0) / 10.0});
                values.emplace_back(io::providers_at(result.config.services[s], places.providers[at]));
            }
            writer.add(places.at[i], values);
        }
    }
}

std::vector<gdal::LayerField> line_fields(const RunResult& result) {
    std::vector<gdal::LayerField> fields{{"line", FieldType::text},      {"line_id", FieldType::text},
                                         {"name", FieldType::text},      {"class", FieldType::text},
                                         {"zone_code", FieldType::text}, {"length_m", FieldType::real}};
    for (const ServiceConfig& s : result.config.services)
        fields.push_back({s.id + "_in", FieldType::integer});
    return fields;
}

void write_lines(const RunResult& result, gdal::LayerSink& writer) {
    writer.begin_layer("line", gdal::GeometryKind::line, line_fields(result), "EPSG:6668");
    for (std::size_t t = 0; t < result.lines->tables.size(); ++t) {
        const LineTable& lines = result.lines->tables[t];
        for (const LinePiece& piece : lines.pieces) {
            std::vector<FieldValue> values{result.config.lines[t].id,
                                           lines.id[piece.feature],
                                           lines.name[piece.feature],
                                           lines.klass[piece.feature],
                                           result.zones.zones[piece.zone].code,
                                           std::round(static_cast<double>(piece.length_um) * 1e-3) * 1e-3};
            for (std::size_t s = 0; s < result.config.services.size(); ++s)
                values.emplace_back(static_cast<std::int64_t>(piece.inside >> s & 1U));
            writer.add_line(piece.points, values);
        }
    }
}

}  // namespace amaneku::app
