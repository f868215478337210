#include "gdal/geopackage_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace amaneku::gdal {

using sqlite::quoted;
using sqlite::Statement;

GeoPackageRows::GeoPackageRows(const std::string& path, const std::string& layer, GeometryKind kind,
                               std::span<const LayerField> fields)
    : m_database{path}, m_layer{layer} {
    m_database.run("BEGIN");
    read_names(kind);
    set_triggers_aside();
    std::string columns = "?1";  // the table's: fid, geometry, fields
    const int parameters = 1 + (m_geometry.empty() ? 0 : 1) + static_cast<int>(fields.size());
    for (int p = 2; p <= parameters; ++p) columns += fmt::format(", ?{}", p);
    m_insert.emplace(m_database, fmt::format("INSERT INTO {} VALUES ({})", quoted(layer), columns));
}

void GeoPackageRows::read_names(GeometryKind kind) {
    if (kind == GeometryKind::none) return;
    Statement ask{m_database, "SELECT column_name, srs_id FROM gpkg_geometry_columns WHERE table_name = ?"};
    ask.bind(1, m_layer);
    ask.step();
    m_geometry = ask.text(0);
    const std::string id{ask.text(1)};
    std::from_chars(id.data(), id.data() + id.size(), m_srs_id);
}

void GeoPackageRows::set_triggers_aside() {
    std::vector<std::string> names;
    {
        Statement ask{m_database,
                      "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?"};
        ask.bind(1, m_layer);
        while (ask.step()) {
            names.emplace_back(ask.text(0));
            m_triggers.emplace_back(ask.text(1));
        }
    }
    for (const std::string& name : names) m_database.run("DROP TRIGGER " + quoted(name));
}

void GeoPackageRows::add(const PolygonSet& polygons, std::span<const FieldValue> values) {
    encode_multipolygon(polygons, m_srs_id, m_shape);
    insert_shape(values);
}

void GeoPackageRows::add(std::span<const Point> ring, std::span<const FieldValue> values) {
    encode_polygon(ring, m_srs_id, m_shape);
    insert_shape(values);
}

void GeoPackageRows::add_line(std::span<const Point> line, std::span<const FieldValue> values) {
    encode_line(line, m_srs_id, m_shape);
    insert_shape(values);
}
void GeoPackageRows::add(Point point, std::span<const FieldValue> values) {
    encode_point(point, m_srs_id, m_shape);
    insert_shape(values);
}

void GeoPackageRows::add(std::span<const FieldValue> values) {
    insert(values);
}

void GeoPackageRows::insert_shape(std::span<const FieldValue> values) {
    m_insert->bind(2, std::span<const std::byte>{m_shape.bytes});
    insert(values);
    if (m_shape.is_empty) return;
    const auto& [west, east, south, north] = m_shape.extent;
    m_entries.push_back(sqlite::rtree_entry(m_rows, west, east, south, north));
    if (!m_extent) m_extent = m_shape.extent;
    Extent& all = *m_extent;
    all = {std::min(all[0], west), std::max(all[1], east), std::min(all[2], south), std::max(all[3], north)};
}

void GeoPackageRows::insert(std::span<const FieldValue> values) {
    m_insert->bind(1, ++m_rows);
    int parameter = m_geometry.empty() ? 2 : 3;
    for (const FieldValue& value : values) {
        if (const auto* number = std::get_if<std::int64_t>(&value)) {
            m_insert->bind(parameter, *number);
        } else if (const auto* real = std::get_if<double>(&value)) {
            m_insert->bind(parameter, *real);
        } else if (const auto* text = std::get_if<std::string>(&value)) {
            m_insert->bind(parameter, std::string_view{*text});
        } else {
            m_insert->bind_null(parameter);
        }
        ++parameter;
    }
    m_insert->run();
}

void GeoPackageRows::close() {
    m_insert.reset();
    if (!m_geometry.empty()) {
        sqlite::fill_rtree(m_database, fmt::format("rtree_{}_{}", m_layer, m_geometry), m_entries);
        if (m_extent) {
            Statement update{m_database,
                             "UPDATE gpkg_contents SET min_x = ?1, max_x = ?2, min_y = ?3, max_y = ?4 WHERE "
                             "table_name = ?5"};
            for (int i = 0; i < 4; ++i) update.bind(i + 1, (*m_extent)[static_cast<std::size_t>(i)]);
            update.bind(5, std::string_view{m_layer});
            update.run();
        }
    }
    {
        Statement update{m_database, "UPDATE gpkg_ogr_contents SET feature_count = ? WHERE table_name = ?"};
        update.bind(1, m_rows);
        update.bind(2, std::string_view{m_layer});
        update.run();
    }
    for (const std::string& sql : m_triggers) m_database.run(sql);
    m_database.run("COMMIT");
    m_database.close();
}

}  // namespace amaneku::gdal
