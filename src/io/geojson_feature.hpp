#pragma once

#include <amaneku/geometry.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace amaneku::io {

/// What a GeoJSON feature is, as far as it is plain.
struct GeoJsonFeature {
    bool has_geometry = false;  ///< false: it is null
    bool has_id = false;
};

/// Reads polygons out of GeoJSON. Only what is plain: what GDAL takes too, in the same way to the last bit;
/// all else is left to GDAL. Not for several threads at once.
class GeoJsonParser {
public:
    /// What a text needs behind its end that may be read.
    static const std::size_t padding;

    GeoJsonParser();
    ~GeoJsonParser();
    GeoJsonParser(GeoJsonParser&& other) noexcept;
    GeoJsonParser& operator=(GeoJsonParser&& other) noexcept;
    GeoJsonParser(const GeoJsonParser&) = delete;
    GeoJsonParser& operator=(const GeoJsonParser&) = delete;

    /// Appends the polygons of a feature to `out`.
    /// @param text  one object, with `padding` behind it
    /// @returns nothing where it is not plain: another geometry than a polygon or multipolygon, no JSON, a
    /// member twice; then `out` may hold a piece of it
    [[nodiscard]] std::optional<GeoJsonFeature> read(std::string_view text, PolygonSet& out);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// What a feature collection says beside its features.
struct GeoJsonMembers {
    bool has_type = false;  ///< it says that it is a FeatureCollection
    std::string crs;        ///< `EPSG:4326`; empty: it has none
};

/// The members of a feature collection.
/// @param text  an object
/// @returns nothing where it is no feature collection, or one with members that may mean something
[[nodiscard]] std::optional<GeoJsonMembers> geojson_members(const std::string& text);

}  // namespace amaneku::io
