#include "app/layer_table.hpp"
#include "app/program.hpp"
#include "catch.hpp"
#include "tiles/archive_reader.hpp"
#include "tiles/mercator.hpp"
#include "tiles/mvt_reader.hpp"
#include "tiles/node_reader.hpp"
#include "tiles/tile_id.hpp"

#include <algorithm>
#include <cmath>
#include <set>

using namespace amaneku;
using amaneku::tiles::units_across;
using amaneku::tiles::world_of;

namespace {

/// The sample with every layer that there is.
std::string everything(const std::string& formats) {
    std::string text = sample_config(formats);
    for (const char* mark :
         {"# [gaps]", "# towns ", "# backbone ", "# cost ", "# [[place]]", "# id ", "# file ", "# [[line]]",
          "# [plan]", "# service ", "# candidates ", "# radius_m ", "# sites "})
        text = replaced(text, mark, mark + 2);
    return text;
}

using Layers =
    std::map<std::string, std::vector<std::pair<std::tuple<int, std::int64_t, std::int64_t>, MvtFeature>>>;

/// All features of a zoom by layer, with their tiles.
Layers layers_of(const StoredTiles& tiles, int z) {
    Layers out;
    for (const auto& [address, gzip] : tiles) {
        if (std::get<0>(address) != z) continue;
        for (auto& [name, layer] : decoded_tile(gunzipped(gzip))) {
            REQUIRE(layer.version == 2);
            for (MvtFeature& f : layer.features) out[name].emplace_back(address, std::move(f));
        }
    }
    return out;
}

bool is_same(const std::string& expected, const MvtFeature& feature, const std::string& field) {
    const auto found = feature.attributes.find(field);
    if (expected == "null") return found == feature.attributes.end();
    if (found == feature.attributes.end()) return false;
    if (const auto* text = std::get_if<std::string>(&found->second)) return *text == expected;
    return std::get<double>(found->second) == std::strtod(expected.c_str(), nullptr);
}

/// The area of a ring within its tile, in square units; turned by its orientation.
double area_in_tile(const std::vector<MvtPoint>& ring) {
    OGRPolygon polygon;
    OGRLinearRing line;
    for (const MvtPoint& p : ring) line.addPoint(p.x, p.y);
    line.closeRings();
    polygon.addRing(&line);
    OGRPolygon tile;
    OGRLinearRing square;
    for (const auto& [x, y] : {std::pair{0, 0}, {4096, 0}, {4096, 4096}, {0, 4096}, {0, 0}})
        square.addPoint(x, y);
    tile.addRing(&square);
    const std::unique_ptr<OGRGeometry> in{polygon.Intersection(&tile)};
    double area = 0.0;
    if (const auto* one = dynamic_cast<OGRSurface*>(in.get())) area = one->get_Area();
    if (const auto* all = dynamic_cast<OGRGeometryCollection*>(in.get())) area = all->get_Area();
    return twice_area(ring) > 0 ? area : -area;
}

/// A layer's geometry in units of a zoom.
double mercator_area(const LayerTable::Row& row, int z) {
    OGRGeometry* raw = nullptr;
    OGRGeometryFactory::createFromWkb(row.wkb.data(), nullptr, &raw, row.wkb.size());
    const std::unique_ptr<OGRGeometry> geometry{raw};
    double area = 0.0;
    for (const OGRPolygon* polygon : *geometry->toMultiPolygon()) {
        bool is_shell = true;
        for (const OGRLinearRing* ring : *polygon) {
            double sum = 0.0;
            for (int i = 0; i + 1 < ring->getNumPoints(); ++i) {
                const Point a = world_of({ring->getX(i), ring->getY(i)});
                const Point b = world_of({ring->getX(i + 1), ring->getY(i + 1)});
                sum += (a.x * b.y - b.x * a.y) / 2.0;
            }
            area += (is_shell ? 1.0 : -1.0) * std::abs(sum);
            is_shell = false;
        }
    }
    return area * units_across(z) * units_across(z);
}

struct Sample {
    Folder folder;
    std::map<std::string, LayerTable> layers;

