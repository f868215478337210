#include "app/fraction_raster.hpp"

#include "gdal/raster_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <vector>

namespace amaneku::app {

namespace {

/// The cells that are shown, by row from the north, and the window that they take of the grid.
struct Window {
    std::int32_t first_row = std::numeric_limits<std::int32_t>::max();
    std::int32_t last_row = std::numeric_limits<std::int32_t>::min();
    std::int32_t first_column = std::numeric_limits<std::int32_t>::max();
    std::int32_t last_column = std::numeric_limits<std::int32_t>::min();
    std::map<std::int32_t, std::vector<std::size_t>> cells;  ///< by row of the grid

    explicit Window(const RunResult& result) {
        for (std::size_t i = 0; i < result.population.cells.size(); ++i) {
            if (result.cell_is_shown[i] == 0) continue;
            const Cell cell = result.population.cells[i];
            first_row = std::min(first_row, cell.row);
            last_row = std::max(last_row, cell.row);
            first_column = std::min(first_column, cell.column);
            last_column = std::max(last_column, cell.column);
            cells[cell.row].push_back(i);
        }
        if (!cells.empty()) return;
        first_row = last_row = first_column = last_column = 0;  // one pixel without a value
    }
    [[nodiscard]] std::int32_t rows() const { return last_row - first_row + 1; }
    [[nodiscard]] std::int32_t columns() const { return last_column - first_column + 1; }
};

gdal::RasterFrame frame_of(const Grid& grid, const Window& window) {
    const auto south_west = grid.polygon({window.first_row, window.first_column})[0];
    const auto north_east = grid.polygon({window.last_row, window.last_column})[2];
    return {{south_west.x, north_east.y},
            (north_east.x - south_west.x) / window.columns(),
            (north_east.y - south_west.y) / window.rows(),
            window.columns(),
            window.rows(),
            grid.crs()};
}

}  // namespace

void write_fraction_raster(const RunResult& result, std::size_t service, const std::string& path) {
    const Window window{result};
    const ServiceConfig& config = result.config.services[service];
    const ServiceLayers& layers = result.measures.services[service];
    std::vector<std::string> bands{config.id + "_fraction"};
    for (const ProviderConfig& p : config.providers)
        bands.push_back(fmt::format("{}_{}_fraction", config.id, p.id));
    gdal::write_cog(
        path, frame_of(result.population.grid, window), bands,
        [&](std::size_t band, std::int32_t row, std::span<float> values) {
            std::fill(values.begin(), values.end(), gdal::no_data);
            const auto cells = window.cells.find(window.last_row - row);
            if (cells == window.cells.end()) return;
            for (const std::size_t cell : cells->second) {
                const std::int32_t column = result.population.cells[cell].column - window.first_column;
                const double fraction =
                    result.measures.fraction[cell * result.measures.layer_count + layers.combined + band];
                values[static_cast<std::size_t>(column)] = static_cast<float>(fraction);
            }
        });
}

}  // namespace amaneku::app
