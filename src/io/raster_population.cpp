#include "io/raster_population.hpp"

#include "gdal/raster_source.hpp"
#include "gdal/vsi.hpp"
#include "io/population_builder.hpp"
#include "parallel/loop.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>

namespace amaneku::io {

namespace {

/// `1 'total', 2 'male', 3`.
std::string band_names(const gdal::RasterInfo& info) {
    std::string names;
    for (std::size_t b = 0; b < info.bands.size(); ++b) {
        names += fmt::format("{}{}", b == 0 ? "" : ", ", b + 1);
        if (!info.bands[b].empty()) names += fmt::format(" '{}'", info.bands[b]);
    }
    return names;
}

/// The band that a column names by its number from 1 or by its description, counted from 0.
std::size_t band_of(const gdal::RasterInfo& info, const WeightColumn& column, const std::string& name) {
    const auto described = std::find(info.bands.begin(), info.bands.end(), column.column);
    if (described != info.bands.end()) return static_cast<std::size_t>(described - info.bands.begin());
    for (std::size_t b = 0; b < info.bands.size(); ++b) {
        if (column.column == std::to_string(b + 1)) return b;
    }
    throw Error{Errc::input, name,
                fmt::format("has no band '{}' for the weight '{}'; it has {}: set population.columns to a "
                            "band's number or description",
                            column.column, column.weight, band_names(info))};
}

/// The rasters of a population and where each lies in their common grid.
struct RasterSheets {
    std::vector<std::string> sources;
    std::vector<gdal::RasterInfo> infos;
    /// Row of the sheet's northernmost pixels, counted from the south; column of its westernmost.
    std::vector<std::pair<std::int32_t, std::int32_t>> corners;
    Grid grid = Grid::mesh(MeshLevel::half);
};

RasterSheets lay_sheets(const PopulationConfig& config) {
    RasterSheets out;
    for (const std::string& path : config.files) {
        for (const std::string& source : gdal::vector_sources(path)) out.sources.push_back(source);
    }
    std::int64_t west = 0, north = 0, east = 0, south = 0;  // in cells from the first raster's corner
    std::vector<std::pair<std::int64_t, std::int64_t>> offsets;
    for (const std::string& path : out.sources) {
        out.infos.push_back(gdal::raster_info(path));
        const gdal::RasterInfo& info = out.infos.back();
        const gdal::RasterInfo& first = out.infos.front();
        const double column = (info.origin.x - first.origin.x) / first.cell_width;
        const double row = (first.origin.y - info.origin.y) / first.cell_height;
        if (std::abs(info.cell_width / first.cell_width - 1) > 1e-9 ||
            std::abs(info.cell_height / first.cell_height - 1) > 1e-9 ||
            std::abs(column - std::round(column)) > 1e-3 || std::abs(row - std::round(row)) > 1e-3 ||
            info.crs != first.crs) {
            throw Error{Errc::input, gdal::shown_name(path),
                        fmt::format("is on another grid than {}: population rasters must share cells and CRS",
                                    gdal::shown_name(out.sources.front()))};
        }
        offsets.emplace_back(std::llround(column), std::llround(row));
        west = std::min(west, offsets.back().first);
        north = std::min(north, offsets.back().second);
        east = std::max(east, offsets.back().first + info.columns);
        south = std::max(south, offsets.back().second + info.rows);
    }
    const gdal::RasterInfo& first = out.infos.front();
    const Point corner{first.origin.x + static_cast<double>(west) * first.cell_width,
                       first.origin.y - static_cast<double>(north) * first.cell_height};
    out.grid =
        Grid::raster(corner, first.cell_width, first.cell_height, static_cast<std::int32_t>(east - west),
                     static_cast<std::int32_t>(south - north), first.crs, first.geographic);
    for (const auto& [column, row] : offsets)
        out.corners.emplace_back(static_cast<std::int32_t>(south - 1 - row),
                                 static_cast<std::int32_t>(column - west));
    return out;
}

/// A pixel whose value is no number of people.
struct BadPixel {
    std::int32_t column;
    std::size_t weight;
    double value;
};

/// One row of a strip.
struct StripRow {
    std::vector<std::int32_t> columns;
    std::vector<std::vector<CellAmount>> weights;  ///< [weight][pixel]
    std::uint64_t bad_count = 0;
    std::vector<BadPixel> bad;  ///< the first of them
};

/// One strip of a raster, by whichever thread.
class Strip {
public:
    explicit Strip(std::size_t weights) : m_amounts(weights) {}

