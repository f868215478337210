#pragma once

#include "core/accuracy_level.hpp"
#include "footprint/cell_offsets.hpp"
#include "footprint/loss_table.hpp"
#include "footprint/signal_grid.hpp"
#include "footprint/signal_settings.hpp"
#include "footprint/terrain_shadow.hpp"
#include "footprint/transmitter.hpp"
#include "terrain/land_cover.hpp"
#include "terrain/terrain.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <tuple>

namespace amaneku::footprint {

/// What the terrain is.
struct Ground {
    const terrain::Terrain* terrain = nullptr;       ///< needed from L4 on
    const terrain::LandCover* land_cover = nullptr;  ///< nullptr: nothing stands on the ground
};

/// How one transmitter was computed.
struct TransmitterReport {
    AccuracyLevel level = AccuracyLevel::path_loss;  ///< the one it was done at
    bool is_computed = false;
    std::uint64_t cells = 0;           ///< with a signal
    std::uint64_t outside_cells = 0;   ///< that the model is not stated for, with a signal or refused one
    std::uint64_t filled_heights = 0;  ///< on profiles, that were not known
    std::string note;                  ///< why it was not computed, or not as asked for; empty: as asked for

    friend bool operator==(const TransmitterReport&, const TransmitterReport&) = default;
};

/// The terrain around the transmitter before, for the next one in the same place: sectors of a mast differ in
/// their antennas only. For one thread.
struct LastShadow {
    Point at;
    TerrainShadow::Settings settings;
    std::shared_ptr<const TerrainShadow> shadow;  ///< empty: none, or the ground is not known there
    float ground_m = 0.0F;                        ///< above sea level; NaN: not known
    bool is_set = false;
};

/// One transmitter's power around it, and how it was computed.
struct TransmitterSignal {
    SignalPatch patch;
    TransmitterReport report;
};

/// Computes transmitters one by one. Any number of threads may call it.
class SignalModel {
public:
    /// @throws Error (Errc::configuration) for settings out of range
    SignalModel(const SignalSettings& settings, const SubGrid& cells, Ground ground);

    /// Received power in the cells around a transmitter: `reference_power_dbm` + `offset_db` − antenna − loss
    /// − margin. The loss is at L3 the model's; at L4 that, plus what the terrain costs (TerrainShadow; where
    /// land cover is given, the model with line of sight, for the rest is in the profile); at L5 P.1812's,
    /// and free space's with the margin nearer than its 0.25 km.
    ///
    /// A transmitter at a height that is not known is done at L3 and says so. One that cannot be computed has
    /// an empty patch and says why.
    /// @param last     kept between calls of one thread; changes time, not results
    /// @param threads  that the cells of an L5 patch are shared among
    [[nodiscard]] TransmitterSignal signal(const Transmitter& transmitter, const GridPlane& plane,
                                           LastShadow& last, int threads = 1) const;
    /// Tells all that a transmitter's signal depends on, but for the transmitter.
    [[nodiscard]] std::string key() const;
    /// Whether anything is to be told of what was read of the terrain and the land cover by now.
    [[nodiscard]] bool ground_has_issues() const;
    [[nodiscard]] const SignalSettings& settings() const noexcept { return m_settings; }

private:
    using TableKey = std::tuple<int, int, double, double, double, double>;

    [[nodiscard]] std::shared_ptr<const LossTable> table_of(const radio::PathLoss& model,
                                                            const TableKey& key) const;
    [[nodiscard]] TransmitterSignal by_path_loss(const Transmitter& t, const GridPlane& plane,
                                                 AccuracyLevel level, LastShadow& last) const;
    [[nodiscard]] TransmitterSignal by_p1812(const Transmitter& t, const GridPlane& plane, LastShadow& last,
                                             int threads) const;
    void look_around(const Transmitter& t, double reach_m, double cell_m, LastShadow& last) const;

    SignalSettings m_settings;
    const SubGrid& m_cells;
    Ground m_ground;
    double m_margin;  ///< standard deviations
    mutable std::mutex m_lock;
    mutable std::map<TableKey, std::shared_ptr<const LossTable>> m_tables;
};

/// All that a transmitter's signal depends on of it.
[[nodiscard]] std::string key_of(const Transmitter& transmitter);

}  // namespace amaneku::footprint
