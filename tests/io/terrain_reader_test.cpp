#include "io/terrain_reader.hpp"

#include "catch.hpp"
#include "io/input_folder.hpp"
#include "io/jpgis_text.hpp"
#include <amaneku/error.hpp>

#include <gdal_priv.h>
#include <ogr_spatialref.h>

#include <array>
#include <cmath>
#include <cstring>

using namespace amaneku;

namespace {

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// A sheet of the third mesh 51356700 or one of its neighbours to the east, all heights alike.
std::string sheet(int column, const std::string& height, int cells = 3) {
    JpgisText text;
    text.mesh = "513567" + std::to_string(column);
    text.mesh.insert(6, "0");
    const auto corner = [](double lat, double lon) {
        return std::to_string(lat) + " " + std::to_string(lon);
    };
    text.low_corner = corner(34.5, 135.875 + 0.0125 * column);
    text.high_corner = corner(34.508333333, 135.8875 + 0.0125 * column);
    text.high = std::to_string(cells - 1) + " " + std::to_string(cells * 2 / 3 - 1);
    text.tuples.clear();
    for (int i = 0; i < cells * (cells * 2 / 3); ++i) text.tuples += "地表面," + height + "\n";
    return text.xml();
}

std::string write_tif(const std::string& path, double west, double north, double step, int size,
                      GDALDataType type, const std::vector<double>& row) {
    auto* driver = GetGDALDriverManager()->GetDriverByName("GTiff");
    const GDALDatasetUniquePtr out{driver->Create(path.c_str(), size, size, 1, type, nullptr)};
    std::array<double, 6> t{west, step, 0, north, 0, -step};
    out->SetGeoTransform(t.data());
    OGRSpatialReference crs;
    crs.SetFromUserInput("EPSG:6668");
    out->SetSpatialRef(&crs);
    std::vector<double> values = row;
    values.resize(static_cast<std::size_t>(size), row.back());
    for (int r = 0; r < size; ++r) {
        REQUIRE(out->GetRasterBand(1)->RasterIO(GF_Write, 0, r, size, 1, values.data(), size, 1, GDT_Float64,
                                                0, 0, nullptr) == CE_None);
    }
    return path;
}

TerrainConfig config_of(std::vector<std::string> files) {
    TerrainConfig config;
    config.files = std::move(files);
    return config;
}

std::string problem(const TerrainConfig& config) {
    try {
        static_cast<void>(io::open_terrain(config, 2));
    } catch (const Error& error) {
        CHECK(error.code() == Errc::input);
        CHECK_FALSE(error.where().empty());
        return error.what();
    }
    return "none";
}

constexpr double lat = 34.50417;

}  // namespace

TEST_CASE("sheets of GSI in files and zips make one ground") {
    const InputFolder folder;
    const std::string one = folder.write("FG-GML-5135-67-00-DEM5A-20161001.xml", sheet(0, "10.00"));
    const std::string zip = folder.write_zip(
        "FG-GML-513567-DEM5A.zip", {{"FG-GML-5135-67-01-DEM5A-20161001.xml", sheet(1, "20.00")},
                                    {"inner/FG-GML-5135-67-02-DEM5A-20161001.xml", sheet(2, "30.00")},
                                    {"fmdid15-3101.xml", "<MD_Metadata/>"}});
    const io::OpenTerrain open = io::open_terrain(config_of({one, zip}), 2);
    CHECK(open.ground->height(135.88, lat) == 10.0F);
    CHECK(open.ground->height(135.893, lat) == 20.0F);
    CHECK(open.ground->height(135.906, lat) == 30.0F);
    CHECK(open.ground->height(135.8875, lat) == Approx(15.0));  // between the posts of two sheets
    CHECK_FALSE(open.ground->has(135.95, lat));
    REQUIRE(open.inputs.size() == 2);
    CHECK(open.inputs[1].path == zip);
    CHECK(open.inputs[1].role == "terrain");
    CHECK(open.inputs[1].sha256.size() == 64);
    CHECK(open.issues.empty());
    CHECK(open.ground->issues().empty());

    const io::OpenTerrain member =
        io::open_terrain(config_of({zip + "/inner/FG-GML-5135-67-02-DEM5A-20161001.xml"}), 1);
    CHECK(member.ground->height(135.906, lat) == 30.0F);
    CHECK_FALSE(member.ground->has(135.893, lat));
}

