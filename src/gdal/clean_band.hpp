#pragma once

#include "gdal/post_raster.hpp"

#include <gdal_priv.h>

#include <string>

namespace amaneku::gdal {

/// The first band of a dataset as a virtual raster of float32 in which what is not known is NaN, and all else
/// metres (or codes): XML that GDAL opens. Every dataset opened from it is its own, down to the file.
/// @param path  what GDAL opens for the dataset
/// @throws Error (Errc::input) for a unit that is not known
[[nodiscard]] std::string clean_band_xml(GDALDataset& dataset, const std::string& path, PixelKind kind);

}  // namespace amaneku::gdal
