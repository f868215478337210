#pragma once

#include <amaneku/geometry.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace amaneku::gdal {

/// GDAL's rasters: bands of values on a north-up grid.
struct RasterInfo {
    Point origin;
    double cell_width = 0.0;
    double cell_height = 0.0;
    std::int32_t columns = 0;
    std::int32_t rows = 0;
    std::string crs;
    bool geographic = false;
    std::vector<std::string> bands;  ///< their descriptions, mostly empty
};

/// @throws Error (Errc::input): cannot be read, rotated, no CRS
[[nodiscard]] RasterInfo raster_info(const std::string& path);

/// Takes a piece of a row: the row counted from the north, its first column, the values by band.
using RasterPieceTaker =
    std::function<void(std::int32_t row, std::int32_t column, std::span<const std::span<const double>>)>;

/// The values of a raster's bands, by strips of rows as the file is laid out. One object a thread.
class RasterReader {
public:
    /// @param bands  counted from 0
    RasterReader(const std::string& path, const std::vector<std::size_t>& bands);
    ~RasterReader();
    RasterReader(const RasterReader&) = delete;
    RasterReader& operator=(const RasterReader&) = delete;
    RasterReader(RasterReader&&) = delete;
    RasterReader& operator=(RasterReader&&) = delete;

    /// Strips from the north.
    [[nodiscard]] std::int32_t strip_count() const noexcept;
    /// Hands over a strip in pieces, those of one row from west to east, with scale and offset applied and
    /// nodata as 0. Pieces that the file says hold nothing are left out.
    /// @throws Error (Errc::input) where the file is damaged there
    void read(std::int32_t strip, const RasterPieceTaker& take);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace amaneku::gdal
