#include "app/layer_table.hpp"
#include "app/program.hpp"
#include "catch.hpp"
#include "sqlite/connection.hpp"

#include <random>
#include <set>

using namespace amaneku;

namespace {

/// Rows of a query, columns joined by `|`.
std::vector<std::string> rows_of(const std::string& file, const std::string& sql, int columns = 1) {
    sqlite::Connection database{file};
    sqlite::Statement ask{database, sql};
    std::vector<std::string> rows;
    while (ask.step()) {
        std::string row;
        for (int c = 0; c < columns; ++c) row += (c == 0 ? "" : "|") + std::string{ask.text(c)};
        rows.push_back(row);
    }
    return rows;
}

const char* const schema = "SELECT coalesce(sql, name) FROM sqlite_master ORDER BY type, name";
const char* const contents_of_layers =
    "SELECT table_name, data_type, identifier, srs_id, feature_count FROM gpkg_contents JOIN "
    "gpkg_ogr_contents USING (table_name) ORDER BY table_name";

/// The same layers written by GDAL alone, feature by feature.
void copy_with_gdal(const std::string& from, const std::string& to) {
    const GDALDatasetUniquePtr source = open_layers(from);
    const GDALDatasetUniquePtr target{
        GetGDALDriverManager()->GetDriverByName("GPKG")->Create(to.c_str(), 0, 0, 0, GDT_Unknown, nullptr)};
    for (OGRLayer* layer : source->GetLayers()) {
        const std::string fid = std::string{"FID="} + layer->GetFIDColumn();
        const std::array<const char*, 3> options{"GEOMETRY_NAME=geom", fid.c_str(), nullptr};
        OGRLayer* copy = target->CreateLayer(layer->GetName(), layer->GetSpatialRef(), layer->GetGeomType(),
                                             const_cast<char**>(options.data()));
        OGRFeatureDefn* fields = layer->GetLayerDefn();
        for (int i = 0; i < fields->GetFieldCount(); ++i) copy->CreateField(fields->GetFieldDefn(i));
        for (const OGRFeatureUniquePtr& feature : *layer) {
            if (copy->CreateFeature(feature.get()) != OGRERR_NONE) throw std::runtime_error{"no copy"};
        }
    }
}

}  // namespace

TEST_CASE("coverage.gpkg has the tables, indexes, triggers and rows that GDAL alone would have written") {
    const Folder folder;
    const Outcome run =
        run_amaneku("run " + folder.write("run.toml", sample_config(R"(["gpkg"])")) + " --quiet");
    INFO(run.text);
    REQUIRE(run.status == 0);
    const std::string file = folder / "out/coverage.gpkg";
    const std::string copy = folder / "copy.gpkg";
    copy_with_gdal(file, copy);
    CHECK(rows_of(file, schema) == rows_of(copy, schema));
    for (const char* table : {"gpkg_extensions", "gpkg_geometry_columns", "sqlite_sequence"}) {
        INFO(table);
        const int columns = std::string{table} == "sqlite_sequence" ? 2 : 5;
        const std::string sql = std::string{"SELECT * FROM "} + table + " ORDER BY 1";
        CHECK(rows_of(file, sql, columns) == rows_of(copy, sql, columns));
    }
    CHECK(rows_of(file, contents_of_layers, 5) == rows_of(copy, contents_of_layers, 5));
    for (const auto& [name, table] : read_layers(file)) {
        INFO(name);
        const std::string geometries = "SELECT hex(geom) FROM \"" + name + "\" ORDER BY fid";
        CHECK(rows_of(file, geometries) == rows_of(copy, geometries));
        CHECK(rows_of(file, "SELECT rtreecheck('rtree_" + name + "_geom')") ==
              std::vector<std::string>{"ok"});
        CHECK(rows_of(file, "SELECT count(*) FROM \"rtree_" + name + "_geom\"").at(0) ==
              std::to_string(table.rows.size()));
    }
    CHECK(rows_of(file, "PRAGMA integrity_check") == std::vector<std::string>{"ok"});
}

