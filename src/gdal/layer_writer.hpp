#pragma once

#include "gdal/layer_sink.hpp"
#include <amaneku/geometry.hpp>

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace amaneku::gdal {

/// What some formats need beside the values of a layer.
struct LayerDress {
    std::map<std::string, std::string>
        columns;              ///< by what a column is called otherwise; those not here: as is
    std::string title;        ///< of KML's folder
    std::string name_column;  ///< KML's names of features are of it
    /// How a feature is drawn: an element Style of KML, or empty.
    std::function<std::string(std::span<const FieldValue>)> style;
};

/// What a document says of itself.
struct DocumentText {
    std::string title;
    std::string description;
};

/// Writes layers to a GDAL data set: a GeoPackage, a database, a single-layer file.
///
/// In a database all layers are one transaction: others see the tables of before until `close`, and go on
/// seeing them where the writer is destroyed without it.
class LayerWriter : public LayerSink {
public:
    /// @param driver       `GPKG`, `GeoJSON`, `FlatGeobuf`, `ESRI Shapefile`, `PostgreSQL`, and `KML`, of
    /// areas and
    ///                     points, which is our own
    /// @param destination  a file that is not there yet, or `PG:…`
    /// @param date         `2026-03-31`: stands in the file instead of the day it was written
    /// @param document     KML's title and description
    /// @throws Error (Errc::output): cannot be created, no such server, a database without PostGIS
    LayerWriter(const std::string& driver, const std::string& destination, const std::string& date,
                const DocumentText& document = {});
    ~LayerWriter() override;
    LayerWriter(const LayerWriter&) = delete;
    LayerWriter& operator=(const LayerWriter&) = delete;
    LayerWriter(LayerWriter&&) = delete;
    LayerWriter& operator=(LayerWriter&&) = delete;

    /// Removes tables of these names that an earlier run left in a database; of no effect on files.
    /// @throws Error (Errc::output) where such a table is not amaneku's or something depends on it
    void clear(std::span<const std::string> names);
    /// Of the next layer that is begun.
    void dress(LayerDress dress);
    void begin_layer(const std::string& name, GeometryKind kind, const std::vector<LayerField>& fields,
                     const std::string& crs) override;
    /// A feature of the current layer; `values` in the order of its fields.
    void add(const PolygonSet& polygons, std::span<const FieldValue> values) override;
    void add(std::span<const Point> ring, std::span<const FieldValue> values) override;
    void add_line(std::span<const Point> line, std::span<const FieldValue> values) override;
    void add(Point point, std::span<const FieldValue> values) override;
    void add(std::span<const FieldValue> values);
    /// Writes everything out. @throws Error (Errc::output)
    void close();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace amaneku::gdal
