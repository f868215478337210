#pragma once

#include "core/result.hpp"
#include "footprint/site_footprint.hpp"
#include "overlay/overlay.hpp"
#include "overlay/tile_bins.hpp"
#include "overlay/tile_measure.hpp"
#include "scenario/live_sites.hpp"
#include "zonal/allocation.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace amaneku::scenario {

/// What one further site would add to an entry of the allocation (a cell's people in a zone).
struct TrialGain {
    std::uint64_t entry = 0;
    CellAmount amount = 0;  ///< > 0
};

/// A weight of the run and what one of it counts.
struct TrialWeight {
    std::size_t weight = 0;
    double factor = 1.0;
};

/// A finished run, and what one service of it takes to be measured anew.
struct TrialGround {
    const RunResult& run;
    const zonal::Allocation& allocation;
    std::uint32_t service = 0;
    std::uint32_t provider = 0;                     ///< of the service, that candidates would belong to
    overlay::OverlayConfig overlay;                 ///< of the one service
    std::vector<footprint::Directions> directions;  ///< by provider of the service
    overlay::TileBins areas;                        ///< zones and polygons of the service's footprints
};

/// Further sites one by one, each beside the run as it is: exact unions of each with what is there, only in
/// cells that the service does not cover yet.
class Trials {
public:
    /// @param candidates  sites that might be set up
    /// @param weights  of the run; what is added of each counts by its factor
    Trials(TrialGround ground, const SiteTable& candidates, std::vector<TrialWeight> weights);
    Trials(const Trials&) = delete;
    Trials& operator=(const Trials&) = delete;
    Trials(Trials&&) = delete;
    Trials& operator=(Trials&&) = delete;
    ~Trials();

    /// What each candidate would add by itself, ascending by entry; nothing for one out of the grid's reach.
    /// The same for any number of threads. @throws Error (Errc::input) for a site that makes no footprint
    class Worker;
    /// One a thread.
    [[nodiscard]] std::unique_ptr<Worker> worker() const;
    /// How many threads may have one: a transformation into the grid's CRS is for one alone.
    [[nodiscard]] bool is_for_many_threads() const noexcept;
    [[nodiscard]] std::size_t size() const noexcept { return m_count; }

    class Worker {
    public:
        explicit Worker(const Trials& trials);
        Worker(const Worker&) = delete;
        Worker& operator=(const Worker&) = delete;
        Worker(Worker&&) = delete;
        Worker& operator=(Worker&&) = delete;
        ~Worker() = default;

        [[nodiscard]] std::vector<TrialGain> gains(std::size_t candidate);

    private:
        void measure(std::size_t tile, std::span<const std::uint32_t> cells, std::vector<TrialGain>& out);

        const Trials& m_trials;
        overlay::OverlayConfig m_config;
        overlay::TileMeasure m_measure;
        std::uint32_t m_candidate = 0;  ///< its place among the provider's sites
        std::vector<overlay::TickBox> m_wanted;
        overlay::TickBox m_window{};
    };

private:
    void find_open_cells();

    TrialGround m_ground;
    std::vector<ServiceConfig> m_service;  ///< the one
    std::vector<TrialWeight> m_weights;
    std::size_t m_count = 0;
    std::uint32_t m_first = 0;  ///< place of the first candidate among the provider's sites
    LiveSites m_sites;
    std::vector<std::uint8_t> m_is_open;     ///< [cell] somebody of a reported zone may still be reached
    std::vector<std::uint64_t> m_before_at;  ///< [cell] in m_before, of open cells
    std::vector<CellAmount> m_before;        ///< [entry of an open cell][weight of the trials]
};

}  // namespace amaneku::scenario
