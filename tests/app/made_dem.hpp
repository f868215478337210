#pragma once

#include "catch.hpp"
#include "gdal/vsi.hpp"
#include "proj/transform.hpp"

#include <gdal_priv.h>
#include <ogr_spatialref.h>

#include <array>
#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace amaneku {

/// A made-up GeoTIFF of heights: by longitude and latitude, on posts of `step` in any CRS from a north-west
/// corner.
struct MadeDem {
    std::string crs = "EPSG:6668";
    double west = 141.40, north = 31.46;
    double step = 1.0 / 3600;
    int columns = 540, rows = 500;
    double nodata = -9999.0;
    GDALDataType type = GDT_Float32;
    std::function<double(double lon, double lat)> height = [](double, double) { return 10.0; };

    std::string write(const std::string& path) const {
        gdal::initialise();
        GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("GTiff");
        const GDALDatasetUniquePtr out{driver->Create(path.c_str(), columns, rows, 1, type, nullptr)};
        std::array<double, 6> t{west, step, 0, north, 0, -step};
        out->SetGeoTransform(t.data());
        OGRSpatialReference reference;
        reference.SetFromUserInput(crs.c_str());
        out->SetSpatialRef(&reference);
        GDALRasterBand* band = out->GetRasterBand(1);
        band->SetNoDataValue(nodata);
        const proj::Transform to_degrees{crs, "EPSG:6668"};
        std::vector<float> values(static_cast<std::size_t>(columns));
        for (int r = 0; r < rows; ++r) {
            for (int c = 0; c < columns; ++c) {
                const Point p = to_degrees({west + (c + 0.5) * step, north - (r + 0.5) * step});
                values[static_cast<std::size_t>(c)] = static_cast<float>(height(p.x, p.y));
            }
            REQUIRE(band->RasterIO(GF_Write, 0, r, columns, 1, values.data(), columns, 1, GDT_Float32, 0, 0,
                                   nullptr) == CE_None);
        }
        return path;
    }
};

}  // namespace amaneku
