#include "tiles/tile_source.hpp"

#include "tiles/mercator.hpp"

#include <algorithm>
#include <cmath>

namespace amaneku::tiles {

namespace {

/// A cell of this many of a tile's 512 pixels is worth drawing.
constexpr double least_pixels = 4.0;

}  // namespace

void FeatureLayer::add(const PolygonSet& polygons, std::span<const Value> of) {
    geometry.append(polygons);
    part_begin.push_back(geometry.part_count());
    values.insert(values.end(), of.begin(), of.end());
}

void FeatureLayer::add(Point point, std::span<const Value> of) {
    add_line(std::span{&point, 1}, of);
}

void FeatureLayer::add_line(std::span<const Point> line, std::span<const Value> of) {
    geometry.points.insert(geometry.points.end(), line.begin(), line.end());
    geometry.close_ring();
    geometry.close_part();
    part_begin.push_back(geometry.part_count());
    values.insert(values.end(), of.begin(), of.end());
}

LayerZooms LayerZooms::of(const Grid& grid, Cell at) {
    constexpr double metres_around = 40075016.686;
    constexpr double pixels = 512.0;
    // A degree of latitude is about as long in mercator as its height on the ground by the cosine.
    const double latitude = grid.is_geographic() ? grid.centre(at).y : 36.0;
    const double cosine = std::max(std::cos(std::clamp(latitude, -85.0, 85.0) * 0.017453292519943295), 0.05);
    const double part = std::max(grid.height_m(at), 0.01) / (metres_around * cosine);
    const int first = static_cast<int>(std::ceil(std::log2(least_pixels / (pixels * part)) - 0.3));
    LayerZooms zooms;
    zooms.mesh = std::clamp(first, 0, deepest_zoom);
    zooms.last = std::clamp(zooms.mesh + 3, 12, deepest_zoom);
    return zooms;
}

int LayerZooms::first(std::string_view layer, bool has_prefectures) const {
    if (layer == "mesh") return mesh;
    if (layer == "prefecture") return 0;
    if (layer == "municipality") return has_prefectures ? 5 : 0;
    if (layer == "group") return 5;
    if (layer == "gap" || layer == "candidate") return 7;
    return 9;
}

}  // namespace amaneku::tiles
