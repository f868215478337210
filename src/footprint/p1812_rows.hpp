#pragma once

#include "footprint/beam.hpp"
#include "footprint/cell_offsets.hpp"
#include "footprint/path_ground.hpp"
#include "footprint/signal_rows.hpp"
#include "footprint/signal_settings.hpp"
#include "footprint/transmitter.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace amaneku::footprint {

/// What is to be computed in the rows of a patch at L5.
struct P1812Task {
    const CellOffsets& offsets;
    const PathGround& ground;
    const Transmitter& transmitter;
    const SignalSettings& settings;
    Beam beam;
    double margin = 0.0;  ///< standard deviations
    double reach_m = 0.0;
    double step_m = 0.0;
};

/// Why P.1812 cannot be applied to a transmitter at all; nothing where it can.
[[nodiscard]] std::optional<std::string> p1812_problem(const Transmitter& transmitter,
                                                       const SignalSettings& settings);

/// P.1812 is never more than this below free space: multipath and focusing at 1 % of the time.
inline constexpr double p1812_gain_db = 5.0;

/// Computes row after row of a patch, each cell by a path of its own; keeps its buffers. For one thread.
class P1812Rows {
public:
    explicit P1812Rows(const P1812Task& task);
    /// Row `row` of the patch into `dbm`.
    CellCount compute(std::int32_t row, std::span<float> dbm);
    /// Heights on profiles so far that were not known.
    [[nodiscard]] std::uint64_t filled() const noexcept { return m_filled; }

private:
    struct Received {
        float dbm;
        bool is_outside;
    };

    [[nodiscard]] Received received(float north, float east);
    void sample(double distance_m, double azimuth);

    const P1812Task& m_task;
    radio::p1812::Path m_path;
    std::uint64_t m_filled = 0;
    std::vector<float> m_north;
    std::vector<float> m_east;
    std::vector<float> m_samples;
    std::vector<double> m_distance_km;
    std::vector<double> m_ground_m;
    std::vector<double> m_cover_m;
};

}  // namespace amaneku::footprint
