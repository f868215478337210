#include "gdal/post_raster.hpp"

#include "catch.hpp"
#include "proj/transform.hpp"
#include "terrain/made_terrain.hpp"
#include "terrain/terrain.hpp"
#include <amaneku/error.hpp>

#include <cmath>
#include <cstring>
#include <thread>

using namespace amaneku;
using gdal::PixelKind;
using gdal::PostRaster;
using terrain::Terrain;

namespace {

double plane(double lon, double lat) {
    return 100.0 + 2000.0 * (lon - 135.8) - 3000.0 * (lat - 34.7);
}

/// 60 x 50 pixels of 0.4" in longitude and latitude, whose north-west corner is (135.8, 34.7).
MadeRaster degrees() {
    MadeRaster raster;
    raster.transform = {135.8, 0.4 / 3600, 0, 34.7, 0, -0.4 / 3600};
    raster.columns = 60;
    raster.rows = 50;
    return raster;
}

Terrain terrain_of(const std::string& path) {
    return Terrain{{gdal::PostRasterOpener{}.open(path, PixelKind::height).source}};
}

std::string problem_of(const std::string& path) {
    try {
        static_cast<void>(gdal::PostRasterOpener{}.open(path, PixelKind::height));
    } catch (const Error& error) {
        CHECK(error.where().find(path) != std::string::npos);
        return error.what();
    }
    return {};
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the posts of a raster are the centres of its pixels") {
    const MadeFolder folder;
    MadeRaster raster = degrees();
    const bool is_tiled = GENERATE(false, true);
    if (is_tiled) raster.options = {"TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16", "COMPRESS=DEFLATE"};
    const std::string path = write_raster(folder.path("dem.tif"), raster, plane);
    const PostRaster read = gdal::PostRasterOpener{}.open(path, PixelKind::height);
    CHECK(read.source.grid.west == Approx(135.8 + 0.2 / 3600).epsilon(1e-14));
    CHECK(read.source.grid.north == Approx(34.7 - 0.2 / 3600).epsilon(1e-14));
    CHECK(read.notes.empty());
    CHECK(read.datum.empty());
    CHECK(read.files == std::vector<std::string>{path});

    const Terrain ground{{read.source}};
    for (const auto& [lon, lat] : {std::pair{135.8001, 34.6999}, {135.8033, 34.6971}, {135.8066, 34.69453}})
        CHECK(ground.height(lon, lat) == Approx(plane(lon, lat)).margin(2e-5));
}

TEST_CASE("a raster whose positions are those of points is not shifted") {
    const MadeFolder folder;
    MadeRaster raster = degrees();
    raster.finish = [](GDALDataset& out) { out.SetMetadataItem("AREA_OR_POINT", "Point"); };
    const Terrain ground = terrain_of(write_raster(folder.path("dem.tif"), raster, plane));
    CHECK(ground.height(135.8033, 34.6971) == Approx(plane(135.8033, 34.6971)).margin(2e-5));
}

TEST_CASE("nodata, -9999, what is no height and masked pixels are unknown") {
    const MadeFolder folder;
    const double lon = 135.8 + 10.5 * 0.4 / 3600;
    const double lat = 34.7 - 10.5 * 0.4 / 3600;
    const auto with = [&](double value) {
        return [=](double x, double y) { return std::hypot(x - lon, y - lat) < 1e-6 ? value : plane(x, y); };
    };
    MadeRaster raster = degrees();
    SECTION("a nodata value that float32 rounds") {
        raster.finish = [](GDALDataset& out) { out.GetRasterBand(1)->SetNoDataValue(-99999.9); };
        const Terrain ground = terrain_of(write_raster(folder.path("dem.tif"), raster, with(-99999.9)));
        CHECK_FALSE(ground.has(lon, lat));
    }
    SECTION("a nodata value that could be a height") {
        raster.finish = [](GDALDataset& out) { out.GetRasterBand(1)->SetNoDataValue(0); };
        CHECK_FALSE(terrain_of(write_raster(folder.path("dem.tif"), raster, with(0))).has(lon, lat));
    }
    SECTION("values that no file declares") {
        for (const double value : {-9999.0, nan_height, -32768.0, -3.4e38, 32767.0}) {
            const Terrain ground = terrain_of(write_raster(folder.path("dem.tif"), raster, with(value)));
            CHECK_FALSE(ground.has(lon, lat));
            CHECK(ground.has(lon + 0.0005, lat));
        }
    }
    SECTION("-9999 beside another nodata value") {
        raster.finish = [](GDALDataset& out) { out.GetRasterBand(1)->SetNoDataValue(-1); };
        CHECK_FALSE(terrain_of(write_raster(folder.path("dem.tif"), raster, with(-9999))).has(lon, lat));
    }
    SECTION("a mask") {
        raster.finish = [](GDALDataset& out) {
            CPLSetThreadLocalConfigOption("GDAL_TIFF_INTERNAL_MASK", "YES");
            out.CreateMaskBand(GMF_PER_DATASET);
            std::vector<GByte> mask(60 * 50, 255);
            mask[10 * 60 + 10] = 0;
            REQUIRE(out.GetRasterBand(1)->GetMaskBand()->RasterIO(GF_Write, 0, 0, 60, 50, mask.data(), 60, 50,
                                                                  GDT_Byte, 0, 0, nullptr) == CE_None);
        };
        const Terrain ground = terrain_of(write_raster(folder.path("dem.tif"), raster, plane));
        CHECK_FALSE(ground.has(lon, lat));
        CHECK(ground.has(lon + 0.0005, lat));
    }
}

TEST_CASE("scale, offset and unit of heights are applied") {
    const MadeFolder folder;
    MadeRaster raster = degrees();
    raster.type = GDT_Int16;
    const double expected = 123.4;
    SECTION("scale and offset") {
        raster.finish = [](GDALDataset& out) {
            out.GetRasterBand(1)->SetScale(0.1);
            out.GetRasterBand(1)->SetOffset(100);
            out.GetRasterBand(1)->SetNoDataValue(-1);
        };
        const Terrain ground =
            terrain_of(write_raster(folder.path("dem.tif"), raster, [](double, double) { return 234; }));
        CHECK(ground.height(135.803, 34.697) == Approx(expected));
    }
    SECTION("feet") {
        raster.finish = [](GDALDataset& out) { out.GetRasterBand(1)->SetUnitType("ft"); };
        const Terrain ground =
            terrain_of(write_raster(folder.path("dem.tif"), raster, [](double, double) { return 1000; }));
        CHECK(ground.height(135.803, 34.697) == Approx(304.8));
    }
    SECTION("centimetres") {
        raster.finish = [](GDALDataset& out) { out.GetRasterBand(1)->SetUnitType("cm"); };
        const Terrain ground =
            terrain_of(write_raster(folder.path("dem.tif"), raster, [](double, double) { return 12340; }));
        CHECK(ground.height(135.803, 34.697) == Approx(expected));
    }
    SECTION("a unit that nobody knows") {
        raster.finish = [](GDALDataset& out) { out.GetRasterBand(1)->SetUnitType("shaku"); };
        CHECK(has(problem_of(write_raster(folder.path("dem.tif"), raster, plane)), "'shaku'"));
    }
}

TEST_CASE("a raster in another CRS comes to where it belongs, and a note says so") {
    const MadeFolder folder;
    struct Case {
        const char* crs;
        const char* name;
        bool is_datum_named;
    };
    const auto [crs, name, is_datum_named] = GENERATE(
        Case{"EPSG:32653", "WGS 84 / UTM zone 53N", true}, Case{"EPSG:3857", "Pseudo-Mercator", true},
        Case{"EPSG:6674", "Japan Plane Rectangular CS VI", false}, Case{"EPSG:4267", "NAD27", false});
    // On a CRS whose datum is taken as JGD2011 the position is that of the datum's own longitude and
    // latitude.
    const proj::Transform to_degrees{crs, is_datum_named ? "EPSG:4326" : "EPSG:6668"};
    const proj::Transform from_degrees{is_datum_named ? "EPSG:4326" : "EPSG:6668", crs};
    const Point corner = from_degrees({135.8, 34.7});
    const bool is_geographic = std::abs(corner.x) < 200;
    const double size = is_geographic ? 1e-4 : 10.0;
    MadeRaster raster;
    raster.crs = crs;
    raster.transform = {corner.x, size, 0, corner.y, 0, -size};
    raster.columns = raster.rows = 200;
    raster.finish = [](GDALDataset& out) { out.GetRasterBand(1)->SetNoDataValue(-9999); };
    const std::string path = write_raster(folder.path("dem.tif"), raster, [&](double x, double y) {
        const Point p = to_degrees({x, y});
        return std::hypot(p.x - 135.81, p.y - 34.69) < 0.0012 ? -9999.0 : plane(p.x, p.y);
    });
    const PostRaster read = gdal::PostRasterOpener{}.open(path, PixelKind::height);
    REQUIRE(read.notes.size() == 1);
    CHECK(has(read.notes[0], name));
    CHECK(read.datum == (is_datum_named ? "WGS 84 is taken as JGD2011" : ""));

    const Terrain ground{{read.source}};
    // Twice interpolated, to 0.01 of a pixel of 10 m where the ground rises by 3 m in 100.
    for (const auto& [lon, lat] : {std::pair{135.8033, 34.6971}, {135.8077, 34.6911}, {135.8142, 34.6866}})
        CHECK(ground.height(lon, lat) == Approx(plane(lon, lat)).margin(0.02));
    CHECK_FALSE(ground.has(135.81, 34.69));
    CHECK_FALSE(ground.has(135.79, 34.69));
    // Nothing of -9999 seeps into the heights around the hole.
    const terrain::HeightWindow window = ground.window({135.8075, 34.6875, 135.8125, 34.6925});
    for (const float h : window.heights) CHECK_FALSE(h < 0.0F);
}

TEST_CASE("a rotated raster and one from south to north come to where they belong") {
    const MadeFolder folder;
    MadeRaster raster = degrees();
    raster.columns = raster.rows = 100;
    const double step = 1e-4;
    const bool is_rotated = GENERATE(true, false);
    if (is_rotated) {
        raster.transform = {135.8, step * std::cos(0.3), step * std::sin(0.3),
                            34.7,  step * std::sin(0.3), -step * std::cos(0.3)};
    } else {
        raster.transform = {135.8, step, 0, 34.69, 0, step};
    }
    const PostRaster read =
        gdal::PostRasterOpener{}.open(write_raster(folder.path("dem.tif"), raster, plane), PixelKind::height);
    REQUIRE(read.notes.size() == 1);
    CHECK(has(read.notes[0], "north-up"));
    const Terrain ground{{read.source}};
    CHECK(ground.height(135.805, 34.697) == Approx(plane(135.805, 34.697)).margin(0.02));
}

TEST_CASE("sheets of neighbouring plane systems leave no gap where they meet") {
    const MadeFolder folder;
    std::vector<terrain::TileSource> sources;
    const gdal::PostRasterOpener opener;
    // Two sheets of zone VI side by side, warped each on its own.
    const proj::Transform from_degrees{"EPSG:6668", "EPSG:6674"};
    const proj::Transform to_degrees{"EPSG:6674", "EPSG:6668"};
    const Point corner = from_degrees({135.8, 34.7});
    for (const int sheet : {0, 1}) {
        MadeRaster raster;
        raster.crs = "EPSG:6674";
        raster.transform = {corner.x + 1000 * sheet, 10, 0, corner.y, 0, -10};
        raster.columns = raster.rows = 100;
        const std::string path = write_raster(folder.path("sheet" + std::to_string(sheet) + ".tif"), raster,
                                              [&](double x, double y) {
                                                  return plane(to_degrees({x, y}).x, to_degrees({x, y}).y);
                                              });
        sources.push_back(opener.open(path, PixelKind::height).source);
    }
    const Terrain ground{std::move(sources)};
    const Point middle = to_degrees({corner.x + 1000, corner.y - 500});
    const terrain::Box box{middle.x - 0.001, middle.y - 0.003, middle.x + 0.001, middle.y + 0.003};
    const terrain::HeightWindow window = ground.window(box);
    int unknown = 0;
    for (int i = 0; i <= 100; ++i) {
        for (int j = 0; j <= 100; ++j) {
            const double lon = box.west + i * (box.east - box.west) / 100;
            const double lat = box.south + j * (box.north - box.south) / 100;
            const float h = window.at(lon, lat);
            if (std::isnan(h)) {
                ++unknown;
            } else {
                CHECK(h ==
                      Approx(plane(lon, lat)).margin(0.3));  // a sheet's edge pixel is used half a pixel out
            }
        }
    }
    CHECK(unknown == 0);
}

TEST_CASE("codes are neither interpolated nor taken for heights") {
    const MadeFolder folder;
    MadeRaster raster = degrees();
    raster.columns = raster.rows = 100;
    raster.transform = {135.8, 0.8e-4, 0.6e-4, 34.7, 0.6e-4, -0.8e-4};  // turned by 37 degrees
    raster.type = GDT_Byte;
    raster.finish = [](GDALDataset& out) { out.GetRasterBand(1)->SetNoDataValue(255); };
    const std::string path = write_raster(folder.path("cover.tif"), raster, [](double lon, double lat) {
        return lon < 135.803 ? (lat < 34.698 ? 1 : 255) : 9;
    });
    const PostRaster read = gdal::PostRasterOpener{}.open(path, PixelKind::code);
    const terrain::PostGrid& grid = read.source.grid;
    int known = 0;
    for (const float code : read.source.read({0, 0, grid.columns, grid.rows}).heights) {
        if (std::isnan(code)) continue;
        ++known;
        CHECK((code == 1.0F || code == 9.0F));
    }
    CHECK(known > 2000);
}

TEST_CASE("what is no ground is named, with the place and what to do") {
    const MadeFolder folder;
    MadeRaster raster = degrees();
    CHECK(has(problem_of(folder.write("dem.tif", "no raster")), "cannot be read as a raster"));
    CHECK(has(problem_of(folder.path("none.tif")), "cannot be read"));
    raster.crs.clear();
    CHECK(has(problem_of(write_raster(folder.path("a.tif"), raster, plane)), "no CRS"));
    raster = degrees();
    raster.bands = 3;
    raster.type = GDT_Byte;
    CHECK(has(problem_of(write_raster(folder.path("b.tif"), raster, plane)), "picture"));
    raster = degrees();
    raster.crs = "EPSG:4301";
    CHECK(has(problem_of(write_raster(folder.path("c.tif"), raster, plane)), "Tokyo"));
    raster.crs = "EPSG:30166";
    CHECK(has(problem_of(write_raster(folder.path("d.tif"), raster, plane)), "Tokyo"));
    auto* driver = GetGDALDriverManager()->GetDriverByName("GTiff");
    const std::string bare = folder.path("bare.tif");
    GDALDatasetUniquePtr{driver->Create(bare.c_str(), 10, 10, 1, GDT_Float32, nullptr)}.reset();
    CHECK(has(problem_of(bare), "no geotransform"));
}

TEST_CASE("of several bands the first is taken, and a note says so") {
    const MadeFolder folder;
    MadeRaster raster = degrees();
    raster.bands = 2;
    const PostRaster read =
        gdal::PostRasterOpener{}.open(write_raster(folder.path("dem.tif"), raster, plane), PixelKind::height);
    REQUIRE(read.notes.size() == 1);
    CHECK(has(read.notes[0], "first of its 2 bands"));
}

TEST_CASE("a raster that is cut off fails where it is read, and names the file") {
    const MadeFolder folder;
    MadeRaster raster = degrees();
    raster.columns = raster.rows = 300;
    raster.options = {"TILED=YES", "BLOCKXSIZE=64", "BLOCKYSIZE=64", "COMPRESS=DEFLATE"};
    const std::string path = write_raster(folder.path("dem.tif"), raster, [](double lon, double lat) {
        return std::fmod(std::abs(std::sin(lon * 12345.678) * 43758.5453 + lat * 1e5), 100.0);
    });
    const auto size = std::filesystem::file_size(path);
    // The directory of a file that was written in one go is at its beginning.
    std::filesystem::resize_file(path, size * 9 / 10);
    try {
        const Terrain ground = terrain_of(path);
        static_cast<void>(ground.window({135.801, 34.67, 135.83, 34.699}));
        FAIL("no error");
    } catch (const Error& error) {
        CHECK(error.code() == Errc::input);
        CHECK(has(error.where(), "dem.tif"));
    }
}

TEST_CASE("several threads read one raster and get the same") {
    const MadeFolder folder;
    MadeRaster raster = degrees();
    const bool is_warped = GENERATE(false, true);
    if (is_warped) raster.crs = "EPSG:4267";
    raster.columns = raster.rows = 600;
    raster.options = {"TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16", "COMPRESS=DEFLATE"};
    const PostRaster read =
        gdal::PostRasterOpener{}.open(write_raster(folder.path("dem.tif"), raster, plane), PixelKind::height);
    const auto rows = [&](int row) { return read.source.read({0, row, 600, 50}).heights; };
    std::vector<std::vector<float>> expected;
    for (int i = 0; i < 8; ++i) expected.push_back(rows(i * 50));
    std::vector<std::vector<float>> got(8);
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([&, t] { got[static_cast<std::size_t>(t)] = rows(t * 50); });
    for (std::thread& thread : threads) thread.join();
    for (std::size_t i = 0; i < 8; ++i) {
        REQUIRE(got[i].size() == expected[i].size());
        CHECK(std::memcmp(got[i].data(), expected[i].data(), got[i].size() * sizeof(float)) == 0);
    }
}
