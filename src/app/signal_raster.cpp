#include "app/signal_raster.hpp"

#include "gdal/raster_writer.hpp"

#include <algorithm>
#include <span>

namespace amaneku::app {

namespace {

using footprint::SignalGrid;
using footprint::SignalTile;

constexpr float nothing = -9999.0F;

float value_of(const SignalTile& tile, std::size_t i, SignalBand band) {
    if (tile.server[i] == footprint::no_server) return nothing;
    switch (band) {
        case SignalBand::power:
            return tile.best_dbm[i];
        case SignalBand::server:
            return static_cast<float>(tile.server[i] + 1);
        default:
            return static_cast<float>(tile.servers[i]);
    }
}

/// Tiles in rows and columns that all of them lie in.
struct TileWindow {
    std::int32_t first_row = 0, last_row = 0, first_column = 0, last_column = 0;

    explicit TileWindow(const SignalGrid& signal) {
        if (signal.tiles().empty()) return;
        const auto begin = signal.tiles().begin()->first;
        first_row = last_row = begin.first;
        first_column = last_column = begin.second;
        for (const auto& [key, tile] : signal.tiles()) {
            first_row = std::min(first_row, key.first);
            last_row = std::max(last_row, key.first);
            first_column = std::min(first_column, key.second);
            last_column = std::max(last_column, key.second);
        }
    }
};

}  // namespace

void write_signal_raster(const SignalGrid& signal, SignalBand band, const std::string& label,
                         const std::string& path) {
    constexpr std::int32_t side = SignalTile::side;
    const TileWindow window{signal};
    const footprint::SubGrid& cells = signal.cells();
    gdal::RasterFrame frame;
    frame.columns = (window.last_column - window.first_column + 1) * side;
    frame.rows = (window.last_row - window.first_row + 1) * side;
    const std::int64_t top = (std::int64_t{window.last_row} + 1) * side;
    const std::int64_t left = std::int64_t{window.first_column} * side;
    frame.north_west = {cells.x_edge(left), cells.y_edge(top)};
    frame.cell_width = cells.cell_width();
    frame.cell_height = cells.cell_height();
    frame.crs = cells.grid().crs();
    frame.no_value = nothing;
    frame.is_of_classes = band != SignalBand::power;
    gdal::write_cog(path, frame, {label}, [&](std::size_t, std::int32_t row, std::span<float> values) {
        std::fill(values.begin(), values.end(), nothing);
        const std::int64_t from_south = top - 1 - row;
        const auto tile_row = static_cast<std::int32_t>(window.last_row - row / side);
        const auto inside = static_cast<std::int32_t>(from_south - std::int64_t{tile_row} * side);
        for (std::int32_t c = window.first_column; c <= window.last_column; ++c) {
            const auto tile = signal.tiles().find({tile_row, c});
            if (tile == signal.tiles().end()) continue;
            const auto begin = static_cast<std::size_t>(c - window.first_column) * side;
            for (std::int32_t i = 0; i < side; ++i)
                values[begin + static_cast<std::size_t>(i)] =
                    value_of(tile->second, SignalTile::index(inside, i), band);
        }
    });
}

}  // namespace amaneku::app
