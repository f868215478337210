#pragma once

#include "terrain/tile_source.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace amaneku::gdal {

/// What the pixels of a raster are.
enum class PixelKind : std::uint8_t {
    height,  ///< metres or another unit that the file names, interpolated where they must be moved
    code,    ///< numbers that stand for something: never interpolated
};

/// A raster as posts in longitude and latitude (JGD2011): the centres of its first band's pixels.
struct PostRaster {
    terrain::TileSource source;
    std::vector<std::string> notes;  ///< what was done to it, a sentence each
    std::string datum;               ///< `WGS 84 is taken as JGD2011`, where it is
    std::vector<std::string> files;  ///< those that it is made of, the file itself first
};

class DatasetPool;

/// Opens rasters; of the files of one opener at most some stay open at a time, however many there are.
class PostRasterOpener {
public:
    PostRasterOpener();

    /// A raster that GDAL reads; nothing but its head is read yet.
    ///
    /// Scale, offset and unit of the band are applied to heights. NaN: what the band's nodata or mask says;
    /// for heights also -9999 and what is not within -12,000 to 9,000 m. A raster in another CRS, rotated or
    /// south-up goes through GDAL's warper (bilinear for heights, nearest for codes, to 0.01 of a pixel).
    /// @param kind  the same for all calls with one path
    /// @throws Error (Errc::input): not a raster, no CRS, no geotransform, Tokyo datum, a unit not known
    [[nodiscard]] PostRaster open(const std::string& path, PixelKind kind) const;

private:
    std::shared_ptr<DatasetPool> m_pool;
};

}  // namespace amaneku::gdal
