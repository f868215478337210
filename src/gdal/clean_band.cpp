#include "gdal/clean_band.hpp"

#include "gdal/vsi.hpp"
#include <amaneku/error.hpp>

#include <cpl_conv.h>
#include <cpl_string.h>
#include <fmt/format.h>
#include <ogr_spatialref.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <span>
#include <string_view>

namespace amaneku::gdal {

namespace {

constexpr const char* function_name = "amaneku_clean";
constexpr double common_no_data = -9999.0;
constexpr double lowest_m = -12'000.0;
constexpr double highest_m = 9'000.0;

/// What is to be done to a stored value.
struct Cleaning {
    std::optional<double> no_data;
    double factor = 1.0;
    double offset_m = 0.0;
    bool is_height = true;

    explicit Cleaning(CSLConstList arguments) {
        if (const char* value = CSLFetchNameValue(arguments, "no_data")) no_data = CPLAtof(value);
        factor = CPLAtof(CSLFetchNameValueDef(arguments, "factor", "1"));
        offset_m = CPLAtof(CSLFetchNameValueDef(arguments, "offset", "0"));
        is_height = CPLTestBool(CSLFetchNameValueDef(arguments, "is_height", "YES"));
    }

    [[nodiscard]] double operator()(double stored) const noexcept {
        constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
        if (no_data && stored == *no_data) return unknown;
        if (!is_height) return stored;
        if (stored == common_no_data) return unknown;
        const double height = stored * factor + offset_m;
        return height >= lowest_m && height <= highest_m ? height : unknown;
    }
};

/// A pixel function of GDAL's: of the values, and of the mask where there is one.
CPLErr clean(void** sources, int source_count, void* out, int width, int height, GDALDataType from,
             GDALDataType to, int pixel_space, int line_space, CSLConstList arguments) {
    if (source_count < 1 || from != GDT_Float64) return CE_Failure;
    const Cleaning cleaning{arguments};
    const auto* values = static_cast<const double*>(sources[0]);
    const auto* mask = source_count > 1 ? static_cast<const double*>(sources[1]) : nullptr;
    for (int y = 0; y < height; ++y) {
        GByte* line = static_cast<GByte*>(out) + static_cast<std::ptrdiff_t>(y) * line_space;
        for (int x = 0; x < width; ++x) {
            const std::size_t i =
                static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x);
            const bool is_masked = mask != nullptr && mask[i] == 0.0;
            const double value = is_masked ? std::numeric_limits<double>::quiet_NaN() : cleaning(values[i]);
            GDALCopyWords(&value, GDT_Float64, 0, line + static_cast<std::ptrdiff_t>(x) * pixel_space, to, 0,
                          1);
        }
    }
    return CE_None;
}

void register_function() {
    static const bool once = [] {
        GDALAddDerivedBandPixelFuncWithArgs(function_name, clean, nullptr);
        return true;
    }();
    static_cast<void>(once);
}

/// Metres of a unit by the names that files give it.
double metres_of(const std::string& unit, const std::string& shown) {
    struct Unit {
        std::string_view name;
        double metres;
    };
    constexpr double foot = 0.3048;
    constexpr double us_foot = 1200.0 / 3937.0;
    constexpr std::array units{Unit{"m", 1.0},           Unit{"metre", 1.0},
                               Unit{"metres", 1.0},      Unit{"meter", 1.0},
                               Unit{"meters", 1.0},      Unit{"メートル", 1.0},
                               Unit{"cm", 0.01},         Unit{"centimetre", 0.01},
                               Unit{"centimeter", 0.01}, Unit{"dm", 0.1},
                               Unit{"mm", 0.001},        Unit{"ft", foot},
                               Unit{"foot", foot},       Unit{"feet", foot},
                               Unit{"us-ft", us_foot},   Unit{"us survey foot", us_foot},
                               Unit{"foot_us", us_foot}, Unit{"sfoot", us_foot}};
    std::string lower = unit;
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    const auto* const at =
        std::find_if(units.begin(), units.end(), [&](const Unit& u) { return u.name == lower; });
    if (at == units.end()) {
        throw Error{Errc::input, shown,
                    fmt::format("heights in '{}': the unit is not known; set it to the right one, such as "
                                "metre (gdal_translate, or the band's unit in a VRT)",
                                unit)};
    }
    return at->metres;
}

/// Metres of the band's unit, or of the vertical CRS where the band names none.
double unit_metres(GDALDataset& dataset, const std::string& shown) {
    const std::string unit = dataset.GetRasterBand(1)->GetUnitType();
    if (!unit.empty()) return metres_of(unit, shown);
    const OGRSpatialReference* crs = dataset.GetSpatialRef();
    if (crs == nullptr || crs->IsVertical() == 0) return 1.0;
    const char* name = nullptr;
    return crs->GetTargetLinearUnits("VERT_CS", &name);
}

std::string escaped(const std::string& text) {
    char* xml = CPLEscapeString(text.c_str(), -1, CPLES_XML);
    std::string out = xml;
    CPLFree(xml);
    return out;
}

std::string wkt(const OGRSpatialReference& crs) {
    char* text = nullptr;
    const std::array<const char*, 2> options{"FORMAT=WKT2_2018", nullptr};
    crs.exportToWkt(&text, options.data());
    std::string out = text;
    CPLFree(text);
    return out;
}

std::string arguments_xml(GDALDataset& dataset, PixelKind kind, const std::string& shown) {
    GDALRasterBand* band = dataset.GetRasterBand(1);
    std::string out;
    int has_no_data = 0;
    double no_data = band->GetNoDataValue(&has_no_data);
    // Stored as float32, a value such as -99999.9 is not the double that the file names.
    if (band->GetRasterDataType() == GDT_Float32) no_data = static_cast<double>(static_cast<float>(no_data));
    if (has_no_data != 0 && std::isfinite(no_data)) out += fmt::format(" no_data=\"{}\"", no_data);
    if (kind == PixelKind::code) return out + " is_height=\"NO\"";
    const double metres = unit_metres(dataset, shown);
    return out +
           fmt::format(" factor=\"{}\" offset=\"{}\"", band->GetScale() * metres, band->GetOffset() * metres);
}

}  // namespace

