#pragma once

#include "core/grid.hpp"
#include <amaneku/geometry.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace amaneku::tiles {

enum class FieldType : std::uint8_t { integer, real, text };
enum class Shape : std::uint8_t { point, line, polygon };

struct Field {
    std::string name;
    FieldType type;
};

/// An attribute's value; monostate is null: tiles leave such an attribute out.
using Value = std::variant<std::monostate, std::int64_t, double, std::string>;

/// Points, lines or polygons with their attributes. A feature's id in the tiles is its index + 1.
struct FeatureLayer {
    std::string name;
    std::string description;
    Shape shape = Shape::polygon;
    std::string crs = "EPSG:6668";  ///< of the positions, x before y: anything PROJ understands
    int minzoom = 0;                ///< the first zoom that has the layer; the last is the source's
    /// The polygons fit one another, and those of other layers with this mark: they are simplified together,
    /// so that a border is the same for all whose border it is.
    bool shares_borders = false;
    std::vector<Field> fields;
    std::vector<Value> values;               ///< [feature * fields.size() + field]
    PolygonSet geometry;                     ///< of a line or a point every part is one ring, not closed
    std::vector<std::size_t> part_begin{0};  ///< feature f is the parts [part_begin[f], part_begin[f + 1])

    [[nodiscard]] std::size_t size() const noexcept { return part_begin.size() - 1; }
    /// A feature; `of` in the order of the fields.
    void add(const PolygonSet& polygons, std::span<const Value> of);
    void add(Point point, std::span<const Value> of);
    void add_line(std::span<const Point> line, std::span<const Value> of);
};

/// One attribute of all cells.
struct CellColumn {
    std::string name;
    FieldType type = FieldType::real;
    std::vector<double> numbers;      ///< integers and reals: by cell, not a number where it is null
    std::vector<std::uint32_t> word;  ///< texts: by cell, an index into `words`
    std::vector<std::string> words;
};

/// The cells of a grid with their attributes, without a polygon anywhere. A cell's id in the tiles is its
/// index + 1; its first attribute is `mesh_code`, made from the grid.
struct CellLayer {
    std::string name = "mesh";
    std::string description;
    int minzoom = 0;
    Grid grid = Grid::mesh(MeshLevel::half);
    std::vector<Cell> cells;  ///< ascending, each once
    std::vector<CellColumn> columns;
};

/// All that tiles are made from.
struct TileSource {
    std::string name;  ///< of the tile set
    std::string description;
    std::string attribution;  ///< plain text; sources of the data
    int maxzoom = 12;         ///< the last zoom of all layers; maps show it larger beyond
    std::vector<FeatureLayer> layers;
    std::vector<CellLayer> meshes;  ///< none or one, as a rule
};

/// At which zooms layers are worth their bytes: municipalities (5) and prefectures (0) at all, places, sites
/// and footprints from 9, gaps and candidates from 7; cells from where one is 4 of 512 pixels of a tile wide
/// (of a half mesh 9), three zooms more to the last (12).
struct LayerZooms {
    int mesh = 9;
    int last = 12;

    /// @param grid  of the cells; `at` is one of them, for its size
    [[nodiscard]] static LayerZooms of(const Grid& grid, Cell at);
    /// The first zoom of a layer by its name in the GeoPackage.
    /// @param has_prefectures  where there is no layer of them, municipalities begin at 0
    [[nodiscard]] int first(std::string_view layer, bool has_prefectures) const;
};

}  // namespace amaneku::tiles
