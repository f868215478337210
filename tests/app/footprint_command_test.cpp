#include "catch.hpp"
#include "gdal/vsi.hpp"
#include "made_dem.hpp"
#include "program.hpp"

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

using namespace amaneku;

namespace {

namespace fs = std::filesystem;

const std::string two_masts =
    "id,lon,lat,band,type,az\nA,141.47,31.39,3700,urban,\nB,141.49,31.39,3700,urban,90\n";

/// The values of a raster's first band around a position, and its kind.
struct Raster {
    GDALDatasetUniquePtr data;

    explicit Raster(const std::string& path) {
        gdal::initialise();
        data.reset(GDALDataset::Open(path.c_str(), GDAL_OF_RASTER));
        REQUIRE(data);
    }
    [[nodiscard]] double at(double lon, double lat) const {
        std::array<double, 6> t{};
        REQUIRE(data->GetGeoTransform(t.data()) == CE_None);
        const int column = static_cast<int>(std::floor((lon - t[0]) / t[1]));
        const int row = static_cast<int>(std::floor((lat - t[3]) / t[5]));
        float value = 0.0F;
        REQUIRE(data->GetRasterBand(1)->RasterIO(GF_Read, column, row, 1, 1, &value, 1, 1, GDT_Float32, 0, 0,
                                                 nullptr) == CE_None);
        return static_cast<double>(value);
    }
};

/// The values of a column of a layer.
std::vector<std::string> column(const std::string& path, const char* layer, const char* name) {
    gdal::initialise();
    const GDALDatasetUniquePtr data{GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR)};
    REQUIRE(data);
    OGRLayer* const features = data->GetLayerByName(layer);
    REQUIRE(features != nullptr);
    std::vector<std::string> out;
    for (const auto& feature : features) out.emplace_back(feature->GetFieldAsString(name));
    return out;
}

std::string km2_of(const std::string& text) {
    const std::size_t end = text.find(" km² served");
    REQUIRE(end != std::string::npos);
    const std::size_t begin = text.rfind('\n', end) + 1;
    return text.substr(begin, end - begin);
}

}  // namespace

TEST_CASE("footprint draws circles of a stated radius, with their area on the ellipsoid") {
    Folder folder;
    folder.write("sites.csv", "id,lon,lat\nA,141.47,31.39\n");
    const Outcome run = run_amaneku("footprint " + (folder / "sites.csv") + " -o " + (folder / "area.gpkg") +
                                    " --radius-m 1000");
    INFO(run.text);
    REQUIRE(run.status == 0);
    // A 64-gon in a circle of 1 km: 3.1416 km² times 0.9984.
    CHECK(km2_of(run.text) == "3.1");
    CHECK(run.text.find("level L1: circles around sites") != std::string::npos);
    CHECK(column(folder / "area.gpkg", "footprint", "level") == std::vector<std::string>{"L1"});
    CHECK(column(folder / "area.gpkg", "layer_styles", "f_table_name") ==
          std::vector<std::string>{"footprint", "site"});
    CHECK_FALSE(fs::exists(folder / "area_rsrp.tif"));
}

TEST_CASE(
    "footprint of received power: power falls with distance, the nearer mast is the server, both count") {
    Folder folder;
    folder.write("sites.csv", two_masts);
    const Outcome run = run_amaneku("footprint " + (folder / "sites.csv") + " -o " + (folder / "area.gpkg") +
                                    " --level L3 --resolution-m 50 --columns azimuth=none");
    CHECK(run.status == 4);
    CHECK(run.text.find("has no column 'none'") != std::string::npos);
    const Outcome good = run_amaneku("footprint " + (folder / "sites.csv") + " -o " + (folder / "area.gpkg") +
                                     " --level L3 --resolution-m 50");
    INFO(good.text);
    REQUIRE(good.status == 0);
    const Raster power{folder / "area_rsrp.tif"};
    const Raster server{folder / "area_best_server.tif"};
    const Raster servers{folder / "area_servers.tif"};
    CHECK(power.at(141.4701, 31.3901) > power.at(141.474, 31.3901));
    CHECK(power.at(141.474, 31.3901) > power.at(141.460, 31.3901));
    CHECK(server.at(141.4701, 31.3901) == 1.0);
    CHECK(server.at(141.4901, 31.3901) == 2.0);
    CHECK(servers.at(141.4701, 31.3901) >= 1.0);
    CHECK(server.data->GetRasterBand(1)->GetNoDataValue() == -9999.0);
    CHECK(std::string{power.data->GetRasterBand(1)->GetDescription()} == "RSRP (dBm), L3");
    CHECK(fs::exists(folder / "area_rsrp.qml"));
    CHECK(column(folder / "area.gpkg", "site", "site_id") == std::vector<std::string>{"A", "B"});
    CHECK(column(folder / "area.gpkg", "site", "model") ==
          std::vector<std::string>{"tr38901-uma", "tr38901-uma"});
    // What is served is what the raster says is at the threshold or above.
    for (const auto& level : column(folder / "area.gpkg", "footprint", "level")) CHECK(level == "L3");
}