TEST_CASE("a spatial filter on coverage.gpkg finds the features that a scan finds") {
    const Folder folder;
    REQUIRE(
        run_amaneku("run " + folder.write("run.toml", sample_config(R"(["gpkg"])")) + " --quiet").status ==
        0);
    const GDALDatasetUniquePtr dataset = open_layers(folder / "out/coverage.gpkg");
    std::mt19937 random{1};
    for (OGRLayer* layer : dataset->GetLayers()) {
        if (layer->GetGeomType() == wkbNone) continue;
        INFO(layer->GetName());
        CHECK(layer->TestCapability(OLCFastSpatialFilter) != 0);
        OGREnvelope all;
        REQUIRE(layer->GetExtent(&all) == OGRERR_NONE);
        std::size_t hits = 0;
        for (int i = 0; i < 40; ++i) {
            const auto between = [&](double a, double b) {
                return std::uniform_real_distribution<double>{a, b}(random);
            };
            const double west = between(all.MinX, all.MaxX);
            const double south = between(all.MinY, all.MaxY);
            const double east = west + (all.MaxX - all.MinX) / (1 << i % 8);
            const double north = south + (all.MaxY - all.MinY) / (1 << i % 8);
            layer->SetSpatialFilter(nullptr);
            std::set<GIntBig> scanned;
            for (const OGRFeatureUniquePtr& feature : *layer) {
                OGREnvelope box;
                feature->GetGeometryRef()->getEnvelope(&box);
                OGRPolygon filter;
                OGRLinearRing ring;
                for (const auto& [x, y] :
                     {std::pair{west, south}, {east, south}, {east, north}, {west, north}})
                    ring.addPoint(x, y);
                ring.closeRings();
                filter.addRing(&ring);
                if (box.MaxX >= west && box.MinX <= east && box.MaxY >= south && box.MinY <= north &&
                    feature->GetGeometryRef()->Intersects(&filter))
                    scanned.insert(feature->GetFID());
            }
            layer->SetSpatialFilterRect(west, south, east, north);
            std::set<GIntBig> found;
            for (const OGRFeatureUniquePtr& feature : *layer) found.insert(feature->GetFID());
            CHECK(found == scanned);
            hits += found.size();
        }
        CHECK(hits > 0);
    }
}

TEST_CASE("GDAL goes on editing coverage.gpkg: its triggers keep index and count") {
    const Folder folder;
    REQUIRE(
        run_amaneku("run " + folder.write("run.toml", sample_config(R"(["gpkg"])")) + " --quiet").status ==
        0);
    const std::string file = folder / "out/coverage.gpkg";
    GDALAllRegister();
    GIntBig count = 0;
    {
        const GDALDatasetUniquePtr dataset{GDALDataset::Open(file.c_str(), GDAL_OF_VECTOR | GDAL_OF_UPDATE)};
        REQUIRE(dataset);
        OGRLayer* site = dataset->GetLayerByName("site");
        count = site->GetFeatureCount();
        const OGRFeatureUniquePtr feature{OGRFeature::CreateFeature(site->GetLayerDefn())};
        feature->SetGeometryDirectly(new OGRPoint{1.0, 2.0});  // NOLINT: GDAL takes it over
        REQUIRE(site->CreateFeature(feature.get()) == OGRERR_NONE);
        CHECK(feature->GetFID() == count + 1);
        REQUIRE(site->DeleteFeature(1) == OGRERR_NONE);
        REQUIRE(site->DeleteFeature(2) == OGRERR_NONE);
    }
    CHECK(rows_of(file, "SELECT rtreecheck('rtree_site_geom')") == std::vector<std::string>{"ok"});
    CHECK(rows_of(file, "SELECT feature_count FROM gpkg_ogr_contents WHERE table_name = 'site'").at(0) ==
          std::to_string(count - 1));
    CHECK(rows_of(file, "SELECT id FROM rtree_site_geom WHERE minx < 1.5").at(0) ==
          std::to_string(count + 1));
}
