// Writes a scenario's shapes from its tables:
//   shapes circles SITES.csv OUT…                  64-gons, as .fgb, .gpkg and .geojson, all with 7 decimals
//   shapes fiber CELLS.csv COUNT VERTICES OUT…     wobbly areas around populated cells
//   shapes raster CELLS.csv SPLIT OUT.tif          every half mesh cut into SPLIT x SPLIT pixels, people
//   shared equally
// Seeded: the same tables give the same shapes everywhere.
#include "../peers/tables.hpp"

#include <cpl_string.h>
#include <gdal.h>
#include <geodesic.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

#include <cmath>
#include <cstring>
#include <fstream>
#include <memory>
#include <random>

namespace {

using bench::fail;

constexpr double decimals = 1e7;
constexpr int circle_corners = 64;

/// Longitude and latitude in whole 1e-7 degrees, so that every format holds the same doubles.
struct Corner {
    std::int64_t x, y;
};
using Ring = std::vector<Corner>;  // not closed

class Output {
public:
    virtual ~Output() = default;
    virtual void add(std::int64_t id, const Ring& ring) = 0;
};

class GdalOutput : public Output {
public:
    GdalOutput(const char* driver, const std::string& path, const char* layer) {
        GDALDriverH d = GDALGetDriverByName(driver);
        m_data = d == nullptr ? nullptr : GDALCreate(d, path.c_str(), 0, 0, 0, GDT_Unknown, nullptr);
        if (m_data == nullptr) fail(path, CPLGetLastErrorMsg());
        OGRSpatialReferenceH srs = OSRNewSpatialReference(nullptr);
        OSRImportFromEPSG(srs, 6668);
        OSRSetAxisMappingStrategy(srs, OAMS_TRADITIONAL_GIS_ORDER);
        m_layer = GDALDatasetCreateLayer(m_data, layer, srs, wkbPolygon, nullptr);
        OSRRelease(srs);
        OGRFieldDefnH field = OGR_Fld_Create("id", OFTInteger64);
        OGR_L_CreateField(m_layer, field, 1);
        OGR_Fld_Destroy(field);
        GDALDatasetStartTransaction(m_data, 0);
    }
    ~GdalOutput() override {
        GDALDatasetCommitTransaction(m_data);
        GDALClose(m_data);
    }
    GdalOutput(const GdalOutput&) = delete;
    GdalOutput& operator=(const GdalOutput&) = delete;

    void add(std::int64_t id, const Ring& ring) override {
        m_wkb.clear();
        put(std::uint8_t{1});  // little endian
        put(std::uint32_t{3});
        put(std::uint32_t{1});
        put(static_cast<std::uint32_t>(ring.size() + 1));
        for (std::size_t i = 0; i <= ring.size(); ++i) {
            const Corner& c = ring[i % ring.size()];
            put(static_cast<double>(c.x) / decimals);
            put(static_cast<double>(c.y) / decimals);
        }
        OGRGeometryH geometry = nullptr;
        OGR_G_CreateFromWkb(m_wkb.data(), nullptr, &geometry, static_cast<int>(m_wkb.size()));
        OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(m_layer));
        OGR_F_SetFieldInteger64(feature, 0, id);
        OGR_F_SetGeometryDirectly(feature, geometry);
        if (OGR_L_CreateFeature(m_layer, feature) != OGRERR_NONE) fail("feature", CPLGetLastErrorMsg());
        OGR_F_Destroy(feature);
    }

private:
    template <typename T>
    void put(T value) {
        const std::size_t at = m_wkb.size();
        m_wkb.resize(at + sizeof value);
        std::memcpy(m_wkb.data() + at, &value, sizeof value);
    }

    GDALDatasetH m_data = nullptr;
    OGRLayerH m_layer = nullptr;
    std::vector<unsigned char> m_wkb;
};

class GeoJsonOutput : public Output {
public:
    explicit GeoJsonOutput(const std::string& path) : m_out{path, std::ios::binary} {
        if (!m_out) fail(path, "cannot be written");
        m_out << "{\n\"type\": \"FeatureCollection\",\n\"features\": [\n";
    }
    ~GeoJsonOutput() override { m_out << "\n]\n}\n"; }
    GeoJsonOutput(const GeoJsonOutput&) = delete;
    GeoJsonOutput& operator=(const GeoJsonOutput&) = delete;