    void take(std::int32_t row, std::int32_t column, std::span<const std::span<const double>> values) {
        if (m_rows.empty()) m_first_row = row;
        const auto at = static_cast<std::size_t>(row - m_first_row);
        if (at >= m_rows.size()) m_rows.resize(at + 1);
        StripRow& to = m_rows[at];
        to.weights.resize(m_amounts.size());
        for (std::size_t c = 0; c < values.front().size(); ++c) {
            if (is_empty(values, c)) continue;
            add(to, column + static_cast<std::int32_t>(c), values, c);
        }
    }

    /// The rows from the south, as cells of the grid.
    /// @param corner  of the sheet, see RasterSheets
    [[nodiscard]] PopulationPart part(const std::string& name, const std::vector<WeightColumn>& columns,
                                      std::pair<std::int32_t, std::int32_t> corner) const {
        PopulationPart out;
        std::size_t count = 0;
        for (const StripRow& row : m_rows) count += row.columns.size();
        out.rows.cells.reserve(count);
        out.rows.weights.resize(columns.size());
        for (auto& weight : out.rows.weights) weight.reserve(count);
        for (std::size_t r = m_rows.size(); r-- > 0;) {
            const StripRow& row = m_rows[r];
            const std::int32_t grid_row = corner.first - m_first_row - static_cast<std::int32_t>(r);
            for (const std::int32_t column : row.columns)
                out.rows.cells.push_back({grid_row, corner.second + column});
            for (std::size_t w = 0; w < row.weights.size(); ++w)
                out.rows.weights[w].insert(out.rows.weights[w].end(), row.weights[w].begin(),
                                           row.weights[w].end());
        }
        out.found.rows_read = count;
        tell_bad(name, columns, out.found);
        return out;
    }
    [[nodiscard]] std::uint64_t not_numbers() const noexcept { return m_not_numbers; }

private:
    static bool is_none(double value) noexcept { return value == 0.0 || std::isnan(value); }
    bool is_empty(std::span<const std::span<const double>> values, std::size_t c) {
        bool none = true;
        for (const auto& band : values) {
            if (std::isnan(band[c])) ++m_not_numbers;
            none = none && is_none(band[c]);
        }
        return none;
    }
    void add(StripRow& to, std::int32_t column, std::span<const std::span<const double>> values,
             std::size_t c) {
        bool is_bad = false;
        for (std::size_t w = 0; w < m_amounts.size(); ++w) {
            const double v = values[w][c];
            if (!is_none(v) && (v < 0.0 || v > max_cell_weight)) {
                if (!is_bad && ++to.bad_count <= most_listed) to.bad.push_back({column, w, v});
                is_bad = true;
                continue;
            }
            m_amounts[w] = is_none(v) ? 0 : static_cast<CellAmount>(std::llround(v * amount_per_unit));
        }
        if (is_bad) return;
        to.columns.push_back(column);
        for (std::size_t w = 0; w < m_amounts.size(); ++w) to.weights[w].push_back(m_amounts[w]);
    }
    void tell_bad(const std::string& name, const std::vector<WeightColumn>& columns, Population& out) const {
        for (std::size_t r = 0; r < m_rows.size(); ++r) {
            for (const BadPixel& pixel : m_rows[r].bad) {
                reject(
                    out, name,
                    fmt::format("row {} column {}", m_first_row + static_cast<std::int32_t>(r), pixel.column),
                    fmt::format(
                        "{} of {}: must be from 0 to 9e9 (set the raster's nodata value where it means "
                        "none: gdal_edit.py -a_nodata)",
                        pixel.value, columns[pixel.weight].weight));
            }
            out.rows_rejected += m_rows[r].bad_count - m_rows[r].bad.size();
            out.rows_read += m_rows[r].bad_count;
        }
    }

