#include "serve/tile_view.hpp"

#include "gdal/vector_source.hpp"
#include "serve/tile_cache.hpp"
#include "tiles/tile_json.hpp"
#include "tiles/tile_maker.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <string_view>
#include <utility>
#include <vector>

namespace amaneku::serve {

namespace {

/// In the order of the GeoPackage and of coverage.pmtiles.
struct Known {
    const char* layer;
    tiles::Shape shape;
    bool is_needed;  ///< every result has it
};
constexpr std::array known_layers{
    Known{"municipality", tiles::Shape::polygon, true}, Known{"prefecture", tiles::Shape::polygon, false},
    Known{"group", tiles::Shape::polygon, false},       Known{"footprint", tiles::Shape::polygon, true},
    Known{"site", tiles::Shape::point, false},          Known{"gap", tiles::Shape::polygon, false},
    Known{"place", tiles::Shape::point, false},         Known{"line", tiles::Shape::line, false},
    Known{"candidate", tiles::Shape::point, false}};

class MakerView final : public TileView {
public:
    explicit MakerView(tiles::TileSource source) : m_maker{std::move(source)} {}

    [[nodiscard]] int minzoom() const override { return m_maker.info().minzoom; }
    [[nodiscard]] int maxzoom() const override { return m_maker.info().maxzoom; }
    [[nodiscard]] std::string tile(int z, std::int64_t x, std::int64_t y) const override {
        const TileCache::Address address{z, x, y};
        if (auto known = m_cache.find(address)) return std::move(*known);
        std::string made = m_maker.tile(z, x, y);
        if (!made.empty()) m_cache.keep(address, made);
        return made;
    }
    [[nodiscard]] std::string description(const std::string& url) const override {
        return tiles::tile_json(m_maker.info(), url);
    }

private:
    static constexpr std::size_t kept_bytes = std::size_t{64} << 20U;
    tiles::TileMaker m_maker;
    mutable TileCache m_cache{kept_bytes};
};

tiles::FeatureLayer feature_layer(gdal::VectorSource& source, const Known& known, int minzoom) {
    tiles::FeatureLayer out;
    out.name = known.layer;
    out.shape = known.shape;
    out.minzoom = minzoom;
    const std::string_view name{known.layer};
    out.shares_borders = name == "municipality" || name == "prefecture" || name == "group";
    const std::vector<std::string> names = source.fields();
    for (std::size_t f = 0; f < names.size(); ++f) {
        const auto field = static_cast<int>(f);
        out.fields.push_back({names[f], source.is_whole(field)     ? tiles::FieldType::integer
                                        : source.is_numeric(field) ? tiles::FieldType::real
                                                                   : tiles::FieldType::text});
    }
    std::vector<tiles::Value> values(names.size());
    PolygonSet polygons;
    source.for_each([&](const gdal::FeatureView& feature) {
        for (std::size_t f = 0; f < names.size(); ++f) {
            const auto field = static_cast<int>(f);
            values[f] = std::monostate{};
            if (out.fields[f].type == tiles::FieldType::text) {
                if (auto text = feature.text(field)) values[f] = std::move(*text);
            } else if (const auto number = feature.number(field)) {
                if (out.fields[f].type == tiles::FieldType::integer) {
                    values[f] = static_cast<std::int64_t>(std::llround(*number));
                } else {
                    values[f] = *number;
                }
            }
        }
        if (known.shape == tiles::Shape::polygon) {
            polygons.clear();
            if (feature.polygons(polygons).empty()) out.add(polygons, values);
        } else if (known.shape == tiles::Shape::point) {
            if (const auto point = feature.point()) out.add(*point, values);
        } else {
            for (const auto& line : feature.lines()) out.add_line(line, values);
        }
    });
    return out;
}

tiles::CellLayer cell_layer(const CellTable& cells, int minzoom) {
    tiles::CellLayer out;
    out.minzoom = minzoom;
    out.grid = *cells.grid();
    out.cells = cells.cells();
    for (const NumberColumn& column : cells.columns()) {
        // The zone's code stands before the last column, as in the GeoPackage.
        if (column.name == "reported_share") {
            tiles::CellColumn& codes = out.columns.emplace_back();
            codes.name = "zone_code";
            codes.type = tiles::FieldType::text;
            codes.words = cells.zone_codes();
            for (std::size_t c = 0; c < cells.size(); ++c) codes.word.push_back(cells.zone(c));
        }
        tiles::CellColumn& to = out.columns.emplace_back();
        to.name = column.name;
        to.type = column.is_whole ? tiles::FieldType::integer : tiles::FieldType::real;
        to.numbers = column.values;
    }
    return out;
}

/// Names of the sources, each once, in the order of the inputs.
std::string attribution(const ResultFolder& result) {
    std::vector<std::string> names;
    for (const ResultInput& input : result.inputs) {
        const bool known = std::find(names.begin(), names.end(), input.source_name) != names.end();
        if (!input.source_name.empty() && !known) names.push_back(input.source_name);
    }
    return fmt::format("{}", fmt::join(names, " · "));
}

}  // namespace

std::unique_ptr<TileView> tile_view(const ResultFolder& result, const CellTable* cells, std::string& why) {
    const std::string file = (std::filesystem::path{result.path} / "coverage.gpkg").string();
    tiles::TileSource source;
    source.name = result.title.empty() ? "amaneku" : result.title;
    source.description = format_date(result.as_of);
    source.attribution = attribution(result);
    tiles::LayerZooms zooms;
    const auto tell = [&](const std::string& what) { why += (why.empty() ? "" : "; ") + what; };
    if (cells != nullptr && cells->grid() && cells->size() > 0) {
        zooms = tiles::LayerZooms::of(*cells->grid(), cells->cells()[cells->size() / 2]);
        source.meshes.push_back(cell_layer(*cells, zooms.mesh));
    } else if (cells != nullptr) {
        tell("cells of a raster are not in tiles");
    }
    source.maxzoom = zooms.last;
    const bool has_prefectures = result.tables.contains("prefectures.csv");
    for (const Known& known : known_layers) {
        try {
            gdal::VectorSource layer{file, "EPSG:6668", known.layer};
            source.layers.push_back(feature_layer(layer, known, zooms.first(known.layer, has_prefectures)));
        } catch (const Error& error) {
            if (known.is_needed) tell(fmt::format("layer {}: {}", known.layer, error.what()));
        }
    }
    if (source.layers.empty() && source.meshes.empty()) return nullptr;
    return std::make_unique<MakerView>(std::move(source));
}

}  // namespace amaneku::serve