TEST_CASE("footprint gives the same bytes again, whatever the threads and with a cache") {
    Folder folder;
    folder.write("sites.csv", two_masts);
    MadeDem dem;
    dem.height = [](double lon, double) { return lon > 141.48 ? 200.0 : 10.0; };
    dem.write(folder / "dem.tif");
    const std::string base = "footprint " + (folder / "sites.csv") +
                             " --level L4 --as-of 2026-03-31 --terrain " + (folder / "dem.tif") +
                             " --reach-m 2000";
    const auto run = [&](const std::string& name, const std::string& more) {
        fs::create_directory(folder / name);
        const Outcome done = run_amaneku(base + " -o " + (folder / name) + "/area.gpkg " + more);
        INFO(done.text);
        REQUIRE(done.status == 0);
        CHECK(done.text.find("level L4") != std::string::npos);
    };
    run("one", "--threads 1");
    run("two", "--threads 2 --cache " + (folder / "cache"));
    run("again", "--cache " + (folder / "cache"));
    for (const char* file : {"/area.gpkg", "/area_rsrp.tif", "/area_best_server.tif", "/area_servers.tif"}) {
        CHECK(content(folder / "one" + file) == content(folder / "two" + file));
        CHECK(content(folder / "one" + file) == content(folder / "again" + file));
    }
}

TEST_CASE("footprint of a configuration's provider is the area that a run counts") {
    const std::string root = AMANEKU_SOURCE_DIR;
    Folder folder;
    const Outcome none =
        run_amaneku("footprint " + root + "/configs/sample.toml -o " + (folder / "area.gpkg"));
    CHECK(none.status == 2);
    CHECK(none.text.find("--provider: is missing: name one of 5g/") != std::string::npos);
    const std::size_t at = none.text.find("5g/");
    const std::string provider = none.text.substr(at, none.text.find_first_of(",\n", at) - at);
    const Outcome run = run_amaneku("footprint " + root + "/configs/sample.toml --provider " + provider +
                                    " -o " + (folder / "area.fgb"));
    INFO(run.text);
    REQUIRE(run.status == 0);
    CHECK(std::stod(km2_of(run.text)) > 1.0);
}

TEST_CASE("footprint says what is wrong and leaves an earlier file alone") {
    Folder folder;
    folder.write("sites.csv", "id,lon,lat\nA,141.47,31.39\n");
    folder.write("area.gpkg", "earlier");
    const std::string sites = "footprint " + (folder / "sites.csv");
    struct Case {
        std::string arguments;
        int status;
        std::string words;
    };
    for (const Case& c : std::vector<Case>{
             {" -o " + (folder / "area.txt"), 2, "ends with no format that is known"},
             {" -o " + (folder / "area.gpkg"), 4, "has no radius"},
             {" -o " + (folder / "area.gpkg") + " --level L7", 3, "must be L1, L2, L3, L4 or L5"},
             {" -o " + (folder / "area.gpkg") + " --level L4 --band 700 --type rural", 3, "needs a DEM"},
             {" -o " + (folder / "area.gpkg") + " --level L3", 4, "has no band"},
             {" -o " + (folder / "area.gpkg") + " --radius-m 1000 --as-of yesterday", 2, "write 2026-03-31"},
             {" -o " + (folder / "area.gpkg") + " --radius-m 1000 --columns lon", 2, "write lon=NAME"},
             {" -o " + (folder / "area.gpkg") + " --radius-m 1000 --set radius", 2, "write KEY=VALUE"},
             {" -o " + (folder / "area.gpkg") + " --radius-m 1000 --provider 5g/a", 2,
              "is of a configuration"}}) {
        const Outcome run = run_amaneku(sites + c.arguments);
        INFO(c.arguments << "\n" << run.text);
        CHECK(run.status == c.status);
        CHECK(run.text.find(c.words) != std::string::npos);
        CHECK(content(folder / "area.gpkg") == "earlier");
    }
    CHECK(std::distance(fs::directory_iterator{folder.path}, fs::directory_iterator{}) == 2);
}

TEST_CASE("footprint tells of what serves as far as anything is computed, and of sites without an azimuth") {
    Folder folder;
    folder.write("sites.csv", "id,lon,lat,band,type\nA,141.47,31.39,700,rural\n");
    const std::string base =
        "footprint " + (folder / "sites.csv") + " --level L3 -o " + (folder / "area.shp");
    const Outcome cut = run_amaneku(base + " --line-of-sight los --reach-m 3000");
    INFO(cut.text);
    REQUIRE(cut.status == 0);
    CHECK(cut.text.find("serves as far as reach_m, 3000 m, where computing ends") != std::string::npos);
    CHECK(cut.text.find("no site has an azimuth") != std::string::npos);
    for (const char* ending : {"shp", "shx", "dbf", "prj"}) CHECK(fs::exists(folder / "area." + ending));
    const Outcome whole = run_amaneku(base + " --reach-m 6000");
    REQUIRE(whole.status == 0);
    CHECK(whole.text.find("reach_m") == std::string::npos);
}
