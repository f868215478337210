#pragma once

#include <gdal_priv.h>

#include <string>

namespace amaneku::gdal {

/// Opens a raster. @throws Error (Errc::input) with GDAL's reason
[[nodiscard]] GDALDatasetUniquePtr open_raster(const std::string& path);

}  // namespace amaneku::gdal
