#include "app/layer_table.hpp"
#include "app/program.hpp"
#include "catch.hpp"

#include <array>
#include <cmath>
#include <set>

using namespace amaneku;

namespace {

/// The sample with gaps and a place, so that every kind of layer is there.
std::string config_of(const std::string& formats) {
    const std::string sample = std::string{AMANEKU_SOURCE_DIR} + "/data/sample/";
    return replaced(sample_config(formats), "[output]",
                    "[gaps]\ntowns = \"" + sample + "towns.csv\"\n[[place]]\nid = \"school\"\nfile = \"" +
                        sample + "schools.csv\"\n[[line]]\nid = \"road\"\nfile = \"" + sample +
                        "roads.geojson\"\n[output]");
}

void run_sample(const Folder& folder, const std::string& formats) {
    const Outcome run = run_amaneku("run " + folder.write("run.toml", config_of(formats)) + " --quiet");
    INFO(run.text);
    REQUIRE(run.status == 0);
}

/// Rows of shp_columns.csv: column by layer and field.
std::map<std::string, std::map<std::string, std::string>> column_names(const std::string& csv) {
    std::map<std::string, std::map<std::string, std::string>> out;
    std::istringstream lines{csv};
    for (std::string line; std::getline(lines, line);) {
        std::istringstream parts{line};
        std::array<std::string, 3> fields;
        for (std::string& field : fields) std::getline(parts, field, ',');
        out[fields[0]][fields[1]] = fields[2];
    }
    return out;
}

bool is_equal(const std::string& a, const std::string& b) {
    if (a == b || (a == "null" && b.empty()) || (a.empty() && b == "null")) return true;
    char* end = nullptr;
    const double x = std::strtod(a.c_str(), &end);
    if (a.empty() || *end != '\0') return false;
    const double y = std::strtod(b.c_str(), &end);
    return !b.empty() && *end == '\0' &&
           std::abs(x - y) <= 1e-15 + 1e-14 * std::abs(x);  // a dbf has 15 decimals
}

}  // namespace

TEST_CASE("Shapefiles have the rows of the GeoPackage under short names that shp_columns.csv explains") {
    const Folder folder;
    run_sample(folder, R"(["gpkg", "shp"])");
    const auto packages = read_layers(folder / "out/coverage.gpkg");
    const auto names = column_names(content(folder / "out/shp_columns.csv"));
    for (const auto& [name, package] : packages) {
        INFO(name);
        CHECK(content(folder / ("out/" + name + ".cpg")) == "UTF-8");
        const LayerTable shape = read_layers(folder / ("out/" + name + ".shp")).at(name);
        REQUIRE(shape.rows.size() == package.rows.size());
        REQUIRE(shape.fields.size() == package.fields.size());
        std::set<std::string> different;
        for (const std::string& field : shape.fields) {
            CHECK(field.size() <= 10);
            different.insert(field);
        }
        CHECK(different.size() == shape.fields.size());
        for (std::size_t f = 0; f < shape.fields.size(); ++f) {
            const std::size_t column = package.column(names.at(name).at(shape.fields[f]));
            for (std::size_t r = 0; r < shape.rows.size(); ++r) {
                const std::string& found = shape.rows[r].values[f];
                const std::string& wanted = package.rows[r].values[column];
                INFO(shape.fields[f] << " of row " << r << ": " << found << " for " << wanted);
                REQUIRE(is_equal(found, wanted));
            }
        }
        for (std::size_t r = 0; r < shape.rows.size(); ++r)
            CHECK(shape.rows[r].area == Approx(package.rows[r].area));
    }
    CHECK(shell("ogrinfo -so " + (folder / "out/municipality.shp") + " municipality")
              .text.find("EPSG\",6668") != std::string::npos);
}