TEST_CASE("of one mesh the better product and the newer survey win, whatever their order") {
    const InputFolder folder;
    const std::string a = folder.write("FG-GML-5135-67-00-DEM5A-20161001.xml", sheet(0, "1"));
    const std::string newer = folder.write("FG-GML-5135-67-00-DEM5A-20200101.xml", sheet(0, "2"));
    const std::string b = folder.write("FG-GML-5135-67-00-DEM5B-20240101.xml", sheet(0, "3"));
    const std::string fine = folder.write("FG-GML-5135-67-00-DEM1A-20100101.xml", sheet(0, "4", 6));
    CHECK(io::open_terrain(config_of({b, a, newer}), 1).ground->height(135.88, lat) == 2.0F);
    CHECK(io::open_terrain(config_of({b, a}), 1).ground->height(135.88, lat) == 1.0F);
    CHECK(io::open_terrain(config_of({b, a, newer, fine}), 1).ground->height(135.88, lat) == 4.0F);
    const std::string tif =
        write_tif(folder.path("own.tif"), 135.875, 34.508333333333333, 15.0 / 3600, 3, GDT_Float32, {5});
    CHECK(io::open_terrain(config_of({a, tif}), 1).ground->height(135.88, lat) == 5.0F);
}

TEST_CASE("old and new datums are taken as JGD2011, and notes say so") {
    const InputFolder folder;
    JpgisText old;
    old.datum = "fguuid:jgd2000.bl";
    const std::string path = folder.write("FG-GML-5135-67-00-DEM5A-20101001.xml", old.xml());
    const io::OpenTerrain open = io::open_terrain(config_of({path}), 1);
    REQUIRE(open.notes.size() == 1);
    CHECK(has(open.notes[0], "JGD2000 is taken as JGD2011"));
    old.datum = "fguuid:mars.bl";
    const std::string strange = folder.write("FG-GML-5135-67-00-DEM5B-20101001.xml", old.xml());
    const io::OpenTerrain other = io::open_terrain(config_of({strange}), 1);
    REQUIRE(other.issues.size() == 1);
    CHECK(has(other.issues[0].reason, "mars"));
}

TEST_CASE("a zip of zips is not looked into, but named") {
    const InputFolder folder;
    const std::string inner = folder.write_zip("inner.zip", {{"a.xml", "<a/>"}});
    const std::string bytes = gdal::read_text(inner);
    const std::string pack = folder.write_zip("PackDLMap.zip", {{"FG-GML-513567-DEM5A-20161001.zip", bytes}});
    CHECK(has(problem(config_of({pack})), "FG-GML-513567-DEM5A-20161001.zip"));
    const std::string mixed = folder.write_zip(
        "mixed.zip", {{"FG-GML-5135-67-00-DEM5A-20161001.xml", sheet(0, "10.00")}, {"more.zip", bytes}});
    const io::OpenTerrain open = io::open_terrain(config_of({mixed}), 1);
    CHECK(open.ground->has(135.88, lat));
    REQUIRE(open.issues.size() == 1);
    CHECK(has(open.issues[0].reason, "more.zip"));
    const std::string other = folder.write_zip("other.zip", {{"FG-GML-513567-AdmArea-1.xml", "<a/>"}});
    CHECK(has(problem(config_of({other})), "holds no heights"));
    CHECK(has(problem(config_of({folder.path("none.zip")})), "cannot be opened"));
}

TEST_CASE("a sheet that is damaged fails where its heights are asked for, with its name") {
    const InputFolder folder;
    const std::string whole = sheet(0, "10.00", 300);
    const std::string name = "FG-GML-5135-67-00-DEM5A-20161001.xml";
    const std::string path = folder.write(name, whole.substr(0, whole.size() / 2));
    const io::OpenTerrain open = io::open_terrain(config_of({path}), 1);
    try {
        static_cast<void>(open.ground->height(135.88, lat));
        FAIL("no error");
    } catch (const Error& error) {
        CHECK(has(error.where(), name));
        CHECK(has(error.what(), "cut off"));
    }
}

TEST_CASE("a GeoTIFF in a zip, and a virtual raster with its parts, are read and digested") {
    const InputFolder folder;
    const std::string tif =
        write_tif(folder.path("dem.tif"), 135.875, 34.51, 1.0 / 3600, 60, GDT_Float32, {7});
    const std::string zip = folder.write_zip("dem.zip", {{"sub/dem.tif", gdal::read_text(tif)}});
    const io::OpenTerrain zipped = io::open_terrain(config_of({zip}), 1);
    CHECK(zipped.ground->height(135.88, lat) == 7.0F);
    REQUIRE(zipped.inputs.size() == 1);
    CHECK(zipped.inputs[0].path == zip);

    const std::string vrt =
        folder.write("all.vrt",
                     "<VRTDataset rasterXSize=\"60\" rasterYSize=\"60\"><SRS>EPSG:6668</SRS><GeoTransform>"
                     "135.875, 0.00027777777777777778, 0, 34.51, 0, -0.00027777777777777778</GeoTransform>"
                     "<VRTRasterBand dataType=\"Float32\" band=\"1\"><SimpleSource><SourceFilename "
                     "relativeToVRT=\"1\">dem.tif</SourceFilename><SourceBand>1</SourceBand></SimpleSource>"
                     "</VRTRasterBand></VRTDataset>");
    const io::OpenTerrain virtual_one = io::open_terrain(config_of({vrt}), 1);
    CHECK(virtual_one.ground->height(135.88, lat) == 7.0F);
    REQUIRE(virtual_one.inputs.size() == 2);
    CHECK(virtual_one.inputs[1].path == tif);
}

