#pragma once

#include "gdal/geopackage_blob.hpp"
#include "gdal/layer_writer.hpp"
#include "sqlite/connection.hpp"
#include "sqlite/packed_rtree.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace amaneku::gdal {

/// Rows of a GeoPackage's layer that GDAL has created and closed, without rows and with its spatial index.
///
/// Triggers that keep the index, the extent and the count of features are set aside while rows are written;
/// all three are made of the rows at the end, so that the index costs a tenth of what it does row by row.
class GeoPackageRows {
public:
    /// @param fields  of the layer, in the order of values
    /// @throws Error (Errc::output)
    GeoPackageRows(const std::string& path, const std::string& layer, GeometryKind kind,
                   std::span<const LayerField> fields);

    void add(const PolygonSet& polygons, std::span<const FieldValue> values);
    void add(std::span<const Point> ring, std::span<const FieldValue> values);
    void add_line(std::span<const Point> line, std::span<const FieldValue> values);
    void add(Point point, std::span<const FieldValue> values);
    void add(std::span<const FieldValue> values);
    /// Writes what belongs to all rows and closes the file. @throws Error (Errc::output)
    void close();

private:
    void set_triggers_aside();
    void read_names(GeometryKind kind);
    void insert_shape(std::span<const FieldValue> values);
    void insert(std::span<const FieldValue> values);

    sqlite::Connection m_database;
    std::string m_layer;
    std::string m_geometry;  // its column, empty: none
    std::int32_t m_srs_id = 0;
    std::vector<std::string> m_triggers;  // their SQL
    std::optional<sqlite::Statement> m_insert;
    GeoPackageBlob m_shape;  // of the row
    std::int64_t m_rows = 0;
    std::optional<Extent> m_extent;
    std::vector<sqlite::RtreeEntry> m_entries;
};

}  // namespace amaneku::gdal