TEST_CASE("Names of shapefile columns stay different where ten characters are few") {
    const Folder folder;
    std::string config = config_of(R"(["shp"])");
    for (const char* weight : {"a_very_long_weight_one", "a_very_long_weight_two", "A_VERY_LONG"})
        config = replaced(config, "households = \"T001141034\",",
                          "households = \"T001141034\", " + std::string{weight} + " = \"T001141002\",");
    const Outcome run = run_amaneku("run " + folder.write("run.toml", config) + " --quiet");
    INFO(run.text);
    REQUIRE(run.status == 0);
    const LayerTable table = read_layers(folder / "out/municipality.shp").at("municipality");
    std::set<std::string> names(table.fields.begin(), table.fields.end());
    std::string all;
    for (const std::string& name : names) all += name + " ";
    INFO(all);
    CHECK(names.size() == table.fields.size());
    for (const char* name : {"A_VERY_LON", "a_very_l_2", "a_very_l_3"}) CHECK(names.contains(name));
}

TEST_CASE("coverage.kml has municipalities, gaps and sites as folders in degrees, and not the cells") {
    const Folder folder;
    run_sample(folder, R"(["gpkg", "kml"])");
    const auto packages = read_layers(folder / "out/coverage.gpkg");
    const auto layers = read_layers(folder / "out/coverage.kml");
    std::set<std::string> names;
    for (const auto& [name, table] : layers) names.insert(name);
    CHECK(names == std::set<std::string>{"市区町村", "基地局", "圏外地域"});
    CHECK(layers.at("市区町村").rows.size() == packages.at("municipality").rows.size());
    CHECK(layers.at("基地局").rows.size() == packages.at("site").rows.size());
    CHECK(layers.at("圏外地域").rows.size() == packages.at("gap").rows.size());
    const LayerTable& municipality = layers.at("市区町村");
    CHECK(municipality.rows[0].values[municipality.column("Name")] == "天音市");
    CHECK(std::stod(municipality.rows[0].values[municipality.column("5g_rate")]) == 94.8);
    CHECK(municipality.rows[0].box[0] == Approx(packages.at("municipality").rows[0].box[0]));
    const std::string text = content(folder / "out/coverage.kml");
    CHECK(text.find("架空の国勢調査 地域メッシュ統計") != std::string::npos);
    CHECK(text.find("<PolyStyle>") != std::string::npos);
    CHECK(text.find("<displayName>5G カバー率 (%)</displayName><value>94.8</value>") != std::string::npos);
}

TEST_CASE("coverage_S.tif is a Cloud-Optimised GeoTIFF whose pixels are the cells of the layer mesh") {
    const Folder folder;
    run_sample(folder, R"(["gpkg", "cog"])");
    const std::string path = folder / "out/coverage_5g.tif";
    const Outcome valid =
        shell("/usr/bin/python3 -m osgeo_utils.samples.validate_cloud_optimized_geotiff " + path);
    INFO(valid.text);
    if (valid.text.find("No module named") == std::string::npos)
        CHECK(valid.text.find("is a valid cloud optimized GeoTIFF") != std::string::npos);
    GDALAllRegister();
    const GDALDatasetUniquePtr raster{GDALDataset::Open(path.c_str(), GDAL_OF_RASTER)};
    REQUIRE(raster);
    REQUIRE(raster->GetRasterCount() == 4);
    CHECK(std::string{raster->GetRasterBand(2)->GetDescription()} == "5g_operator-a_fraction");
    std::array<double, 6> at{};
    REQUIRE(raster->GetGeoTransform(at.data()) == CE_None);
    const auto layers = read_layers(folder / "out/coverage.gpkg");
    const LayerTable& mesh = layers.at("mesh");
    const std::size_t pixels = static_cast<std::size_t>(raster->GetRasterXSize()) * raster->GetRasterYSize();
    for (const auto& [band, column] :
         std::map<int, std::string>{{1, "5g_fraction"}, {3, "5g_operator-b_fraction"}}) {
        std::vector<float> values(pixels);
        REQUIRE(raster->GetRasterBand(band)->RasterIO(GF_Read, 0, 0, raster->GetRasterXSize(),
                                                      raster->GetRasterYSize(), values.data(),
                                                      raster->GetRasterXSize(), raster->GetRasterYSize(),
                                                      GDT_Float32, 0, 0, nullptr) == CE_None);
        std::size_t with_value = 0;
        for (const float value : values) with_value += value >= 0.0F ? 1 : 0;
        CHECK(with_value == mesh.rows.size());
        const std::size_t index = mesh.column(column);
        for (const LayerTable::Row& row : mesh.rows) {
            const auto x = static_cast<std::size_t>(((row.box[0] + row.box[2]) / 2.0 - at[0]) / at[1]);
            const auto y = static_cast<std::size_t>(((row.box[1] + row.box[3]) / 2.0 - at[3]) / at[5]);
            REQUIRE(values[y * static_cast<std::size_t>(raster->GetRasterXSize()) + x] ==
                    static_cast<float>(std::stod(row.values[index])));
        }
    }
    CHECK(raster->GetRasterBand(1)->GetNoDataValue() == -1.0);
    CHECK(raster->GetRasterBand(1)->GetMetadataItem("STATISTICS_MAXIMUM") != nullptr);
}

