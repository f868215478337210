#include "tiles/tile_maker.hpp"

#include "tiles/cell_boxes.hpp"
#include "tiles/clip.hpp"
#include "tiles/lonlat.hpp"
#include "tiles/mercator.hpp"
#include "tiles/mvt_layer.hpp"
#include "tiles/shape_level.hpp"
#include "tiles/tile_id.hpp"
#include "tiles/world_shapes.hpp"

#include <algorithm>
#include <cmath>
#include <list>
#include <mutex>
#include <set>
#include <utility>

namespace amaneku::tiles {

namespace {

/// Borders may be off by half a pixel of 512; at the last zoom, which maps enlarge, by an eighth.
constexpr double tolerance = 4.0;
constexpr double last_tolerance = 1.0;

/// Tiles of this zoom are the drawers in which parts of a level are found.
constexpr int drawer_zoom = 8;

/// A level and its parts by drawer.
struct FoundLevel {
    std::once_flag made;
    ShapeLevel level;
    int drawer = 0;  // zoom of the drawers: drawer_zoom, or the level's where that is less
    std::vector<std::pair<std::uint64_t, std::uint32_t>> parts;  // drawer, part

    void make(const WorldShapes& shapes, int z, double units) {
        level = shape_level(shapes, z, units);
        drawer = std::min(z, drawer_zoom);
        const int shift = z - drawer;
        const std::int32_t last = (1 << drawer) - 1;
        const auto index = [&](std::int32_t unit) {
            return static_cast<std::uint32_t>(std::clamp((unit >> shift) / extent, 0, last));
        };
        for (std::size_t p = 0; p < level.part_count(); ++p) {
            const UnitBox& box = level.part_box[p];
            for (std::uint32_t y = index(box.low.y - buffer); y <= index(box.high.y + buffer); ++y) {
                for (std::uint32_t x = index(box.low.x - buffer); x <= index(box.high.x + buffer); ++x)
                    parts.emplace_back(interleaved(x, y), static_cast<std::uint32_t>(p));
            }
        }
        std::sort(parts.begin(), parts.end());
    }
    /// Calls `use` for the parts that a tile may show, in ascending order.
    template <typename Use>
    void in_tile(const TileAddress& tile, Use use) const {
        const int up = tile.z - drawer;
        const std::uint64_t key = interleaved(tile.x >> up, tile.y >> up);
        const UnitBox box = buffered(tile);
        auto it = std::lower_bound(parts.begin(), parts.end(), std::pair{key, std::uint32_t{0}});
        for (; it != parts.end() && it->first == key; ++it) {
            if (level.part_box[it->second].meets(box)) use(it->second);
        }
    }
};

/// Points by the tile of the deepest zoom that holds them: those of any tile follow one another.
struct PointPlaces {
    std::vector<Point> world;
    std::vector<std::pair<std::uint64_t, std::uint32_t>> order;

    explicit PointPlaces(const FeatureLayer& layer) {
        const ToDegrees degrees{layer.crs};
        for (std::size_t f = 0; f < layer.size(); ++f) {
            const auto ring = layer.geometry.ring(layer.geometry.part_begin[layer.part_begin[f]]);
            world.push_back(world_of(degrees(ring.front())));
            const TileAddress at = tile_of(world.back(), deepest_zoom);
            order.emplace_back(interleaved(at.x, at.y), static_cast<std::uint32_t>(f));
        }
        std::sort(order.begin(), order.end());
    }
    [[nodiscard]] std::vector<std::uint32_t> in_tile(const TileAddress& tile) const {
        const int down = 2 * (deepest_zoom - tile.z);
        const std::uint64_t key = interleaved(tile.x, tile.y);
        const auto begin =
            std::lower_bound(order.begin(), order.end(), std::pair{key << down, std::uint32_t{0}});
        const auto end = std::lower_bound(begin, order.end(), std::pair{(key + 1) << down, std::uint32_t{0}});
        std::vector<std::uint32_t> out;
        for (auto it = begin; it != end; ++it) out.push_back(it->second);
        std::sort(out.begin(), out.end());
        return out;
    }
};

/// What the features of a layer are drawn from.
struct DrawnLayer {
    const FeatureLayer& layer;
    std::unique_ptr<PointPlaces> points;
    WorldShapes* shapes = nullptr;
    mutable std::vector<FoundLevel> levels;  // from the layer's first zoom on, each made when it is asked for
};

struct DrawnCells {
    const CellLayer& layer;
    CellBoxes boxes;
    std::vector<Field> fields;

