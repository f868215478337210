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
    const auto threshold = static_cast<float>(m_threshold_dbm);
    const auto columns = static_cast<std::size_t>(w.columns);
    for (std::int32_t r = 0; r < w.rows; ++r) {
        const std::span row = std::span{patch.dbm}.subspan(static_cast<std::size_t>(r) * columns, columns);
        const auto is_heard = [](float dbm) { return dbm > no_signal_dbm; };
        auto begin = static_cast<std::int32_t>(std::ranges::find_if(row, is_heard) - row.begin());
        auto end = w.columns;
        while (end > begin && !is_heard(row[static_cast<std::size_t>(end) - 1])) --end;
        while (begin < end) {
            const Cell cell{w.first.row + r, w.first.column + begin};
            const TileKey key = tile_of(cell);
            const std::int32_t next = std::min(end, (key.second + 1) * side - w.first.column);
            merge(row.subspan(static_cast<std::size_t>(begin), static_cast<std::size_t>(next - begin)),
                  transmitter, threshold, index_in_tile(cell), m_tiles[key]);
            begin = next;
        }
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
