#include "gdal/open_raster.hpp"

#include "gdal/connection_name.hpp"
#include "gdal/vsi.hpp"
#include <amaneku/error.hpp>

#include <cpl_error.h>
#include <fmt/format.h>

namespace amaneku::gdal {

GDALDatasetUniquePtr open_raster(const std::string& path) {
    CPLErrorReset();
    GDALDatasetUniquePtr dataset{GDALDataset::Open(path.c_str(), GDAL_OF_RASTER)};
    if (!dataset) {
        const std::string reason = shown_text(CPLGetLastErrorMsg());
        throw Error{Errc::input, shown_name(path),
                    fmt::format("cannot be read as a raster: {}",
                                !reason.empty() ? reason : "no driver knows it; is it empty or cut off?")};
    }
    return dataset;
}

}  // namespace amaneku::gdal