    void add(std::int64_t id, const Ring& ring) override {
        m_line = m_first ? "" : ",\n";
        m_first = false;
        m_line += "{ \"type\": \"Feature\", \"properties\": { \"id\": " + std::to_string(id) +
                  " }, \"geometry\": { \"type\": \"Polygon\", \"coordinates\": [ [ ";
        for (std::size_t i = 0; i <= ring.size(); ++i) {
            const Corner& c = ring[i % ring.size()];
            char text[64];
            std::snprintf(text, sizeof text, "%s[ %lld.%07lld, %lld.%07lld ]", i == 0 ? "" : ", ",
                          static_cast<long long>(c.x / 10000000), static_cast<long long>(c.x % 10000000),
                          static_cast<long long>(c.y / 10000000), static_cast<long long>(c.y % 10000000));
            m_line += text;
        }
        m_line += " ] ] } }";
        m_out << m_line;
    }

private:
    std::ofstream m_out;
    std::string m_line;
    bool m_first = true;
};

std::vector<std::unique_ptr<Output>> outputs(char** paths, int count, const char* layer) {
    std::vector<std::unique_ptr<Output>> out;
    for (int i = 0; i < count; ++i) {
        const std::string path = paths[i];
        if (path.ends_with(".fgb"))
            out.push_back(std::make_unique<GdalOutput>("FlatGeobuf", path, layer));
        else if (path.ends_with(".gpkg"))
            out.push_back(std::make_unique<GdalOutput>("GPKG", path, layer));
        else if (path.ends_with(".geojson"))
            out.push_back(std::make_unique<GeoJsonOutput>(path));
        else
            fail(path, "the ending must be .fgb, .gpkg or .geojson");
    }
    return out;
}

void append_corner(const geod_geodesic& earth, const bench::Site& at, double azimuth, double distance,
                   Ring& ring) {
    double lat = 0.0;
    double lon = 0.0;
    geod_direct(&earth, at.lat, at.lon, azimuth, distance, &lat, &lon, nullptr);
    ring.push_back({std::llround(lon * decimals), std::llround(lat * decimals)});
}

void circles(const char* table, std::vector<std::unique_ptr<Output>> out) {
    geod_geodesic earth;
    geod_init(&earth, 6378137.0, 1.0 / 298.257222101);
    Ring ring;
    std::int64_t id = 0;
    for (const bench::Site& site : bench::read_sites(table)) {
        ring.clear();
        for (int i = 0; i < circle_corners; ++i)
            append_corner(earth, site, 360.0 * i / circle_corners, site.radius_m, ring);
        for (auto& o : out) o->add(id, ring);
        ++id;
    }
}

/// In [0, 1), the same with every standard library.
double unit(std::mt19937_64& engine) {
    return static_cast<double>(engine() >> 11) * 0x1p-53;
}

void fiber(const char* table, int count, int corners, std::vector<std::unique_ptr<Output>> out) {
    std::vector<bench::Site> hearts;
    for (const bench::Cell& c : bench::read_cells(table)) {
        if (c.people > 0)
            hearts.push_back({c.west() + bench::cell_width / 2, c.south() + bench::cell_height / 2, 0.0});
    }
    if (hearts.empty()) fail(table, "no cell has people");
    geod_geodesic earth;
    geod_init(&earth, 6378137.0, 1.0 / 298.257222101);
    std::mt19937_64 engine{20260331};
    Ring ring;
    for (int id = 0; id < count; ++id) {
        bench::Site at = hearts[engine() % hearts.size()];
        at.lon += (unit(engine) - 0.5) * bench::cell_width;
        at.lat += (unit(engine) - 0.5) * bench::cell_height;
        const double radius = 200.0 + 500.0 * unit(engine);
        double phase[4];
        for (double& p : phase) p = 6.283185307179586 * unit(engine);
        ring.clear();
        for (int i = 0; i < corners; ++i) {
            const double angle = 6.283185307179586 * i / corners;
            const double wobble =
                0.2 * std::sin(2 * angle + phase[0]) + 0.12 * std::sin(5 * angle + phase[1]) +
                0.06 * std::sin(11 * angle + phase[2]) + 0.03 * std::sin(29 * angle + phase[3]);
            append_corner(earth, at, 360.0 * i / corners, radius * (1.0 + wobble), ring);
        }
        for (auto& o : out) o->add(id, ring);
    }
}

