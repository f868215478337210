#include "gdal/geopackage_blob.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

namespace amaneku::gdal {

namespace {

static_assert(std::endian::native == std::endian::little, "numbers are written as they lie in memory");

constexpr std::size_t extent_at = 8;
constexpr std::byte with_extent{0x03};  // little-endian, an extent of two dimensions
constexpr std::byte without_extent{0x01};
constexpr std::byte empty{0x11};
constexpr std::uint32_t wkb_point = 1, wkb_line = 2, wkb_polygon = 3, wkb_multipolygon = 6;

template <typename Value>
void put(std::vector<std::byte>& to, Value value) {
    const auto bytes = std::bit_cast<std::array<std::byte, sizeof value>>(value);
    to.insert(to.end(), bytes.begin(), bytes.end());
}

void put_type(std::vector<std::byte>& to, std::uint32_t type) {
    to.push_back(std::byte{1});  // little-endian
    put(to, type);
}

void put_points(std::vector<std::byte>& to, std::span<const Point> points) {
    static_assert(sizeof(Point) == 2 * sizeof(double));
    const auto bytes = std::as_bytes(points);
    to.insert(to.end(), bytes.begin(), bytes.end());
}

void put_ring(std::vector<std::byte>& to, std::span<const Point> ring) {
    const bool is_open = ring.size() > 1 && ring.front() != ring.back();
    put(to, static_cast<std::uint32_t>(ring.size() + (is_open ? 1 : 0)));
    put_points(to, ring);
    if (is_open) put_points(to, ring.first(1));
}

void begin(GeoPackageBlob& out, std::byte flags, std::int32_t srs_id) {
    out.bytes.clear();
    for (const char c : {'G', 'P', '\0'}) out.bytes.push_back(static_cast<std::byte>(c));
    out.bytes.push_back(flags);
    put(out.bytes, srs_id);
}

void begin_with_extent(GeoPackageBlob& out, std::span<const Point> points, std::int32_t srs_id) {
    out.is_empty = points.empty();
    begin(out, out.is_empty ? empty : with_extent, srs_id);
    if (out.is_empty) return;
    constexpr double infinity = std::numeric_limits<double>::infinity();
    out.extent = {infinity, -infinity, infinity, -infinity};
    for (const Point& p : points) {
        out.extent[0] = std::min(out.extent[0], p.x);
        out.extent[1] = std::max(out.extent[1], p.x);
        out.extent[2] = std::min(out.extent[2], p.y);
        out.extent[3] = std::max(out.extent[3], p.y);
    }
    for (const double v : out.extent) put(out.bytes, v);
}

}  // namespace

void encode_multipolygon(const PolygonSet& polygons, std::int32_t srs_id, GeoPackageBlob& out) {
    begin_with_extent(out, polygons.points, srs_id);
    put_type(out.bytes, wkb_multipolygon);
    put(out.bytes, static_cast<std::uint32_t>(polygons.part_count()));
    for (std::size_t part = 0; part < polygons.part_count(); ++part) {
        put_type(out.bytes, wkb_polygon);
        put(out.bytes, static_cast<std::uint32_t>(polygons.part_begin[part + 1] - polygons.part_begin[part]));
        for (std::size_t r = polygons.part_begin[part]; r < polygons.part_begin[part + 1]; ++r)
            put_ring(out.bytes, polygons.ring(r));
    }
}

void encode_polygon(std::span<const Point> ring, std::int32_t srs_id, GeoPackageBlob& out) {
    begin_with_extent(out, ring, srs_id);
    put_type(out.bytes, wkb_polygon);
    put(out.bytes, std::uint32_t{1});
    put_ring(out.bytes, ring);
}

void encode_line(std::span<const Point> line, std::int32_t srs_id, GeoPackageBlob& out) {
    begin_with_extent(out, line, srs_id);
    put_type(out.bytes, wkb_line);
    put(out.bytes, static_cast<std::uint32_t>(line.size()));
    put_points(out.bytes, line);
}

void encode_point(Point point, std::int32_t srs_id, GeoPackageBlob& out) {
    begin(out, without_extent, srs_id);
    out.is_empty = false;
    out.extent = {point.x, point.x, point.y, point.y};
    put_type(out.bytes, wkb_point);
    put_points(out.bytes, {&point, 1});
}

}  // namespace amaneku::gdal
