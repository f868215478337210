#include "footprint/signal_grid.hpp"

#include <algorithm>

namespace amaneku::footprint {

namespace {

constexpr std::int32_t side = SignalTile::side;

std::int32_t tile_number(std::int32_t cell) noexcept {
    return cell >= 0 ? cell / side : -((-cell - 1) / side) - 1;
}

std::size_t index_in_tile(Cell cell) noexcept {
    return SignalTile::index(cell.row - tile_number(cell.row) * side,
                             cell.column - tile_number(cell.column) * side);
}

/// Takes a run of cells of one row in.
void merge(std::span<const float> dbm, std::uint32_t transmitter, float threshold, std::size_t at,
           SignalTile& tile) {
    float* best = tile.best_dbm.data() + at;
    std::uint32_t* server = tile.server.data() + at;
    std::uint16_t* servers = tile.servers.data() + at;
    for (std::size_t i = 0; i < dbm.size(); ++i) {
        const float p = dbm[i];
        const bool is_better = p > best[i] || (p == best[i] && p > no_signal_dbm && transmitter < server[i]);
        best[i] = is_better ? p : best[i];
        server[i] = is_better ? transmitter : server[i];
        servers[i] = static_cast<std::uint16_t>(
            servers[i] + static_cast<std::uint16_t>(p >= threshold && servers[i] != 0xffff));
    }
}

}  // namespace

SignalTile::SignalTile()
    : best_dbm(std::size_t{side} * side, no_signal_dbm),
      server(std::size_t{side} * side, no_server),
      servers(std::size_t{side} * side, 0) {}

SignalGrid::SignalGrid(SubGrid cells, double threshold_dbm)
    : m_cells{std::move(cells)}, m_threshold_dbm{threshold_dbm} {}

SignalGrid::TileKey SignalGrid::tile_of(Cell cell) noexcept {
    return {tile_number(cell.row), tile_number(cell.column)};
}

void SignalGrid::add(std::uint32_t transmitter, const SignalPatch& patch) {
    const CellWindow& w = patch.window;
    if (w.size() == 0) return;
    const TileKey first = tile_of(w.first);
    const TileKey last = tile_of({w.first.row + w.rows - 1, w.first.column + w.columns - 1});
    for (std::int32_t row = first.first; row <= last.first; ++row) {
        for (std::int32_t column = first.second; column <= last.second; ++column)
            add_to_tile({row, column}, transmitter, patch);
    }
}

void SignalGrid::add_to_tile(TileKey key, std::uint32_t transmitter, const SignalPatch& patch) {
    const CellWindow& w = patch.window;
    const auto threshold = static_cast<float>(m_threshold_dbm);
    const Cell low{std::max(key.first * side, w.first.row), std::max(key.second * side, w.first.column)};
    const Cell high{std::min((key.first + 1) * side, w.first.row + w.rows),
                    std::min((key.second + 1) * side, w.first.column + w.columns)};
    SignalTile* tile = nullptr;
    for (std::int32_t r = low.row; r < high.row; ++r) {
        const std::size_t at =
            static_cast<std::size_t>(r - w.first.row) * static_cast<std::size_t>(w.columns) +
            static_cast<std::size_t>(low.column - w.first.column);
        const std::span run =
            std::span{patch.dbm}.subspan(at, static_cast<std::size_t>(high.column - low.column));
        if (tile == nullptr) {
            if (std::ranges::none_of(run, [](float dbm) { return dbm > no_signal_dbm; })) continue;
            tile = &m_tiles[key];
        }
        merge(run, transmitter, threshold, index_in_tile({r, low.column}), *tile);
    }
}

const SignalTile* SignalGrid::tile_at(Cell cell) const noexcept {
    const auto found = m_tiles.find(tile_of(cell));
    return found == m_tiles.end() ? nullptr : &found->second;
}

float SignalGrid::best_dbm(Cell cell) const noexcept {
    const SignalTile* tile = tile_at(cell);
    return tile == nullptr ? no_signal_dbm : tile->best_dbm[index_in_tile(cell)];
}

std::uint32_t SignalGrid::server(Cell cell) const noexcept {
    const SignalTile* tile = tile_at(cell);
    return tile == nullptr ? no_server : tile->server[index_in_tile(cell)];
}

std::uint16_t SignalGrid::servers(Cell cell) const noexcept {
    const SignalTile* tile = tile_at(cell);
    return tile == nullptr ? std::uint16_t{0} : tile->servers[index_in_tile(cell)];
}

}  // namespace amaneku::footprint
