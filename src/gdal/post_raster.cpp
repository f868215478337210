#include "gdal/post_raster.hpp"

#include "gdal/clean_band.hpp"
#include "gdal/dataset_pool.hpp"
#include "gdal/open_raster.hpp"
#include "gdal/polygon_taker.hpp"
#include "gdal/vsi.hpp"
#include <amaneku/error.hpp>

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <fmt/format.h>
#include <gdal_priv.h>
#include <gdal_vrt.h>
#include <gdalwarper.h>
#include <ogr_spatialref.h>

#include <algorithm>
#include <array>
#include <limits>
#include <memory>
#include <optional>

namespace amaneku::gdal {

namespace {

constexpr const char* target_crs = "EPSG:6668";
constexpr double warp_error = 0.01;  // pixels
constexpr std::size_t most_waiting = 64;
constexpr std::int32_t tile_side = 512;
constexpr std::int32_t widest_strip = 8192;

using Transform = std::array<double, 6>;

std::string wkt(const OGRSpatialReference& crs) {
    char* text = nullptr;
    crs.exportToWkt(&text);
    std::string out = text;
    CPLFree(text);
    return out;
}

/// How a raster comes to longitude and latitude.
struct Way {
    std::string target;  ///< the CRS to warp to; empty: its pixels are where they should be
    std::string note;
    std::string datum;
};

bool is_north_up(const Transform& t) noexcept {
    return t[2] == 0.0 && t[4] == 0.0 && t[1] > 0.0 && t[5] < 0.0;
}

Way way_of(const OGRSpatialReference& given, const Transform& t, const std::string& shown) {
    OGRSpatialReference crs{given};
    crs.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    crs.StripVertical();
    refuse_tokyo(crs, shown, "gdalwarp");
    const std::unique_ptr<OGRSpatialReference> base{crs.CloneGeogCS()};
    if (!base || (crs.IsGeographic() == 0 && crs.IsProjected() == 0)) {
        throw Error{Errc::input, shown,
                    fmt::format("its CRS {} is neither geographic nor projected: give it the right one "
                                "(gdal_edit.py -a_srs)",
                                crs.GetName())};
    }
    base->SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    const CrsRoute route{*base, target_crs, shown};
    const bool is_shifted = !route.note.empty();
    Way way{{}, {}, route.datum};
    if (crs.IsGeographic() != 0 && !is_shifted && is_north_up(t)) return way;
    // A datum that is taken as JGD2011 stays what it is.
    way.target = is_shifted ? target_crs : wkt(*base);
    const char* const what = is_north_up(t) ? "" : ", which is rotated or not north-up";
    way.note = fmt::format("{}: brought from {}{} to longitude and latitude", shown, crs.GetName(), what);
    return way;
}

struct OptionsDeleter {
    void operator()(GDALWarpOptions* options) const noexcept { GDALDestroyWarpOptions(options); }
};

GDALDatasetUniquePtr warped(GDALDatasetUniquePtr from, const std::string& target, PixelKind kind,
                            const std::string& shown) {
    const std::unique_ptr<GDALWarpOptions, OptionsDeleter> options{GDALCreateWarpOptions()};
    constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
    GDALWarpOptions& o = *options;
    o.nBandCount = 1;
    o.panSrcBands = static_cast<int*>(CPLMalloc(sizeof(int)));
    o.panDstBands = static_cast<int*>(CPLMalloc(sizeof(int)));
    o.panSrcBands[0] = o.panDstBands[0] = 1;
    GDALWarpInitSrcNoDataReal(&o, unknown);
    GDALWarpInitDstNoDataReal(&o, unknown);
    o.papszWarpOptions = CSLSetNameValue(o.papszWarpOptions, "INIT_DEST", "NO_DATA");
    CPLErrorReset();
    GDALDatasetUniquePtr out{GDALDataset::FromHandle(GDALAutoCreateWarpedVRT(
        GDALDataset::ToHandle(from.get()), nullptr, target.c_str(),
        kind == PixelKind::height ? GRA_Bilinear : GRA_NearestNeighbour, warp_error, &o))};
    if (!out) {
        throw Error{
            Errc::input, shown,
            fmt::format("cannot be brought to longitude and latitude: {}", shown_text(CPLGetLastErrorMsg()))};
    }
    // The warped dataset holds a reference of its own.
    GDALReleaseDataset(GDALDataset::ToHandle(from.release()));
    return out;
}

GDALDatasetUniquePtr open_clean(const std::string& xml, const std::string& target, PixelKind kind,
                                const std::string& shown) {
    const std::array<const char*, 2> drivers{"VRT", nullptr};
    CPLErrorReset();
    GDALDatasetUniquePtr clean{GDALDataset::Open(xml.c_str(), GDAL_OF_RASTER, drivers.data())};
    if (!clean) {
        throw Error{Errc::input, shown, fmt::format("cannot be read: {}", shown_text(CPLGetLastErrorMsg()))};
    }
    return target.empty() ? std::move(clean) : warped(std::move(clean), target, kind, shown);
}

terrain::PostGrid post_grid(GDALDataset& dataset) {
    Transform t{};
    dataset.GetGeoTransform(t.data());
    return {t[0] + 0.5 * t[1],        t[3] + 0.5 * t[5],       t[1], -t[5],
            dataset.GetRasterXSize(), dataset.GetRasterYSize()};
}

/// The shape in which the file is stored, a few blocks at once.
void set_tiles(GDALDataset& file, bool is_warped, terrain::TileSource& source) {
    source.tile_columns = source.tile_rows = tile_side;
    if (is_warped) return;
    int width = 0;
    int height = 0;
    file.GetRasterBand(1)->GetBlockSize(&width, &height);
    if (width >= file.GetRasterXSize()) {
        source.tile_columns = std::min(file.GetRasterXSize(), widest_strip);
        const std::int32_t rows = std::max(tile_side * tile_side / source.tile_columns, 1);
        source.tile_rows = std::max((rows + height - 1) / height * height, 1);
    } else {
        source.tile_columns = std::max(tile_side / width, 1) * width;
        source.tile_rows = std::max(tile_side / height, 1) * height;
    }
    source.tile_columns = std::min(source.tile_columns, source.grid.columns);
    source.tile_rows = std::min(source.tile_rows, source.grid.rows);
}

terrain::TilePosts read_block(GDALDataset& dataset, const terrain::PostBlock& block,
                              const std::string& shown) {
    terrain::TilePosts posts;
    posts.heights.resize(static_cast<std::size_t>(block.columns) * static_cast<std::size_t>(block.rows));
    CPLErrorReset();
    const CPLErr status = dataset.GetRasterBand(1)->RasterIO(GF_Read, block.column, block.row, block.columns,
                                                             block.rows, posts.heights.data(), block.columns,
                                                             block.rows, GDT_Float32, 0, 0, nullptr);
    if (status != CE_None) {
        throw Error{
            Errc::input, fmt::format("{}: row {}", shown, block.row),
            fmt::format("cannot be read: {}; is the file cut off?", shown_text(CPLGetLastErrorMsg()))};
    }
    return posts;
}

void check_bands(GDALDataset& file, PixelKind kind, const std::string& shown, PostRaster& out) {
    const int count = file.GetRasterCount();
    if (count == 0) throw Error{Errc::input, shown, "the raster has no band; name one of its layers"};
    const bool has_alpha = file.GetRasterBand(count)->GetColorInterpretation() == GCI_AlphaBand;
    const int values = count - static_cast<int>(has_alpha && count > 1);
    if (values >= 3 && file.GetRasterBand(1)->GetRasterDataType() == GDT_Byte) {
        throw Error{Errc::input, shown,
                    fmt::format("{} bands of bytes are a picture, not {}: convert it first", values,
                                kind == PixelKind::height ? "heights" : "classes")};
    }
    if (values > 1) out.notes.push_back(fmt::format("{}: the first of its {} bands is taken", shown, values));
}

}  // namespace

PostRasterOpener::PostRasterOpener() : m_pool{std::make_shared<DatasetPool>(most_waiting)} {
    initialise();
}

PostRaster PostRasterOpener::open(const std::string& path, PixelKind kind) const {
    const std::string shown = shown_name(path);
    const GDALDatasetUniquePtr file = open_raster(path);
    PostRaster out;
    check_bands(*file, kind, shown, out);
    Transform t{};
    if (file->GetGeoTransform(t.data()) != CE_None)
        throw Error{Errc::input, shown, "the raster has no geotransform: nobody knows where it lies"};
    const OGRSpatialReference* crs = file->GetSpatialRef();
    if (crs == nullptr)
        throw Error{Errc::input, shown, "the raster has no CRS: give it one (gdal_edit.py -a_srs)"};
    Way way = way_of(*crs, t, shown);
    if (!way.note.empty()) out.notes.push_back(way.note);
    out.datum = way.datum;
    const CPLStringList files{file->GetFileList()};
    for (int i = 0; i < files.Count(); ++i) out.files.emplace_back(files[i]);

    const std::string xml = clean_band_xml(*file, path, kind);
    const auto open_again = [xml, target = way.target, kind, shown] {
        return open_clean(xml, target, kind, shown);
    };
    m_pool->with(path, open_again, [&](GDALDataset& dataset) { out.source.grid = post_grid(dataset); });
    out.source.name = shown;
    set_tiles(*file, !way.target.empty(), out.source);
    out.source.read = [pool = m_pool, path, open_again, shown](const terrain::PostBlock& block) {
        terrain::TilePosts posts;
        pool->with(path, open_again,
                   [&](GDALDataset& dataset) { posts = read_block(dataset, block, shown); });
        return posts;
    };
    return out;
}

}  // namespace amaneku::gdal
