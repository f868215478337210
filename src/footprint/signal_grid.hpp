#pragma once

#include "footprint/cell_offsets.hpp"
#include "footprint/sub_grid.hpp"

#include <cstdint>
#include <limits>
#include <map>
#include <span>
#include <utility>
#include <vector>

namespace amaneku::footprint {

/// Of cells without a server.
inline constexpr float no_signal_dbm = -std::numeric_limits<float>::infinity();
inline constexpr std::uint32_t no_server = std::numeric_limits<std::uint32_t>::max();

/// Received power of one transmitter in the cells around it, row by row from the south-west.
struct SignalPatch {
    CellWindow window;
    std::vector<float> dbm;  ///< `no_signal_dbm` beyond reach and below the floor
};

/// A block of cells, row by row from the south-west.
struct SignalTile {
    static constexpr std::int32_t side = 64;

    std::vector<float> best_dbm;         ///< strongest power
    std::vector<std::uint32_t> server;   ///< whose that is; of equal ones the smallest index
    std::vector<std::uint16_t> servers;  ///< transmitters at or above the threshold; stays at 65,535

    SignalTile();
    [[nodiscard]] static std::size_t index(std::int32_t row, std::int32_t column) noexcept {
        return static_cast<std::size_t>(row) * side + static_cast<std::size_t>(column);
    }
};

/// What is received where: the strongest of all transmitters in each cell, in tiles where there is anything.
/// A tile takes 40 KiB.
class SignalGrid {
public:
    using TileKey = std::pair<std::int32_t, std::int32_t>;  ///< row, column: of its first cell by `side`

    SignalGrid(SubGrid cells, double threshold_dbm);

    /// Takes a transmitter's patch in. The order of calls makes no difference.
    void add(std::uint32_t transmitter, const SignalPatch& patch);

    [[nodiscard]] const SubGrid& cells() const noexcept { return m_cells; }
    [[nodiscard]] double threshold_dbm() const noexcept { return m_threshold_dbm; }
    /// From south to north, then from west to east.
    [[nodiscard]] const std::map<TileKey, SignalTile>& tiles() const noexcept { return m_tiles; }
    [[nodiscard]] static TileKey tile_of(Cell cell) noexcept;

    [[nodiscard]] float best_dbm(Cell cell) const noexcept;
    [[nodiscard]] std::uint32_t server(Cell cell) const noexcept;
    [[nodiscard]] std::uint16_t servers(Cell cell) const noexcept;

private:
    void add_to_tile(TileKey key, std::uint32_t transmitter, const SignalPatch& patch);
    [[nodiscard]] const SignalTile* tile_at(Cell cell) const noexcept;

    SubGrid m_cells;
    double m_threshold_dbm;
    std::map<TileKey, SignalTile> m_tiles;
};

}  // namespace amaneku::footprint