std::string clean_band_xml(GDALDataset& dataset, const std::string& path, PixelKind kind) {
    register_function();
    const int flags = dataset.GetRasterBand(1)->GetMaskFlags();
    const bool has_mask = (flags & GMF_ALL_VALID) == 0 && (flags & GMF_NODATA) == 0;
    std::array<double, 6> t{};
    dataset.GetGeoTransform(t.data());
    OGRSpatialReference plane{*dataset.GetSpatialRef()};
    plane.StripVertical();
    std::string sources;
    for (const char* band : {"1", "mask,1"}) {
        if (std::string_view{band} != "1" && !has_mask) continue;
        // Not shared: a file that is shared would be used by two threads at once.
        sources += fmt::format(
            "<SimpleSource><SourceFilename relativeToVRT=\"0\" shared=\"0\">{}"
            "</SourceFilename><SourceBand>{}</SourceBand></SimpleSource>",
            escaped(path), band);
    }
    return fmt::format(
        "<VRTDataset rasterXSize=\"{}\" rasterYSize=\"{}\"><SRS dataAxisToSRSAxisMapping=\"{}\">{}</SRS>"
        "<GeoTransform>{}</GeoTransform><VRTRasterBand dataType=\"Float32\" band=\"1\" "
        "subClass=\"VRTDerivedRasterBand\"><NoDataValue>nan</NoDataValue><PixelFunctionType>{}"
        "</PixelFunctionType><PixelFunctionArguments{}/><SourceTransferType>Float64</SourceTransferType>{}"
        "</VRTRasterBand></VRTDataset>",
        dataset.GetRasterXSize(), dataset.GetRasterYSize(),
        fmt::join(plane.GetDataAxisToSRSAxisMapping(), ","), escaped(wkt(plane)), fmt::join(t, ", "),
        function_name, arguments_xml(dataset, kind, shown_name(path)), sources);
}

}  // namespace amaneku::gdal
