#include "app/layer_table.hpp"
#include "app/program.hpp"
#include "catch.hpp"

#include <cmath>

using namespace amaneku;

namespace {

/// Values and geometry of a row in one text, so that rows can be compared in any order.
std::vector<std::string> whole_rows(const LayerTable& table) {
    std::vector<std::string> rows;
    for (const auto& row : table.rows) {
        std::string text;
        for (const auto& value : row.values) text += value + '\x1f';
        rows.push_back(text + row.wkb);
    }
    std::sort(rows.begin(), rows.end());
    return rows;
}

}  // namespace

TEST_CASE("GeoJSON and FlatGeobuf hold the features of coverage.gpkg") {
    const Folder folder;
    const Outcome run = run_amaneku(
        "run " + folder.write("run.toml", sample_config(R"(["gpkg", "geojson", "fgb"])")) + " --quiet");
    INFO(run.text);
    REQUIRE(run.status == 0);
    const auto layers = read_layers(folder / "out/coverage.gpkg");
    REQUIRE(layers.size() == 6);
    CHECK(contents(folder / "out").size() == 14);  // each layer twice, coverage.gpkg, timing.json
    for (const auto& [name, expected] : layers) {
        INFO(name);
        CHECK(!expected.rows.empty());
        const LayerTable fgb = read_layers(folder / ("out/" + name + ".fgb")).at(name);
        CHECK(fgb.fields == expected.fields);
        CHECK(fgb.types == expected.types);
        CHECK(fgb.geometry == expected.geometry);
        CHECK(fgb.crs == expected.crs);
        // Its index puts features in another order.
        CHECK(whole_rows(fgb) == whole_rows(expected));

        const LayerTable json = read_layers(folder / ("out/" + name + ".geojson")).at(name);
        CHECK(json.fields == expected.fields);
        CHECK(json.crs == "EPSG:4326");
        REQUIRE(json.rows.size() == expected.rows.size());
        double furthest = 0.0;
        double area = 0.0;
        std::size_t same = 0;
        for (std::size_t i = 0; i < json.rows.size(); ++i) {
            same += json.rows[i].values == expected.rows[i].values;
            for (std::size_t k = 0; k < 4; ++k)
                furthest = std::max(furthest, std::abs(json.rows[i].box[k] - expected.rows[i].box[k]));
            area = std::max(area, std::abs(json.rows[i].area - expected.rows[i].area));
        }
        CHECK(same == expected.rows.size());
        // RFC 7946 asks for 7 decimals: half of the last, 5 mm.
        CHECK(furthest <= 0.5e-7 + 1e-12);
        CHECK(area < 1e-6);
    }
}
