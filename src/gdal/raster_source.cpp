#include "gdal/raster_source.hpp"

#include "gdal/open_raster.hpp"
#include "gdal/polygon_taker.hpp"
#include "gdal/vsi.hpp"
#include <amaneku/error.hpp>

#include <cpl_conv.h>
#include <cpl_error.h>
#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogr_spatialref.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace amaneku::gdal {

namespace {

/// How the stored values of a band are to be taken.
struct BandValues {
    GDALRasterBand* band = nullptr;
    std::optional<double> no_data;
    double scale = 1.0;
    double offset = 0.0;

    explicit BandValues(GDALRasterBand* from)
        : band{from}, scale{from->GetScale()}, offset{from->GetOffset()} {
        int has_value = 0;
        const double value = from->GetNoDataValue(&has_value);
        if (has_value == 0) return;
        // Stored as float32, a value such as -99999.9 is not the double that the file names.
        no_data =
            from->GetRasterDataType() == GDT_Float32 ? static_cast<double>(static_cast<float>(value)) : value;
    }
    [[nodiscard]] double operator()(double stored) const {
        if (no_data && (stored == *no_data || (std::isnan(stored) && std::isnan(*no_data)))) return 0.0;
        return stored * scale + offset;
    }
};

}  // namespace

RasterInfo raster_info(const std::string& path) {
    const GDALDatasetUniquePtr dataset = open_raster(path);
    const std::string shown = shown_name(path);
    std::array<double, 6> t{};
    if (dataset->GetRasterCount() == 0) throw Error{Errc::input, shown, "the raster has no band"};
    if (dataset->GetGeoTransform(t.data()) != CE_None)
        throw Error{Errc::input, shown, "the raster has no geotransform"};
    if (t[2] != 0.0 || t[4] != 0.0 || t[1] <= 0.0 || t[5] >= 0.0)
        throw Error{Errc::input, shown, "the raster is not north-up: warp it first (gdalwarp)"};
    const OGRSpatialReference* crs = dataset->GetSpatialRef();
    if (crs == nullptr)
        throw Error{Errc::input, shown, "the raster has no CRS: give it one (gdal_edit.py -a_srs)"};
    refuse_tokyo(*crs, shown, "gdalwarp");
    RasterInfo info{{t[0], t[3]},
                    t[1],
                    -t[5],
                    dataset->GetRasterXSize(),
                    dataset->GetRasterYSize(),
                    {},
                    crs->IsGeographic() != 0,
                    {}};
    char* wkt = nullptr;
    const std::array<const char*, 2> options{"FORMAT=WKT2_2018", nullptr};
    crs->exportToWkt(&wkt, options.data());
    info.crs = wkt;
    CPLFree(wkt);
    for (int b = 1; b <= dataset->GetRasterCount(); ++b)
        info.bands.emplace_back(dataset->GetRasterBand(b)->GetDescription());
    return info;
}

namespace {

constexpr std::int64_t most_window = std::int64_t{1} << 18;  // values: fits the cache
constexpr int most_rows = 256;

}  // namespace

struct RasterReader::State {
    std::string shown;
    GDALDatasetUniquePtr dataset;
    std::vector<BandValues> bands;
    int width = 0, height = 0;
    int window_width = 0, strip_rows = 0;
    std::vector<std::vector<double>> values;  ///< of a window, by band
    std::vector<std::span<const double>> piece;

    [[nodiscard]] bool is_empty(int row, int rows, int column, int columns) const {
        return std::all_of(bands.begin(), bands.end(), [&](const BandValues& band) {
            return band.band->GetDataCoverageStatus(column, row, columns, rows) ==
                   GDAL_DATA_COVERAGE_STATUS_EMPTY;
        });
    }
    void read(int row, int rows, int column, int columns) {
        for (std::size_t b = 0; b < bands.size(); ++b) {
            values[b].resize(static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns));
            if (bands[b].band->RasterIO(GF_Read, column, row, columns, rows, values[b].data(), columns, rows,
                                        GDT_Float64, 0, 0, nullptr) != CE_None) {
                throw Error{Errc::input, fmt::format("{}: row {}", shown, row),
                            fmt::format("cannot be read: {}", shown_text(CPLGetLastErrorMsg()))};
            }
            std::transform(values[b].begin(), values[b].end(), values[b].begin(), bands[b]);
        }
    }
};

RasterReader::RasterReader(const std::string& path, const std::vector<std::size_t>& bands)
    : m_state{std::make_unique<State>()} {
    State& state = *m_state;
    state.shown = shown_name(path);
    state.dataset = open_raster(path);
    state.width = state.dataset->GetRasterXSize();
    state.height = state.dataset->GetRasterYSize();
    for (const std::size_t b : bands)
        state.bands.emplace_back(state.dataset->GetRasterBand(static_cast<int>(b) + 1));
    state.values.resize(bands.size());
    state.piece.resize(bands.size());
    int block_width = 0;
    int block_height = 0;
    state.bands.front().band->GetBlockSize(&block_width, &block_height);
    // Whole blocks, as many side by side as fit.
    state.strip_rows = std::clamp(block_height, 1, most_rows);
    if (block_height < 16) state.strip_rows = block_height * (16 / block_height);
    block_width = std::clamp(block_width, 1, state.width);
    const std::int64_t blocks =
        std::max<std::int64_t>(most_window / (std::int64_t{block_width} * state.strip_rows), 1);
    state.window_width = static_cast<int>(std::min<std::int64_t>(blocks * block_width, state.width));
}

RasterReader::~RasterReader() = default;

std::int32_t RasterReader::strip_count() const noexcept {
    return (m_state->height + m_state->strip_rows - 1) / m_state->strip_rows;
}

void RasterReader::read(std::int32_t strip, const RasterPieceTaker& take) {
    State& state = *m_state;
    const int first = strip * state.strip_rows;
    const int rows = std::min(state.strip_rows, state.height - first);
    for (int column = 0; column < state.width; column += state.window_width) {
        const int columns = std::min(state.window_width, state.width - column);
        if (state.is_empty(first, rows, column, columns)) continue;
        state.read(first, rows, column, columns);
        for (int r = 0; r < rows; ++r) {
            const auto begin = static_cast<std::size_t>(r) * static_cast<std::size_t>(columns);
            for (std::size_t b = 0; b < state.bands.size(); ++b)
                state.piece[b] = std::span{state.values[b]}.subspan(begin, static_cast<std::size_t>(columns));
            take(first + r, column, state.piece);
        }
    }
}

}  // namespace amaneku::gdal
