#include "gdal/raster_writer.hpp"

#include "gdal/vsi.hpp"
#include <amaneku/error.hpp>

#include <cpl_error.h>
#include <cpl_string.h>
#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogr_spatialref.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>

namespace amaneku::gdal {

namespace {

/// What a band's statistics are made of.
struct Statistics {
    double least = 0.0, most = 0.0, sum = 0.0, squares = 0.0;
    std::size_t count = 0;

    void add(double value) {
        least = count == 0 ? value : std::min(least, value);
        most = count == 0 ? value : std::max(most, value);
        sum += value;
        squares += value * value;
        ++count;
    }
    void put(GDALRasterBand& band) const {
        if (count == 0) return;
        const double n = static_cast<double>(count);
        const double mean = sum / n;
        band.SetStatistics(least, most, mean, std::sqrt(std::max(0.0, squares / n - mean * mean)));
    }
};

[[noreturn]] void fail(const std::string& path, const char* what) {
    throw Error{Errc::output, path, fmt::format("{}: {}", what, last_error())};
}

GDALDriver& driver(const char* name, const std::string& path) {
    GDALDriver* found = GetGDALDriverManager()->GetDriverByName(name);
    if (found == nullptr) throw Error{Errc::output, path, fmt::format("GDAL has no driver {}", name)};
    return *found;
}

/// A plain raster with everything that the other takes over.
GDALDatasetUniquePtr source_of(const std::string& source, const std::string& path, const RasterFrame& frame,
                               const std::vector<std::string>& bands) {
    CPLStringList options;
    options.SetNameValue("TILED", "YES");
    options.SetNameValue("COMPRESS", "DEFLATE");
    options.SetNameValue("INTERLEAVE", "BAND");
    options.SetNameValue("BIGTIFF", "IF_SAFER");
    GDALDatasetUniquePtr out{driver("GTiff", path)
                                 .Create(source.c_str(), frame.columns, frame.rows,
                                         static_cast<int>(bands.size()), GDT_Float32, options.List())};
    if (!out) fail(path, "cannot be created");
    OGRSpatialReference reference;
    reference.SetFromUserInput(frame.crs.c_str());
    reference.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    out->SetSpatialRef(&reference);
    std::array<double, 6> transform{frame.north_west.x, frame.cell_width, 0.0, frame.north_west.y, 0.0,
                                    -frame.cell_height};
    out->SetGeoTransform(transform.data());
    for (std::size_t b = 0; b < bands.size(); ++b) {
        GDALRasterBand& band = *out->GetRasterBand(static_cast<int>(b) + 1);
        band.SetDescription(bands[b].c_str());
        band.SetNoDataValue(static_cast<double>(frame.no_value));
    }
    return out;
}

void fill(GDALDataset& source, const std::string& path, const RasterFrame& frame, const RasterRow& row) {
    std::vector<float> values(static_cast<std::size_t>(frame.columns));
    for (int b = 1; b <= source.GetRasterCount(); ++b) {
        GDALRasterBand& band = *source.GetRasterBand(b);
        Statistics statistics;
        for (std::int32_t r = 0; r < frame.rows; ++r) {
            row(static_cast<std::size_t>(b) - 1, r, values);
            for (const float value : values) {
                if (value != frame.no_value) statistics.add(static_cast<double>(value));
            }
            if (band.RasterIO(GF_Write, 0, r, frame.columns, 1, values.data(), frame.columns, 1, GDT_Float32,
                              0, 0, nullptr) != CE_None)
                fail(path, "a row cannot be written");
        }
        statistics.put(band);
    }
}

}  // namespace

void write_cog(const std::string& path, const RasterFrame& frame, const std::vector<std::string>& bands,
               const RasterRow& row) {
    namespace fs = std::filesystem;
    const std::string source_path =
        (fs::path{path}.parent_path() / (fs::path{path}.stem().string() + ".source.tif")).string();
    CPLErrorReset();
    {
        const GDALDatasetUniquePtr source = source_of(source_path, path, frame, bands);
        fill(*source, path, frame, row);
        CPLStringList options;
        options.SetNameValue("COMPRESS", "DEFLATE");
        options.SetNameValue("PREDICTOR", "YES");
        options.SetNameValue("OVERVIEW_RESAMPLING", frame.is_of_classes ? "MODE" : "AVERAGE");
        options.SetNameValue("BIGTIFF", "IF_SAFER");
        if (source->FlushCache(false); CPLGetLastErrorType() >= CE_Failure) fail(path, "cannot be written");
        GDALDatasetUniquePtr out{
            driver("COG", path)
                .CreateCopy(path.c_str(), source.get(), TRUE, options.List(), nullptr, nullptr)};
        if (!out) fail(path, "cannot be written");
        out.reset();
        if (CPLGetLastErrorType() >= CE_Failure) fail(path, "cannot be closed");
    }
    std::error_code ignored;
    fs::remove(source_path, ignored);
}

}  // namespace amaneku::gdal
