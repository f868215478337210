#pragma once

#include "gdal/vsi.hpp"
#include "terrain/tile_source.hpp"

#include <gdal_priv.h>
#include <ogr_spatialref.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <limits>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace amaneku {

/// A height by longitude and latitude (or by x and y of another CRS).
using Ground = std::function<double(double x, double y)>;

inline constexpr double nan_height = std::numeric_limits<double>::quiet_NaN();

/// Posts of a made-up ground in memory.
inline terrain::TileSource made_source(const terrain::PostGrid& grid, const Ground& ground,
                                       std::int32_t tile = 16,
                                       std::shared_ptr<std::atomic<int>> reads = nullptr) {
    terrain::TileSource source{"made", grid, tile, tile, {}};
    source.read = [grid, ground, reads = std::move(reads)](const terrain::PostBlock& block) {
        if (reads) ++*reads;
        terrain::TilePosts posts;
        for (std::int32_t r = block.row; r < block.row + block.rows; ++r) {
            for (std::int32_t c = block.column; c < block.column + block.columns; ++c)
                posts.heights.push_back(
                    static_cast<float>(ground(grid.west + c * grid.step_x, grid.north - r * grid.step_y)));
        }
        return posts;
    };
    return source;
}

/// A folder of made files, removed with its contents.
class MadeFolder {
public:
    MadeFolder() {
        gdal::initialise();
        std::string name = (std::filesystem::temp_directory_path() / "amaneku-terrain-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
        m_path = name;
    }
    ~MadeFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    MadeFolder(const MadeFolder&) = delete;
    MadeFolder& operator=(const MadeFolder&) = delete;
    MadeFolder(MadeFolder&&) = delete;
    MadeFolder& operator=(MadeFolder&&) = delete;

    [[nodiscard]] std::string path(const std::string& name) const { return (m_path / name).string(); }
    std::string write(const std::string& name, const std::string& text) const {
        std::ofstream{path(name), std::ios::binary} << text;
        return path(name);
    }

private:
    std::filesystem::path m_path;
};

/// How a GeoTIFF is to be made.
struct MadeRaster {
    std::string crs = "EPSG:6668";
    std::array<double, 6> transform{};  ///< of the corner of the first pixel
    int columns = 0;
    int rows = 0;
    GDALDataType type = GDT_Float32;
    std::function<void(GDALDataset&)> finish;  ///< nodata, unit, mask, …
    std::vector<const char*> options{};
    int bands = 1;
};

/// Writes the ground at the pixels' centres.
inline std::string write_raster(const std::string& path, const MadeRaster& raster, const Ground& ground) {
    std::vector<const char*> options = raster.options;
    options.push_back(nullptr);
    auto* driver = GetGDALDriverManager()->GetDriverByName("GTiff");
    const GDALDatasetUniquePtr out{
        driver->Create(path.c_str(), raster.columns, raster.rows, raster.bands, raster.type, options.data())};
    if (!out) throw std::runtime_error{"cannot write " + path};
    std::array<double, 6> t = raster.transform;
    out->SetGeoTransform(t.data());
    if (!raster.crs.empty()) {
        OGRSpatialReference crs;
        crs.SetFromUserInput(raster.crs.c_str());
        out->SetSpatialRef(&crs);
    }
    if (raster.finish) raster.finish(*out);
    std::vector<double> line(static_cast<std::size_t>(raster.columns));
    for (int r = 0; r < raster.rows; ++r) {
        for (int c = 0; c < raster.columns; ++c) {
            const double x = c + 0.5;
            const double y = r + 0.5;
            line[static_cast<std::size_t>(c)] =
                ground(t[0] + x * t[1] + y * t[2], t[3] + x * t[4] + y * t[5]);
        }
        for (int b = 1; b <= raster.bands; ++b) {
            if (out->GetRasterBand(b)->RasterIO(GF_Write, 0, r, raster.columns, 1, line.data(),
                                                raster.columns, 1, GDT_Float64, 0, 0, nullptr) != CE_None)
                throw std::runtime_error{"cannot write to " + path};
        }
    }
    return path;
}

}  // namespace amaneku