TEST_CASE("the digest is that of the contents and their order, not of the folder") {
    const InputFolder one;
    const InputFolder two;
    const std::string name = "FG-GML-5135-67-00-DEM5A-20161001.xml";
    const auto digest = [](const std::vector<std::string>& files) {
        return io::open_terrain(config_of(files), 2).ground->digest();
    };
    const std::string a = digest({one.write(name, sheet(0, "10.00"))});
    CHECK(a == digest({two.write(name, sheet(0, "10.00"))}));
    CHECK(a != digest({two.write(name, sheet(0, "10.01"))}));
    CHECK(a != digest({}));
    CHECK(a.size() == 64);
}

TEST_CASE("land cover gives clutter heights by class, and a class without one is named and counted") {
    const InputFolder folder;
    TerrainConfig config =
        config_of({folder.write("FG-GML-5135-67-00-DEM5A-20161001.xml", sheet(0, "10.00"))});
    config.land_cover = {
        write_tif(folder.path("cover.tif"), 135.875, 34.51, 1.0 / 3600, 60, GDT_Byte, {1, 2, 7, 1})};
    CHECK(has(problem(config), "table of its classes"));
    config.classes = folder.write("classes.csv", "class,clutter_m,name\n1,0,水域\n2,15.5,林\n");
    const io::OpenTerrain open = io::open_terrain(config, 1);
    REQUIRE(open.clutter);
    const auto window = open.clutter->window({135.875, 34.509, 135.877, 34.51});
    const auto at = [&](int column) { return window.at(135.875 + (column + 0.5) / 3600, 34.5095); };
    CHECK(at(0) == 0.0F);
    CHECK(at(1) == 15.5F);
    CHECK(at(2) == 0.0F);
    const auto issues = open.clutter->issues();
    REQUIRE(issues.size() == 1);
    CHECK(has(issues[0].reason, "class 7 is not in"));
    CHECK(has(issues[0].reason, "60 posts"));
    CHECK(open.inputs.size() == 3);
    CHECK(open.clutter->digest() != io::open_terrain(config_of(config.files), 1).ground->digest());

    const auto classes_problem = [&](const std::string& text) {
        config.classes = folder.write("classes.csv", text);
        return problem(config);
    };
    CHECK(has(classes_problem("class,clutter_m\n1,-2\n"), "'-2'"));
    CHECK(has(classes_problem("class,clutter_m\nx,2\n"), "whole number"));
    CHECK(has(classes_problem("class,clutter_m\n1,2\n1,3\n"), "twice"));
    CHECK(has(classes_problem("class,height\n1,2\n"), "clutter_m"));
    CHECK(has(classes_problem("class,clutter_m\n"), "no class"));
}

TEST_CASE("any number of threads opens the same ground") {
    const InputFolder folder;
    std::vector<std::string> files;
    for (int i = 0; i < 8; ++i) {
        files.push_back(folder.write("FG-GML-5135-67-0" + std::to_string(i) + "-DEM5A-20161001.xml",
                                     sheet(i, std::to_string(10 * i))));
    }
    const io::OpenTerrain one = io::open_terrain(config_of(files), 1);
    const io::OpenTerrain many = io::open_terrain(config_of(files), 8);
    CHECK(one.ground->digest() == many.ground->digest());
    const terrain::Box box{135.876, 34.502, 135.97, 34.506};
    const auto a = one.ground->window(box);
    const auto b = many.ground->window(box);
    REQUIRE(a.heights.size() == b.heights.size());
    CHECK(std::memcmp(a.heights.data(), b.heights.data(), a.heights.size() * sizeof(float)) == 0);
    files.push_back(folder.write("FG-GML-5135-67-09-DEM5A-20161001.xml", "broken"));
    CHECK(has(problem(config_of(files)), "cut off or damaged"));
}

TEST_CASE("the shipped tables of classes are read") {
    const std::string folder = std::string{AMANEKU_SOURCE_DIR} + "/configs/radio/";
    for (const char* file : {"clutter_p1812.csv", "land_cover_jaxa.csv"}) {
        const InputFolder made;
        TerrainConfig config = config_of({made.write("FG-GML-5135-67-00-DEM5A-1.xml", sheet(0, "10.00"))});
        config.land_cover = {
            write_tif(made.path("cover.tif"), 135.875, 34.51, 1.0 / 3600, 60, GDT_Byte, {1, 4})};
        config.classes = folder + file;
        const io::OpenTerrain open = io::open_terrain(config, 1);
        CHECK(open.clutter->window({135.876, 34.509, 135.877, 34.51}).at(135.8765, 34.5095) >= 0.0F);
        CHECK(open.clutter->issues().empty());
    }
}