    explicit DrawnCells(const CellLayer& of) : layer{of}, boxes{of} {
        fields.push_back({"mesh_code", FieldType::text});
        for (const CellColumn& c : of.columns) fields.push_back({c.name, c.type});
    }
};

/// Maps show an attribution as HTML.
std::string html(const std::string& text) {
    std::string out;
    for (const char c : text) {
        if (c == '&') {
            out += "&amp;";
        } else if (c == '<') {
            out += "&lt;";
        } else if (c == '>') {
            out += "&gt;";
        } else {
            out += c;
        }
    }
    return out;
}

void add_cells(const DrawnCells& cells, const TileAddress& tile, std::string& out) {
    if (tile.z < cells.layer.minzoom) return;
    MvtLayer layer{cells.layer.name, cells.fields};
    cells.boxes.in_tile(tile, [&](std::size_t cell, const Commands& commands) {
        layer.own_text(0, cells.layer.grid.code(cells.layer.cells[cell]));
        for (std::size_t c = 0; c < cells.layer.columns.size(); ++c) {
            const CellColumn& column = cells.layer.columns[c];
            if (column.type == FieldType::text) {
                const std::uint32_t word = column.word[cell];
                layer.word(c + 1, word, column.words[word]);
            } else {
                layer.number(c + 1, column.type, column.numbers[cell]);
            }
        }
        layer.feature(cell + 1, Shape::polygon, commands);
    });
    layer.append_to(out);
}

void end_feature(const FeatureLayer& from, std::size_t feature, Commands& commands, MvtLayer& to) {
    if (commands.empty()) return;
    const std::size_t fields = from.fields.size();
    for (std::size_t i = 0; i < fields; ++i) to.value(i, from.values[feature * fields + i]);
    to.feature(feature + 1, from.shape, commands);
    commands.clear();
}

void add_points(const DrawnLayer& drawn, const TileAddress& tile, MvtLayer& to) {
    Commands commands;
    const UnitPoint origin = origin_of(tile);
    for (const std::uint32_t f : drawn.points->in_tile(tile)) {
        const UnitPoint at = units_of(drawn.points->world[f], tile.z);
        // On the last unit and not on the tile's edge: maps leave out what belongs to the next tile.
        commands.point(
            {std::clamp(at.x - origin.x, 0, extent - 1), std::clamp(at.y - origin.y, 0, extent - 1)});
        end_feature(drawn.layer, f, commands, to);
    }
}

void add_shapes(const DrawnLayer& drawn, const FoundLevel& found, const TileAddress& tile, MvtLayer& to) {
    Commands commands;
    std::size_t feature = 0;
    found.in_tile(tile, [&](std::size_t part) {
        if (found.level.part_feature[part] != feature) end_feature(drawn.layer, feature, commands, to);
        feature = found.level.part_feature[part];
        if (drawn.layer.shape == Shape::polygon) {
            clip_polygon(found.level, part, tile, commands);
        } else {
            clip_line(found.level, part, tile, commands);
        }
    });
    end_feature(drawn.layer, feature, commands, to);
}

}  // namespace

struct TileMaker::State {
    TileSource source;
    TileSetInfo info;
    std::vector<WorldShapes> shapes;
    std::list<DrawnLayer> layers;
    std::list<DrawnCells> meshes;

