#include "app/tile_layers.hpp"

#include "app/messages.hpp"
#include "gdal/layer_sink.hpp"
#include "tiles/mbtiles.hpp"
#include "tiles/pmtiles.hpp"
#include "tiles/pyramid.hpp"
#include "tiles/tile_maker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace amaneku::app {

namespace {

struct Described {
    std::string_view layer, ja, en;
};

constexpr std::array descriptions{
    Described{"mesh", "人口メッシュとカバー率", "population cells and what of them is covered"},
    Described{"municipality", "市区町村のカバー率", "coverage by municipality"},
    Described{"prefecture", "都道府県のカバー率", "coverage by prefecture"},
    Described{"group", "広域圏などのカバー率", "coverage by group of municipalities"},
    Described{"footprint", "提供エリア（計算に使った形）", "footprints as they were counted"},
    Described{"site", "基地局", "sites"},
    Described{"gap", "未カバー地域", "gaps: cells left out that lie together"},
    Described{"place", "施設", "places in and out of each service"},
    Described{"line", "道路・鉄道など", "roads, railways and other ways"},
    Described{"candidate", "整備候補地", "candidates for new sites"}};

std::string description(const RunResult& result, std::string_view layer) {
    for (const Described& d : descriptions) {
        if (d.layer == layer) return std::string{result.config.language == "ja" ? d.ja : d.en};
    }
    return {};
}

/// What tiles call a type of the GeoPackage.
tiles::FieldType field_type(gdal::FieldType type) {
    switch (type) {
        case gdal::FieldType::integer:
            return tiles::FieldType::integer;
        case gdal::FieldType::real:
            return tiles::FieldType::real;
        default:
            return tiles::FieldType::text;
    }
}

/// Takes layers as the writer of a GeoPackage would.
class FeatureTaker : public gdal::LayerSink {
public:
    FeatureTaker(const RunResult& result, const tiles::LayerZooms& zooms)
        : m_result{result}, m_zooms{zooms} {}

    void begin_layer(const std::string& name, gdal::GeometryKind kind,
                     const std::vector<gdal::LayerField>& fields, const std::string& crs) override {
        m_layer = {};
        m_layer.name = name;
        m_layer.description = description(m_result, name);
        m_layer.crs = crs;
        m_layer.minzoom = m_zooms.first(name, !m_result.prefectures.empty());
        m_layer.shares_borders = name == "municipality" || name == "prefecture" || name == "group";
        m_layer.shape = kind == gdal::GeometryKind::point  ? tiles::Shape::point
                        : kind == gdal::GeometryKind::line ? tiles::Shape::line
                                                           : tiles::Shape::polygon;
        for (const gdal::LayerField& field : fields)
            m_layer.fields.push_back({field.name, field_type(field.type)});
    }
    void add(const PolygonSet& polygons, std::span<const gdal::FieldValue> values) override {
        m_layer.add(polygons, values);
    }
    void add(std::span<const Point> ring, std::span<const gdal::FieldValue> values) override {
        PolygonSet polygon;
        polygon.points.assign(ring.begin(), ring.end());
        polygon.close_ring();
        polygon.close_part();
        m_layer.add(polygon, values);
    }
    void add_line(std::span<const Point> line, std::span<const gdal::FieldValue> values) override {
        m_layer.add_line(line, values);
    }
    void add(Point point, std::span<const gdal::FieldValue> values) override { m_layer.add(point, values); }