    Sample() {
        const Outcome run =
            run_amaneku("plan " + folder.write("run.toml", everything(R"(["gpkg", "pmtiles", "mbtiles"])")) +
                        " --quiet --threads 1");
        if (run.status != 0) throw std::runtime_error{run.text};
        layers = read_layers(folder / "out/coverage.gpkg");
    }
    static const Sample& once() {
        static const Sample sample;
        return sample;
    }
};

constexpr int last_zoom = 12;
const std::map<std::string, int> first_zooms{
    {"prefecture", 0}, {"municipality", 5}, {"group", 5}, {"gap", 7},  {"candidate", 7},
    {"mesh", 9},       {"site", 9},         {"place", 9}, {"line", 9}, {"footprint", 9}};

}  // namespace

TEST_CASE("every feature of every layer is in the tiles of every zoom of its layer, with its attributes") {
    const Sample& sample = Sample::once();
    REQUIRE(sample.layers.size() == first_zooms.size());
    const StoredMbtiles stored{sample.folder / "out/coverage.mbtiles"};
    for (int z = 0; z <= last_zoom; ++z) {
        const Layers found = layers_of(stored.tiles, z);
        for (const auto& [name, table] : sample.layers) {
            INFO(name << " at zoom " << z);
            REQUIRE(!table.rows.empty());
            if (z < first_zooms.at(name)) {
                CHECK(found.count(name) == 0);
                continue;
            }
            REQUIRE(found.count(name) == 1);
            std::set<std::uint64_t> seen;
            std::size_t wrong = 0;
            for (const auto& [tile, feature] : found.at(name)) {
                REQUIRE((feature.id >= 1 && feature.id <= table.rows.size()));
                seen.insert(feature.id);
                const auto& values = table.rows[feature.id - 1].values;
                for (std::size_t i = 0; i < values.size(); ++i)
                    wrong += !is_same(values[i], feature, table.fields[i]);
            }
            CHECK(seen.size() == table.rows.size());
            CHECK(wrong == 0);
        }
    }
}

TEST_CASE("cells are the grid's rectangles to half a unit, and each is found in the tiles that it touches") {
    const Sample& sample = Sample::once();
    const LayerTable& mesh = sample.layers.at("mesh");
    const StoredMbtiles stored{sample.folder / "out/coverage.mbtiles"};
    const Layers found = layers_of(stored.tiles, last_zoom);
    double worst = 0.0;
    std::vector<double> area(mesh.rows.size(), 0.0);
    for (const auto& [tile, feature] : found.at("mesh")) {
        const auto& box = mesh.rows[feature.id - 1].box;
        const Point north_west = world_of({box[0], box[3]});
        const Point south_east = world_of({box[2], box[1]});
        REQUIRE(feature.rings.size() == 1);
        REQUIRE(feature.rings[0].size() == 4);
        const auto at = [&](double world, std::int64_t index) {
            return std::clamp(world * units_across(last_zoom) - static_cast<double>(index) * 4096.0, -64.0,
                              4160.0);
        };
        const MvtPoint from = feature.rings[0][0];
        const MvtPoint to = feature.rings[0][2];
        const auto [z, x, y] = tile;
        for (const double off : {from.x - at(north_west.x, x), to.x - at(south_east.x, x),
                                 from.y - at(north_west.y, y), to.y - at(south_east.y, y)})
            worst = std::max(worst, std::abs(off));
        area[feature.id - 1] += area_in_tile(feature.rings[0]);
    }
    CHECK(worst <= 0.5 + 1e-6);
    for (std::size_t i = 0; i < mesh.rows.size(); ++i) {
        const auto& box = mesh.rows[i].box;
        const Point a = world_of({box[0], box[1]});
        const Point b = world_of({box[2], box[3]});
        const double width = (b.x - a.x) * units_across(last_zoom);
        const double height = (a.y - b.y) * units_across(last_zoom);
        // All its parts together: sides are off by less than a unit.
        REQUIRE(std::abs(area[i] - width * height) <= width + height + 1.0);
    }
}