    explicit State(TileSource from) : source{std::move(from)} {
        source.maxzoom = std::clamp(source.maxzoom, 0, deepest_zoom);
    }
    void prepare(int threads) {
        std::vector<bool> shares;
        for (const FeatureLayer& layer : source.layers) {
            if (layer.shape == Shape::point) continue;
            shapes.push_back(world_shapes(layer));
            shares.push_back(layer.shares_borders && layer.shape == Shape::polygon);
        }
        find_significance(shapes, shares, threads);
        std::size_t next = 0;
        for (const FeatureLayer& layer : source.layers) {
            const auto zooms = static_cast<std::size_t>(std::max(source.maxzoom - layer.minzoom + 1, 0));
            DrawnLayer& drawn =
                layers.emplace_back(DrawnLayer{layer, nullptr, nullptr, std::vector<FoundLevel>(zooms)});
            if (layer.shape == Shape::point) {
                drawn.points = std::make_unique<PointPlaces>(layer);
            } else {
                drawn.shapes = &shapes[next++];
            }
        }
        for (const CellLayer& mesh : source.meshes) meshes.emplace_back(mesh);
        for (FeatureLayer& layer : source.layers) layer.geometry = {};  // it stands in the square now
    }
    [[nodiscard]] const FoundLevel* level(const DrawnLayer& drawn, int z) const {
        if (z < drawn.layer.minzoom || drawn.shapes == nullptr) return nullptr;
        FoundLevel& found = drawn.levels[static_cast<std::size_t>(z - drawn.layer.minzoom)];
        std::call_once(found.made, [&] {
            found.make(*drawn.shapes, z, z == source.maxzoom ? last_tolerance : tolerance);
        });
        return &found;
    }
    void describe() {
        info.name = source.name;
        info.description = source.description;
        info.attribution = html(source.attribution);
        info.maxzoom = source.maxzoom;
        info.minzoom = source.maxzoom;
        Point low{1.0, 1.0};
        Point high{0.0, 0.0};
        const auto widen = [&](const Point& a, const Point& b) {
            low = {std::min(low.x, a.x), std::min(low.y, a.y)};
            high = {std::max(high.x, b.x), std::max(high.y, b.y)};
        };
        const auto add = [&](const std::string& name, const std::string& description, int minzoom,
                             std::vector<Field> fields, bool is_empty) {
            info.layers.push_back({name, description, minzoom, source.maxzoom, std::move(fields)});
            if (!is_empty) info.minzoom = std::min(info.minzoom, minzoom);
        };
        for (const DrawnCells& mesh : meshes) {
            add(mesh.layer.name, mesh.layer.description, mesh.layer.minzoom, mesh.fields,
                mesh.layer.cells.empty());
            widen(mesh.boxes.bounds().first, mesh.boxes.bounds().second);
        }
        for (const DrawnLayer& drawn : layers) {
            add(drawn.layer.name, drawn.layer.description, drawn.layer.minzoom, drawn.layer.fields,
                drawn.layer.size() == 0);
            for (const Point& p : drawn.points ? drawn.points->world : drawn.shapes->shapes.points)
                widen(p, p);
        }
        if (low.x > high.x) return;
        const Point south_west = degrees_of({low.x, high.y});
        const Point north_east = degrees_of({high.x, low.y});
        info.bounds = {south_west.x, south_west.y, north_east.x, north_east.y};
    }
};

TileMaker::TileMaker(TileSource source, int threads) : m_state{std::make_unique<State>(std::move(source))} {
    m_state->prepare(threads);
    m_state->describe();
}

TileMaker::~TileMaker() = default;
TileMaker::TileMaker(TileMaker&&) noexcept = default;
TileMaker& TileMaker::operator=(TileMaker&&) noexcept = default;

const TileSetInfo& TileMaker::info() const noexcept {
    return m_state->info;
}

std::string TileMaker::tile(int z, std::int64_t x, std::int64_t y) const {
    std::string out;
    if (z < 0 || z > m_state->info.maxzoom) return out;
    const std::int64_t across = std::int64_t{1} << z;
    if (x < 0 || y < 0 || x >= across || y >= across) return out;
    const TileAddress tile{z, static_cast<std::uint32_t>(x), static_cast<std::uint32_t>(y)};
    for (const DrawnCells& mesh : m_state->meshes) add_cells(mesh, tile, out);
    for (const DrawnLayer& drawn : m_state->layers) {
        if (z < drawn.layer.minzoom) continue;
        MvtLayer layer{drawn.layer.name, drawn.layer.fields};
        if (drawn.points) {
            add_points(drawn, tile, layer);
        } else {
            add_shapes(drawn, *m_state->level(drawn, z), tile, layer);
        }
        layer.append_to(out);
    }
    return out;
}

std::vector<TileAddress> TileMaker::addresses(int z) const {
    std::vector<std::pair<std::uint64_t, TileAddress>> found;
    if (z < 0 || z > m_state->info.maxzoom) return {};
    std::uint64_t last = ~std::uint64_t{0};
    const auto add = [&](std::uint32_t x, std::uint32_t y) {
        const std::uint64_t key = std::uint64_t{x} << 32U | y;
        if (key == last) return;
        last = key;
        const TileAddress tile{z, x, y};
        found.emplace_back(tile_id(tile), tile);
    };
    for (const DrawnCells& mesh : m_state->meshes) {
        if (z >= mesh.layer.minzoom) mesh.boxes.visit_tiles(z, add);
    }
    for (const DrawnLayer& drawn : m_state->layers) {
        if (z < drawn.layer.minzoom) continue;
        if (drawn.points) {
            for (const Point& p : drawn.points->world) add(tile_of(p, z).x, tile_of(p, z).y);
            continue;
        }
        const std::int32_t end = (1 << z) - 1;
        for (const UnitBox& box : m_state->level(drawn, z)->level.part_box) {
            const auto index = [&](std::int32_t unit) {
                return static_cast<std::uint32_t>(std::clamp(unit / extent, 0, end));
            };
            for (std::uint32_t y = index(box.low.y); y <= index(box.high.y); ++y) {
                for (std::uint32_t x = index(box.low.x); x <= index(box.high.x); ++x) add(x, y);
            }
        }
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    std::vector<TileAddress> out;
    out.reserve(found.size());
    for (const auto& [id, tile] : found) out.push_back(tile);
    return out;
}

}  // namespace amaneku::tiles
