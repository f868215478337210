#pragma once

#include <amaneku/geometry.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace amaneku::gdal {

enum class FieldType : std::uint8_t { integer, real, text };
enum class GeometryKind : std::uint8_t { none, point, line, polygon, multipolygon };

struct LayerField {
    std::string name;
    FieldType type;
};

/// A field's value; monostate is null.
using FieldValue = std::variant<std::monostate, std::int64_t, double, std::string>;

/// What takes layers feature by feature: a writer of files, or whoever wants the same attributes elsewhere.
class LayerSink {
public:
    LayerSink() = default;
    virtual ~LayerSink() = default;
    LayerSink(const LayerSink&) = delete;
    LayerSink& operator=(const LayerSink&) = delete;
    LayerSink(LayerSink&&) = delete;
    LayerSink& operator=(LayerSink&&) = delete;

    virtual void begin_layer(const std::string& name, GeometryKind kind,
                             const std::vector<LayerField>& fields, const std::string& crs) = 0;
    /// A feature of the current layer; `values` in the order of its fields.
    virtual void add(const PolygonSet& polygons, std::span<const FieldValue> values) = 0;
    virtual void add(std::span<const Point> ring, std::span<const FieldValue> values) = 0;
    virtual void add_line(std::span<const Point> line, std::span<const FieldValue> values) = 0;
    virtual void add(Point point, std::span<const FieldValue> values) = 0;
};

}  // namespace amaneku::gdal