TEST_CASE(
    "the files for GIS are the same bytes in every run, and a run that lacks them says that they are old") {
    const Folder folder;
    const std::string config = folder.write("run.toml", config_of(R"(["shp", "kml", "cog", "qgis"])"));
    REQUIRE(run_amaneku("run " + config + " --quiet --threads 1 --out " + (folder / "a")).status == 0);
    shell("sleep 1.1");
    REQUIRE(run_amaneku("run " + config + " --quiet --threads 2 --out " + (folder / "b")).status == 0);
    auto a = contents(folder / "a");
    auto b = contents(folder / "b");
    a.erase("timing.json");
    b.erase("timing.json");
    REQUIRE(a.size() == b.size());
    for (const auto& [name, bytes] : a) {
        INFO(name);
        CHECK(b.at(name) == bytes);
    }
    CHECK(a.contains("coverage.gpkg"));  // the project's
    const Outcome other =
        run_amaneku("run " + folder.write("csv.toml", config_of(R"(["csv"])")) + " --out " + (folder / "a"));
    INFO(other.text);
    for (const char* old :
         {"coverage_5g.tif", "mesh.shp", "coverage.kml", "coverage.qgz", "coverage_sld.zip"})
        CHECK(other.text.find(old) != std::string::npos);
}

TEST_CASE("names with markup, quotes and control characters do no harm to KML, project and SLD") {
    const Folder folder;
    const std::string config =
        replaced(replaced(config_of(R"(["kml", "qgis", "shp", "xlsx"])"), "name    = \"5G\"",
                          R"(name    = "5G <script>alert(1)</script> & \"x\" ]]>")"),
                 "あまね県（架空） 5G・光ファイバ カバー率", R"(=cmd() <b>&"'😀]]> \u0001)");
    // The title is a TOML string with quotes in it.
    const Outcome run = run_amaneku(
        "run " + folder.write("run.toml", replaced(config, R"(=cmd() <b>&"'😀]]>)", R"(=cmd() <b>&\"'😀]]>)")) +
        " --quiet");
    INFO(run.text);
    REQUIRE(run.status == 0);
    folder.write("parse.py",
                 "import sys, zipfile, xml.dom.minidom as dom\n"
                 "dom.parse(sys.argv[1] + '/coverage.kml')\n"
                 "for name in ('coverage.qgz', 'coverage_sld.zip'):\n"
                 "    with zipfile.ZipFile(sys.argv[1] + '/' + name) as z:\n"
                 "        assert z.testzip() is None\n"
                 "        for part in z.namelist():\n"
                 "            dom.parseString(z.read(part))\n"
                 "            assert b'<script>' not in z.read(part)\n");
    const Outcome parsed = shell("python3 " + (folder / "parse.py") + " " + (folder / "out"));
    INFO(parsed.text);
    CHECK(parsed.status == 0);
    CHECK(content(folder / "out/coverage.kml").find("<script>") == std::string::npos);
}
