#pragma once

#include "footprint/beam.hpp"
#include "footprint/cell_offsets.hpp"
#include "footprint/loss_table.hpp"
#include "footprint/signal_grid.hpp"
#include "footprint/terrain_shadow.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace amaneku::footprint {

/// What is to be computed in the rows of a patch at L3 and L4.
struct PatchTask {
    const CellOffsets& offsets;
    Beam beam;
    const LossTable& table;
    double power_dbm = 0.0;  ///< in the antenna's main direction, without any loss
    double reach_m = 0.0;
    double floor_dbm = 0.0;
    bool refuses_outside = false;
    float antenna_m = 0.0F;   ///< above the ground at L3, above sea level at L4
    float receiver_m = 0.0F;  ///< above the ground
    const TerrainShadow* shadow = nullptr;
};

/// Cells of some rows.
struct CellCount {
    std::uint64_t heard = 0;    ///< with a signal
    std::uint64_t outside = 0;  ///< at or above the floor where the model is not stated

    CellCount& operator+=(const CellCount& other) noexcept {
        heard += other.heard;
        outside += other.outside;
        return *this;
    }
};

/// Computes row after row of a patch; keeps its buffers. For one thread.
class SignalRows {
public:
    explicit SignalRows(const PatchTask& task);
    /// Row `row` of the patch into `dbm`.
    CellCount compute(std::int32_t row, std::span<float> dbm);

private:
    void place(std::int32_t row);
    void over_level_ground();
    void over_terrain();
    [[nodiscard]] CellCount keep(std::span<float> dbm) const;

    const PatchTask& m_task;
    float m_reach2;
    std::vector<float> m_north;
    std::vector<float> m_east;
    std::vector<float> m_square;  ///< of the distance
    std::vector<float> m_loss;    ///< of the antenna, then all
};

}  // namespace amaneku::footprint