    [[nodiscard]] tiles::FeatureLayer take() { return std::move(m_layer); }

private:
    const RunResult& m_result;
    tiles::LayerZooms m_zooms;
    tiles::FeatureLayer m_layer;
};

/// Columns of the cells that the layer `mesh` has, in its order.
class CellColumns {
public:
    explicit CellColumns(const RunResult& result) : m_result{result} {
        for (std::size_t c = 0; c < result.population.cells.size(); ++c) {
            if (result.cell_is_shown[c] != 0) m_cells.push_back(c);
        }
    }
    [[nodiscard]] tiles::CellLayer layer(int minzoom) {
        const Population& population = m_result.population;
        tiles::CellLayer out;
        out.description = description(m_result, out.name);
        out.minzoom = minzoom;
        out.grid = population.grid;
        for (const std::size_t c : m_cells) out.cells.push_back(population.cells[c]);
        for (std::size_t w = 0; w < population.weights.size(); ++w) {
            add(population.weight_names[w], tiles::FieldType::real, [&](std::size_t c) {
                return static_cast<double>(population.weights[w][c]) / amount_per_unit;
            });
        }
        add("estimated", tiles::FieldType::integer,
            [&](std::size_t c) { return static_cast<double>(population.estimated[c]); });
        for (std::size_t s = 0; s < m_result.config.services.size(); ++s) add_service(s);
        add_zone_codes();
        add("reported_share", tiles::FieldType::real,
            [&](std::size_t c) { return m_result.cell_reported[c]; });
        out.columns = std::move(m_columns);
        return out;
    }

private:
    template <typename Of>
    void add(const std::string& name, tiles::FieldType type, Of of) {
        tiles::CellColumn& column = m_columns.emplace_back();
        column.name = name;
        column.type = type;
        column.numbers.reserve(m_cells.size());
        for (const std::size_t c : m_cells) column.numbers.push_back(of(c));
    }
    void add_service(std::size_t s) {
        const ServiceConfig& service = m_result.config.services[s];
        const Measures& measures = m_result.measures;
        const ServiceLayers& layers = measures.services[s];
        for (std::uint32_t l = 0; l <= layers.provider_count; ++l) {
            const std::string whose = l == 0 ? "" : service.providers[l - 1].id + "_";
            add(fmt::format("{}_{}fraction", service.id, whose), tiles::FieldType::real, [&](std::size_t c) {
                return measures.fraction[c * measures.layer_count + layers.combined + l];
            });
        }
        add(service.id + "_covered", tiles::FieldType::integer, [&](std::size_t c) {
            if (!m_result.counts_cell(s, c)) return std::numeric_limits<double>::quiet_NaN();
            return static_cast<double>(m_result.cell_covered[s][c]);
        });
    }
    void add_zone_codes() {
        tiles::CellColumn& column = m_columns.emplace_back();
        column.name = "zone_code";
        column.type = tiles::FieldType::text;
        for (const Zone& zone : m_result.zones.zones) column.words.push_back(zone.code);
        for (const std::size_t c : m_cells) column.word.push_back(m_result.cell_zone[c]);
    }

    const RunResult& m_result;
    std::vector<std::size_t> m_cells;
    std::vector<tiles::CellColumn> m_columns;
};

/// Names of the sources, each once, in the order of the inputs.
std::string attribution(const RunResult& result) {
    std::vector<std::string> names;
    for (const InputFile& input : result.inputs) {
        if (!input.source_name.empty() &&
            std::find(names.begin(), names.end(), input.source_name) == names.end())
            names.push_back(input.source_name);
    }
    return fmt::format("{}", fmt::join(names, " · "));
}

}  // namespace

tiles::TileSource tile_source(const RunResult& result, const AreaShapes& shapes) {
    tiles::TileSource out;
    out.name = result.config.title.empty() ? "amaneku" : result.config.title;
    out.description = format_date(result.config.as_of);
    out.attribution = attribution(result);
    CellColumns cells{result};
    tiles::LayerZooms zooms;
    if (!result.population.cells.empty())
        zooms = tiles::LayerZooms::of(result.population.grid,
                                      result.population.cells[result.population.cells.size() / 2]);
    out.maxzoom = zooms.last;
    out.meshes.push_back(cells.layer(zooms.mesh));
    for (const std::string& name : layer_names(result)) {
        if (name == "mesh") continue;
        throw_if_stopped();
        FeatureTaker taker{result, zooms};
        write_layer(result, name, shapes, taker);
        out.layers.push_back(taker.take());
    }
    return out;
}

void write_tiles(const RunResult& result, const AreaShapes& shapes, const std::string& pmtiles,
                 const std::string& mbtiles, int threads) {
    const tiles::TileMaker maker{tile_source(result, shapes), threads};
    tiles::PmtilesArchive archive;
    std::unique_ptr<tiles::MbtilesFile> database;
    if (!mbtiles.empty()) database = std::make_unique<tiles::MbtilesFile>(mbtiles, maker.info());
    tiles::make_tiles(maker, threads, throw_if_stopped,
                      [&](const tiles::TileAddress& tile, std::string&& gzip) {
                          if (database) database->add(tile, gzip);
                          if (!pmtiles.empty()) archive.add(tile, std::move(gzip));
                      });
    if (!pmtiles.empty()) archive.write(pmtiles, maker.info());
    if (database) database->close();
}

}  // namespace amaneku::app
