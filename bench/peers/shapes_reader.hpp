#pragma once

#include "tables.hpp"

#include <gdal.h>
#include <ogr_api.h>

#include <string>
#include <vector>

namespace bench {

/// Calls `part(code, polygon)` for every polygon of every feature; `code` is the field's text, empty where
/// there is none. `polygon` is the caller's only during the call.
template <typename Part>
void for_each_polygon(const std::string& path, const char* field, Part part) {
    GDALDatasetH data =
        GDALOpenEx(path.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY, nullptr, nullptr, nullptr);
    if (data == nullptr) fail(path, "GDAL cannot open it");
    OGRLayerH layer = GDALDatasetGetLayer(data, 0);
    const int index = OGR_FD_GetFieldIndex(OGR_L_GetLayerDefn(layer), field);
    while (OGRFeatureH feature = OGR_L_GetNextFeature(layer)) {
        const bool has_code = index >= 0 && OGR_F_IsFieldSetAndNotNull(feature, index) != 0;
        const std::string code = has_code ? OGR_F_GetFieldAsString(feature, index) : "";
        if (OGRGeometryH geometry = OGR_F_GetGeometryRef(feature)) {
            if (wkbFlatten(OGR_G_GetGeometryType(geometry)) == wkbPolygon) {
                part(code, geometry);
            } else {
                for (int i = 0; i < OGR_G_GetGeometryCount(geometry); ++i)
                    part(code, OGR_G_GetGeometryRef(geometry, i));
            }
        }
        OGR_F_Destroy(feature);
    }
    GDALClose(data);
}

/// Points of a ring, x and y in turn.
inline std::vector<double> coordinates(OGRGeometryH ring) {
    const int points = OGR_G_GetPointCount(ring);
    std::vector<double> xy(2 * static_cast<std::size_t>(points));
    OGR_G_GetPoints(ring, xy.data(), 2 * sizeof(double), xy.data() + 1, 2 * sizeof(double), nullptr, 0);
    return xy;
}

}  // namespace bench