    std::int32_t m_first_row = 0;
    std::vector<StripRow> m_rows;
    std::uint64_t m_not_numbers = 0;
    std::vector<CellAmount> m_amounts;  ///< of the pixel at hand
};

struct SheetPart {
    PopulationPart part;
    std::uint64_t not_numbers = 0;
};

/// A sheet's strips, from the north.
std::vector<SheetPart> read_sheet(const std::string& source, const std::vector<std::size_t>& bands,
                                  const std::vector<WeightColumn>& columns,
                                  std::pair<std::int32_t, std::int32_t> corner, int threads) {
    const std::string name = gdal::shown_name(source);
    std::vector<std::unique_ptr<gdal::RasterReader>> readers(parallel::worker_count(threads));
    readers.front() = std::make_unique<gdal::RasterReader>(source, bands);
    std::vector<SheetPart> out(static_cast<std::size_t>(readers.front()->strip_count()));
    std::vector<std::size_t> strips(out.size());
    std::iota(strips.begin(), strips.end(), std::size_t{0});
    parallel::for_each(strips, threads, [&](std::size_t worker, std::size_t s) {
        if (!readers[worker]) readers[worker] = std::make_unique<gdal::RasterReader>(source, bands);
        Strip strip{columns.size()};
        readers[worker]->read(static_cast<std::int32_t>(s),
                              [&](std::int32_t row, std::int32_t column, const auto& values) {
                                  strip.take(row, column, values);
                              });
        out[s] = {strip.part(name, columns, corner), strip.not_numbers()};
    });
    return out;
}

}  // namespace

void read_raster_population(const PopulationConfig& config, int threads, Population& out) {
    std::vector<WeightColumn> columns = config.columns;
    if (columns.empty()) columns.push_back({"population", "1"});
    const RasterSheets sheets = lay_sheets(config);
    out.grid = sheets.grid;
    std::vector<PopulationPart> parts;  // from the south where there is one sheet
    std::vector<std::uint32_t> files;
    for (std::size_t f = 0; f < sheets.sources.size(); ++f) {
        const std::string name = gdal::shown_name(sheets.sources[f]);
        if (config.columns.empty() && sheets.infos[f].bands.size() > 1) {
            out.notes.push_back(
                fmt::format("{}: has {} bands ({}), the first is taken; set population.columns = {{ "
                            "population = \"1\" }}",
                            name, sheets.infos[f].bands.size(), band_names(sheets.infos[f])));
        }
        std::vector<std::size_t> bands;
        for (const WeightColumn& c : columns) bands.push_back(band_of(sheets.infos[f], c, name));
        out.sources.push_back(name);
        std::vector<SheetPart> strips =
            read_sheet(sheets.sources[f], bands, columns, sheets.corners[f], threads);
        std::uint64_t not_numbers = 0;
        for (SheetPart& strip : strips) {
            take_found(std::move(strip.part.found), out);
            not_numbers += strip.not_numbers;
        }
        if (not_numbers > 0) {
            out.issues.push_back(
                {IssueKind::note, name, "",
                 fmt::format("{} values are NaN, which is not the raster's nodata value: taken as nobody",
                             not_numbers),
                 std::nullopt});
        }
        for (std::size_t s = strips.size(); s-- > 0;) {
            parts.push_back({std::move(strips[s].part.rows), {}});
            files.push_back(static_cast<std::uint32_t>(f));
        }
    }
    std::vector<std::string> names;
    for (const auto& c : columns) names.push_back(c.weight);
    finish(std::move(parts), files, names, out);
}

}  // namespace amaneku::io