void raster(const char* table, int split, const char* path) {
    const int block = 256 % split == 0 ? 256 : 16 * split * (256 / (16 * split));  // no cell in two blocks
    if (block == 0) fail(path, "cells are split into at most 16 x 16");
    constexpr float nodata = -1.0F;
    std::vector<bench::Cell> cells = bench::read_cells(table);
    if (cells.empty()) fail(table, "no cells");
    int top = cells[0].row;
    int bottom = top;
    int left = cells[0].column;
    int right = left;
    for (const bench::Cell& c : cells) {
        top = std::max(top, c.row);
        bottom = std::min(bottom, c.row);
        left = std::min(left, c.column);
        right = std::max(right, c.column);
    }
    const int columns = (right - left + 1) * split;
    const int rows = (top - bottom + 1) * split;
    char** options = nullptr;
    for (const char* o : {"TILED=YES", "COMPRESS=DEFLATE", "SPARSE_OK=TRUE", "BIGTIFF=IF_SAFER"})
        options = CSLAddString(options, o);
    for (const char* side : {"BLOCKXSIZE", "BLOCKYSIZE"})
        options = CSLSetNameValue(options, side, std::to_string(block).c_str());
    GDALDatasetH data =
        GDALCreate(GDALGetDriverByName("GTiff"), path, columns, rows, 1, GDT_Float32, options);
    CSLDestroy(options);
    if (data == nullptr) fail(path, CPLGetLastErrorMsg());
    double transform[6] = {
        left * bench::cell_width,   bench::cell_width / split, 0.0, (top + 1) * bench::cell_height, 0.0,
        -bench::cell_height / split};
    GDALSetGeoTransform(data, transform);
    OGRSpatialReferenceH srs = OSRNewSpatialReference(nullptr);
    OSRImportFromEPSG(srs, 6668);
    GDALSetSpatialRef(data, srs);
    OSRRelease(srs);
    GDALRasterBandH band = GDALGetRasterBand(data, 1);
    GDALSetRasterNoDataValue(band, nodata);

    // One band of blocks at a time, from the north.
    std::sort(cells.begin(), cells.end(), [](const auto& a, const auto& b) {
        return a.row != b.row ? a.row > b.row : a.column < b.column;
    });
    std::vector<float> strip;
    const int per_strip = block / split;
    std::size_t next = 0;
    for (int y = 0; y < rows; y += block) {
        const int height = std::min(block, rows - y);
        strip.assign(static_cast<std::size_t>(columns) * height, nodata);
        std::vector<std::uint8_t> used(columns / block + 1, 0);
        for (; next < cells.size() && (top - cells[next].row) / per_strip == y / block; ++next) {
            const bench::Cell& c = cells[next];
            const int x0 = (c.column - left) * split;
            const int y0 = (top - c.row) * split - y;
            for (int j = 0; j < split; ++j) {
                for (int i = 0; i < split; ++i)
                    strip[static_cast<std::size_t>(y0 + j) * columns + x0 + i] =
                        static_cast<float>(c.people / (split * split));
            }
            used[x0 / block] = 1;
        }
        for (int x = 0; x < columns; x += block) {
            if (used[x / block] == 0) continue;
            const int width = std::min(block, columns - x);
            if (GDALRasterIO(band, GF_Write, x, y, width, height, strip.data() + x, width, height,
                             GDT_Float32, 0, static_cast<int>(sizeof(float)) * columns) != CE_None)
                fail(path, CPLGetLastErrorMsg());
        }
    }
    GDALClose(data);
}

}  // namespace

int main(int argc, char** argv) {
    GDALAllRegister();
    const std::string verb = argc > 1 ? argv[1] : "";
    if (verb == "circles" && argc > 3)
        circles(argv[2], outputs(argv + 3, argc - 3, "area"));
    else if (verb == "fiber" && argc > 5)
        fiber(argv[2], std::stoi(argv[3]), std::stoi(argv[4]), outputs(argv + 5, argc - 5, "fiber"));
    else if (verb == "raster" && argc == 5)
        raster(argv[2], std::stoi(argv[3]), argv[4]);
    else
        fail("shapes", "circles SITES OUT… | fiber CELLS COUNT VERTICES OUT… | raster CELLS SPLIT OUT.tif");
    return 0;
}
