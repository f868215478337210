#pragma once

#include "core/result.hpp"
#include "gdal/layer_sink.hpp"

#include <cstddef>
#include <mutex>
#include <string>
#include <vector>

namespace amaneku::app {

/// Every layer that there may be.
[[nodiscard]] const std::vector<std::string>& all_layer_names();

/// Names of the layers of a result, in the order in which they are written.
[[nodiscard]] std::vector<std::string> layer_names(const RunResult& result);

/// The columns of one of them.
[[nodiscard]] std::vector<gdal::LayerField> layer_fields(const RunResult& result, const std::string& name);

/// The shapes of prefectures and groups: each is made once, by whoever asks first, on any thread.
class AreaShapes {
public:
    /// @param result  outlives the shapes
    explicit AreaShapes(const RunResult& result);
    [[nodiscard]] const PolygonSet& prefecture(std::size_t index) const;
    [[nodiscard]] const PolygonSet& group(std::size_t index) const;
    /// Makes those that are not made yet.
    void make_all() const;

private:
    struct Shape {
        std::once_flag made;
        PolygonSet polygons;
    };
    const PolygonSet& shape(std::size_t index, const Area& area) const;

    const RunResult& m_result;
    std::vector<std::vector<std::size_t>> m_parts;  // by zone
    mutable std::vector<Shape> m_shapes;            // of prefectures, then of groups
};

/// Writes one of them.
void write_layer(const RunResult& result, const std::string& name, const AreaShapes& shapes,
                 gdal::LayerSink& writer);

}  // namespace amaneku::app
