#include "footprint/moved_signal.hpp"

#include "footprint/cell_outline.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace amaneku::footprint {

namespace {

/// Cells a side of the blocks at whose borders parts end.
constexpr std::int32_t block_side = 256;
static_assert(block_side % SignalTile::side == 0);

/// The block of a tile's row or column; floor of negative numbers too.
std::int32_t block_of(std::int32_t tile) noexcept {
    constexpr std::int32_t tiles = block_side / SignalTile::side;
    return tile >= 0 ? tile / tiles : -((-tile - 1) / tiles) - 1;
}

using Blocks = std::map<std::pair<std::int32_t, std::int32_t>, std::vector<std::uint8_t>>;

/// Sets the cells of a tile whose power, moved, is at or above the threshold.
void set_served(const SignalGrid::TileKey& key, const SignalTile& tile, float offset, float threshold,
                Blocks& blocks) {
    constexpr std::int32_t side = SignalTile::side;
    const std::pair block{block_of(key.first), block_of(key.second)};
    std::vector<std::uint8_t>& set = blocks[block];
    set.resize(std::size_t{block_side} * block_side, 0);
    const std::int32_t first_row = key.first * side - block.first * block_side;
    const std::int32_t first_column = key.second * side - block.second * block_side;
    for (std::int32_t r = 0; r < side; ++r) {
        const std::size_t from = SignalTile::index(r, 0);
        const std::size_t to =
            static_cast<std::size_t>(first_row + r) * block_side + static_cast<std::size_t>(first_column);
        for (std::size_t c = 0; c < std::size_t{side}; ++c) {
            if (tile.best_dbm[from + c] + offset >= threshold) set[to + c] = 1;
        }
    }
}

}  // namespace

PolygonSet served_area(std::span<const MovedSignal> signals, double threshold_dbm,
                       const std::function<bool(const SignalGrid::TileKey&)>& wants) {
    PolygonSet out;
    if (signals.empty()) return out;
    Blocks blocks;
    for (const MovedSignal& signal : signals) {
        for (const auto& [key, tile] : signal.grid->tiles()) {
            if (wants && !wants(key)) continue;
            set_served(key, tile, static_cast<float>(signal.offset_db), static_cast<float>(threshold_dbm),
                       blocks);
        }
    }
    for (const auto& [block, set] : blocks)
        append_outline(signals.front().grid->cells(), {block.first * block_side, block.second * block_side},
                       block_side, set, out);
    return out;
}

}  // namespace amaneku::footprint
