#pragma once

#include <amaneku/geometry.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace amaneku::gdal {

/// West, east, south, north.
using Extent = std::array<double, 4>;

/// A geometry as a GeoPackage holds it (header, extent, WKB), byte for byte as GDAL writes it.
struct GeoPackageBlob {
    std::vector<std::byte> bytes;
    Extent extent{};
    bool is_empty = true;
};

/// Rings are closed where they are not. `out` is used again for the next geometry.
void encode_multipolygon(const PolygonSet& polygons, std::int32_t srs_id, GeoPackageBlob& out);
void encode_polygon(std::span<const Point> ring, std::int32_t srs_id, GeoPackageBlob& out);
void encode_line(std::span<const Point> line, std::int32_t srs_id, GeoPackageBlob& out);
void encode_point(Point point, std::int32_t srs_id, GeoPackageBlob& out);

}  // namespace amaneku::gdal
