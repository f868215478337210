#include "footprint/moved_signal.hpp"

#include "footprint/cell_outline.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

namespace amaneku::footprint {

PolygonSet served_area(std::span<const MovedSignal> signals, double threshold_dbm,
                       const std::function<bool(const SignalGrid::TileKey&)>& wants) {
    PolygonSet out;
    if (signals.empty()) return out;
    std::map<SignalGrid::TileKey, std::vector<std::uint8_t>> sets;
    const auto threshold = static_cast<float>(threshold_dbm);
    for (const MovedSignal& signal : signals) {
        const auto offset = static_cast<float>(signal.offset_db);
        for (const auto& [key, tile] : signal.grid->tiles()) {
            if (wants && !wants(key)) continue;
            std::vector<std::uint8_t>& set = sets[key];
            set.resize(tile.best_dbm.size(), 0);
            for (std::size_t i = 0; i < set.size(); ++i) {
                if (tile.best_dbm[i] + offset >= threshold) set[i] = 1;
            }
        }
    }
    for (const auto& [key, set] : sets)
        append_outline(signals.front().grid->cells(),
                       {key.first * SignalTile::side, key.second * SignalTile::side}, SignalTile::side, set, out);
    return out;
}

}  // namespace amaneku::footprint
