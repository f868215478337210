#include "tiles/mvt_layer.hpp"

#include "catch.hpp"
#include "tiles/mvt_reader.hpp"

using namespace amaneku;
using namespace amaneku::tiles;

TEST_CASE("keys and values are in a layer once, and every feature has its own") {
    const std::vector<Field> fields{{"name", FieldType::text},
                                    {"rate", FieldType::real},
                                    {"n", FieldType::integer},
                                    {"never", FieldType::text}};
    MvtLayer layer{"site", fields};
    Commands at;
    at.point({5, 7});
    for (std::uint64_t i = 0; i < 300; ++i) {
        layer.value(0, std::string{i % 2 == 0 ? "偶" : "奇"});
        layer.value(1, i % 3 == 0 ? Value{} : Value{0.5});
        layer.value(2, Value{static_cast<std::int64_t>(i % 5) - 2});
        layer.feature(i + 1, Shape::point, at);
    }
    std::string bytes;
    layer.append_to(bytes);
    const auto tile = decoded_tile(bytes);
    const MvtTileLayer& found = tile.at("site");
    CHECK(found.version == 2);
    CHECK(found.extent == 4096);
    CHECK(found.keys == 3);
    CHECK(found.values == 2 + 1 + 5);
    REQUIRE(found.features.size() == 300);
    for (std::uint64_t i = 0; i < 300; ++i) {
        const MvtFeature& f = found.features[i];
        REQUIRE(f.id == i + 1);
        REQUIRE(f.text("name") == (i % 2 == 0 ? "偶" : "奇"));
        REQUIRE(f.attributes.count("rate") == (i % 3 == 0 ? 0U : 1U));
        REQUIRE(f.number("n") == static_cast<double>(i % 5) - 2.0);
        REQUIRE(f.rings == std::vector<std::vector<MvtPoint>>{{{5, 7}}});
    }
}

TEST_CASE("numbers keep their value: whole, negative, tiny and large ones") {
    const std::vector<Field> fields{{"v", FieldType::real}};
    const std::vector<double> values{0.0, 1.0, -1.0, 0.1, 1e-300, 123456789.0, 9.1e18, -0.25, 2.0 / 3.0};
    MvtLayer layer{"mesh", fields};
    Commands box;
    box.rectangle({0, 0}, {10, 20});
    for (std::size_t i = 0; i < values.size(); ++i) {
        layer.number(0, FieldType::real, values[i]);
        layer.feature(i, Shape::polygon, box);
    }
    std::string bytes;
    layer.append_to(bytes);
    const auto tile = decoded_tile(bytes);
    for (std::size_t i = 0; i < values.size(); ++i)
        CHECK(tile.at("mesh").features[i].number("v") == values[i]);
    CHECK(twice_area(tile.at("mesh").features[0].rings[0]) == 400);
}