TEST_CASE(
    "areas of municipalities and prefectures are the layer's at every zoom, and neighbours leave no gap") {
    const Sample& sample = Sample::once();
    const StoredMbtiles stored{sample.folder / "out/coverage.mbtiles"};
    for (const int z : {6, 9, last_zoom}) {
        const Layers found = layers_of(stored.tiles, z);
        std::map<std::string, double> all;
        for (const char* name : {"municipality", "prefecture"}) {
            const LayerTable& table = sample.layers.at(name);
            std::vector<double> area(table.rows.size(), 0.0);
            for (const auto& [tile, feature] : found.at(name)) {
                for (const auto& ring : feature.rings) {
                    REQUIRE(twice_area(ring) != 0);
                    area[feature.id - 1] += area_in_tile(ring);
                }
                REQUIRE(twice_area(feature.rings.front()) > 0);
            }
            for (std::size_t i = 0; i < table.rows.size(); ++i) {
                const double right = mercator_area(table.rows[i], z);
                INFO(name << " " << table.rows[i].values[1] << " at zoom " << z);
                // Half a pixel (4 units) along the border, which is some four times as long as the side of a
                // square.
                CHECK(std::abs(area[i] - right) <= 4.0 * 4.0 * std::sqrt(right) + 20.0);
                all[name] += area[i];
            }
        }
        CHECK(all["municipality"] == Approx(all["prefecture"]).epsilon(1e-4));
    }
}

TEST_CASE("PMTiles and MBTiles hold the same tiles, the same bytes by one thread as by eight") {
    const Sample& sample = Sample::once();
    const StoredMbtiles rows{sample.folder / "out/coverage.mbtiles"};
    const StoredPmtiles archive{content(sample.folder / "out/coverage.pmtiles")};
    std::map<std::uint64_t, std::string> by_id;
    for (const auto& [address, gzip] : rows.tiles) {
        const auto [z, x, y] = address;
        by_id[tiles::tile_id({z, static_cast<std::uint32_t>(x), static_cast<std::uint32_t>(y)})] = gzip;
    }
    CHECK(by_id == archive.tiles);
    CHECK(rows.metadata.at("format") == "pbf");
    CHECK(rows.metadata.at("maxzoom") == "12");
    CHECK(rows.metadata.at("json").find("\"5g_fraction\":\"Number\"") != std::string::npos);
    CHECK(rows.metadata.at("attribution").find("架空の") != std::string::npos);
    const Folder other;
    REQUIRE(run_amaneku("plan " + other.write("run.toml", everything(R"(["gpkg", "pmtiles", "mbtiles"])")) +
                        " --quiet --threads 8")
                .status == 0);
    for (const char* name : {"coverage.pmtiles", "coverage.mbtiles"})
        CHECK(content(other.path / "out" / name) == content(sample.folder.path / "out" / name));
}

TEST_CASE("GDAL reads the tiles: its own decoder finds as many features and the same cells") {
    const Sample& sample = Sample::once();
    GDALAllRegister();
    const char* const options[] = {"ZOOM_LEVEL=12", nullptr};
    const std::string path = sample.folder / "out/coverage.mbtiles";
    const GDALDatasetUniquePtr dataset{GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR, nullptr, options)};
    REQUIRE(dataset);
    for (const auto& [name, table] : sample.layers) {
        INFO(name);
        OGRLayer* layer = dataset->GetLayerByName(name.c_str());
        REQUIRE(layer != nullptr);
        std::set<std::int64_t> ids;
        std::map<std::string, double> fractions;
        std::size_t invalid = 0;
        for (const OGRFeatureUniquePtr& feature : *layer) {
            ids.insert(feature->GetFieldAsInteger64("mvt_id"));
            if (name == "mesh")
                fractions[feature->GetFieldAsString("mesh_code")] = feature->GetFieldAsDouble("5g_fraction");
            if (name == "municipality" && feature->GetGeometryRef()->IsValid() == FALSE) ++invalid;
        }
        CHECK(ids.size() == table.rows.size());
        CHECK(invalid == 0);
        if (name != "mesh") continue;
        REQUIRE(fractions.size() == table.rows.size());
        std::size_t wrong = 0;
        for (const LayerTable::Row& row : table.rows)
            wrong += fractions.at(row.values[0]) !=
                     std::strtod(row.values[table.column("5g_fraction")].c_str(), nullptr);
        CHECK(wrong == 0);
    }
}

