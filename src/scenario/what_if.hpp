#pragma once

#include "core/result.hpp"
#include "footprint/site_footprint.hpp"
#include "overlay/overlay.hpp"
#include "overlay/tile_bins.hpp"
#include "overlay/tile_measure.hpp"
#include "scenario/area_sums.hpp"
#include "scenario/edit.hpp"
#include "scenario/live_sites.hpp"
#include "zonal/allocation.hpp"
#include "zonal/judge.hpp"
#include "zonal/station_zones.hpp"

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace amaneku::scenario {

/// A finished run and what it takes to go on from it.
struct Ground {
    RunResult run;
    zonal::Allocation allocation;
    overlay::OverlayConfig overlay;                 ///< of the run; `make_shape` is of no account
    std::vector<footprint::Directions> directions;  ///< by provider
    overlay::TileBins areas;  ///< zones and polygons of the footprints, not the sites; small tiles are faster
};

/// A run whose sites change: every edit measures the cells it reaches anew and leaves the rest alone.
///
/// After any edits every number is to the bit that of a full run with the same sites. The sites of a provider
/// are numbered as they were read; further ones follow, and a number is never given to another site.
/// Not for several threads at once.
class WhatIf {
public:
    explicit WhatIf(Ground ground);
    WhatIf(const WhatIf&) = delete;
    WhatIf& operator=(const WhatIf&) = delete;
    WhatIf(WhatIf&&) = delete;
    WhatIf& operator=(WhatIf&&) = delete;
    ~WhatIf() = default;

    /// Applies edits together: the sectors of a mast, say. No two may name the same site.
    /// @throws Error (Errc::usage) for a provider or a site that is not there, (Errc::input) for a site that
    ///         makes no footprint or reaches too far beyond the grid; nothing is changed then
    Change apply(std::span<const Edit> edits);
    Change apply(const Edit& edit) { return apply(std::span{&edit, 1}); }
    /// As above, where the polygons that the ground holds differ from those that its run was measured with:
    /// cells in `touched` are measured anew too. `Change::inverse` takes back the edits alone.
    /// @param touched  boxes in the grid's CRS (lower left, upper right) around whatever differs
    Change apply(std::span<const Edit> edits, std::span<const std::array<Point, 2>> touched);

    /// The run as it stands: measures, what the mesh shows, tables and `zone_has_site` follow the edits; so
    /// do `sites`, which leave out those removed, after `update_sites`. Issues, notes and inputs stay those
    /// of the first run.
    [[nodiscard]] const RunResult& run() const noexcept { return m_run; }
    /// The run as it stands; the end of this object.
    [[nodiscard]] RunResult take_run() && { return std::move(m_run); }
    /// Brings `run().sites` up to date: once, before a report is written.
    void update_sites();
    [[nodiscard]] const zonal::Allocation& allocation() const noexcept { return m_allocation; }
    [[nodiscard]] const LiveSites& sites() const noexcept { return m_sites; }
    /// The number of `5g/operator-a` among all providers. @throws Error (Errc::usage)
    [[nodiscard]] std::uint32_t provider(std::string_view role) const;

private:
    struct Step {
        std::uint32_t provider;
        std::uint32_t site;
        bool is_new;
        std::optional<Site> before, after;
        std::optional<SitePlace> place_before, place_after;
    };
    struct Provider {
        std::uint32_t service;
        std::uint32_t layer;
        std::string role;
    };
    /// The new measures of the cells that differ from what they were.
    struct Remeasured {
        std::vector<std::uint32_t> cells;  ///< of the run, each once
        Measures measures;                 ///< by place in `cells`; without what zones alone decide
    };
    /// What changed cells give to their zones: [entry][weight][layer][rule], cell after cell.
    struct Given {
        std::vector<CellAmount> before, after;
    };
    struct ServiceRule {
        std::size_t weight;
        Rule rule;
        std::uint32_t layer;  ///< `*`
    };

    [[nodiscard]] std::vector<Step> checked(std::span<const Edit> edits) const;
    void set(const Step& step);
    void set_back(const Step& step);
    void leave_out_whole(std::span<const Step> steps, std::uint32_t provider, std::size_t tile,
                         std::vector<std::uint32_t>& cells) const;
    /// (tile, cell), ascending, each once.
    [[nodiscard]] std::vector<std::pair<std::uint32_t, std::uint32_t>> reached_cells(
        std::span<const Step> steps, std::span<const std::array<Point, 2>> touched) const;
    [[nodiscard]] Remeasured remeasure(std::span<const Step> steps,
                                       std::span<const std::array<Point, 2>> touched);
    void take_if_new(const Measures& measured, std::size_t local, std::uint32_t cell, Remeasured& to) const;
    void put_in_place(const Remeasured& fresh);
    [[nodiscard]] std::vector<CellAmount> given_by(std::span<const std::uint32_t> cells);
    void show_cells(std::span<const std::uint32_t> cells);
    [[nodiscard]] bool covered(std::uint32_t cell, std::size_t service, std::uint32_t layer) const;
    [[nodiscard]] std::vector<CellChange> cells_as_they_are(std::span<const std::uint32_t> cells) const;
    [[nodiscard]] std::vector<AreaKey> areas_of(std::span<const std::uint32_t> cells) const;
    [[nodiscard]] std::vector<AreaChange> areas_as_they_are(std::span<const AreaKey> areas);
    void add_to_areas(std::span<const std::uint32_t> cells, const Given& given);
    [[nodiscard]] ServedChange served(std::span<const std::uint32_t> cells, std::size_t service,
                                      std::uint32_t layer_before, std::uint32_t layer_after,
                                      const Given& given, std::vector<ServedEntry>& entries) const;
    void update_sums(const Remeasured& fresh, Change& change);
    [[nodiscard]] std::uint32_t effective_layer(std::size_t service) const;
    [[nodiscard]] std::vector<std::uint32_t> every_cell() const;
    void update_stations(std::span<const Step> steps, Change& change);
    [[nodiscard]] bool has_site_in(std::uint32_t service, std::uint32_t zone) const;

    RunResult m_run;
    zonal::Allocation m_allocation;
    overlay::OverlayConfig m_config;
    overlay::TileBins m_bins;
    LiveSites m_sites;
    zonal::StationZones m_stations;
    overlay::TileMeasure m_measure;
    Measures m_measured;  ///< of the cells at hand
    zonal::CellJudge m_judge;
    AreaSums m_sums;
    std::vector<Provider> m_providers;
    std::vector<ServiceRule> m_rules;                ///< by service
    std::vector<std::vector<std::uint32_t>> m_best;  ///< by service: of max_single, else empty
    std::vector<overlay::TickBox> m_wanted;          ///< cells that are being measured
    overlay::TickBox m_window{};                     ///< and a box around them
};

}  // namespace amaneku::scenario
