#pragma once

#include <amaneku/geometry.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace amaneku::gdal {

/// Stands where a raster has no value, if its frame says no other.
inline constexpr float no_data = -1.0F;

/// A north-up raster in the plane of a CRS.
struct RasterFrame {
    Point north_west;  ///< corner of the first pixel
    double cell_width = 1.0, cell_height = 1.0;
    std::int32_t columns = 0, rows = 0;
    std::string crs;
    float no_value = no_data;    ///< stands where a raster has no value
    bool is_of_classes = false;  ///< overviews take the commonest value and no mean
};

/// Fills a row (0 is the northernmost) of a band with values, or the frame's `no_value`.
using RasterRow = std::function<void(std::size_t band, std::int32_t row, std::span<float> values)>;

/// Writes a Cloud-Optimised GeoTIFF of 32-bit floats with a name and statistics for each band, tiles and
/// overviews; the same bytes for the same values. A file beside it, of the same name with `.source`, is there
/// while it is written.
/// @param path  a file that is not there yet
/// @throws Error (Errc::output)
void write_cog(const std::string& path, const RasterFrame& frame, const std::vector<std::string>& bands,
               const RasterRow& row);

}  // namespace amaneku::gdal