TEST_CASE("npm's readers find every feature in the archive, polygons the right way round") {
    const Sample& sample = Sample::once();
    const StoredMbtiles rows{sample.folder / "out/coverage.mbtiles"};
    std::string addresses;
    for (const auto& [address, gzip] : rows.tiles) {
        const auto [z, x, y] = address;
        addresses += std::to_string(z) + " " + std::to_string(x) + " " + std::to_string(y) + "\n";
    }
    const Folder folder;
    const auto read =
        in_node(sample.folder / "out/coverage.pmtiles", folder.write("addresses.txt", addresses));
    if (!read) {
        WARN("skipped: web/node_modules has no pmtiles");
        return;
    }
    INFO(read->text);
    REQUIRE(read->status == 0);
    CHECK(read->text.find("missing") == std::string::npos);
    for (const auto& [name, table] : sample.layers) {
        for (int z = first_zooms.at(name); z <= last_zoom; ++z) {
            const std::string line =
                "layer " + std::to_string(z) + " " + name + " " + std::to_string(table.rows.size()) + " ";
            const std::size_t at = read->text.find(line);
            INFO(line);
            REQUIRE(at != std::string::npos);
            CHECK(std::strtod(read->text.c_str() + at + line.size(), nullptr) >= 0.0);
        }
    }
}

TEST_CASE("a run without prefectures has its municipalities from zoom 0 on, and hostile names as they are") {
    const Folder folder;
    folder.write("people.csv", "mesh_code,population\n533935992,100\n533935991,50\n");
    folder.write("sites.csv", "id,lon,lat,radius_m\n<b>=1+1</b>,139.745,35.66,300\n");
    folder.write(
        "zones.geojson",
        R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"A","name":"<script>alert(1)</script>"},"geometry":{"type":"Polygon","coordinates":[[[139.7,35.6],[139.8,35.6],[139.8,35.7],[139.7,35.7],[139.7,35.6]]]}},{"type":"Feature","properties":{"code":"B","name":"=cmd()🗾三十文字もある長い長い長い長い市の名前"},"geometry":{"type":"Polygon","coordinates":[[[139.8,35.6],[139.9,35.6],[139.9,35.7],[139.8,35.7],[139.8,35.6]]]}}]})");
    const Outcome run = run_amaneku("run " + folder.write("run.toml", R"(title = "</script>\" ' & <title>"
as_of = 2026-03-31
[population]
files = "people.csv"
[zones]
files = "zones.geojson"
code = "code"
name = "name"
[[service]]
id = "5g"
profile = "jp-mic-5g"
[[service.provider]]
id = "p"
sites = "sites.csv"
[output]
formats = ["mbtiles", "pmtiles"]
)") + " --quiet");
    INFO(run.text);
    REQUIRE(run.status == 0);
    const StoredMbtiles rows{folder / "out/coverage.mbtiles"};
    CHECK(rows.metadata.at("name") == "</script>\" ' & <title>");
    CHECK(rows.metadata.at("minzoom") == "0");
    for (const int z : {0, 3, 8, 12}) {
        const Layers found = layers_of(rows.tiles, z);
        std::set<std::string> names;
        for (const auto& [tile, f] : found.at("municipality")) names.insert(f.text("name"));
        CHECK(names == std::set<std::string>{"<script>alert(1)</script>",
                                             "=cmd()🗾三十文字もある長い長い長い長い市の名前"});
    }
    CHECK(layers_of(rows.tiles, 12).at("site").at(0).second.text("site_id") == "<b>=1+1</b>");
    // The files of this run are of amaneku's: another run that does not write them says so.
    const Outcome later =
        run_amaneku("run " + folder.write("run2.toml", replaced(content(folder / "run.toml"),
                                                                R"(["mbtiles", "pmtiles"])", R"(["csv"])")));
    CHECK(later.text.find("coverage.mbtiles") != std::string::npos);
}
