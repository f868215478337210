#pragma once

#include "app/factor_search.hpp"
#include "app/messages.hpp"
#include "core/result.hpp"
#include "overlay/overlay.hpp"
#include "overlay/tile_bins.hpp"
#include "zonal/allocation.hpp"
#include "zonal/judge.hpp"
#include <amaneku/geometry.hpp>

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace amaneku::app {

/// The people of all cells shared among the zones, as the run will share them, before there is any footprint.
struct SharedPeople {
    zonal::Allocation allocation;
    std::vector<std::uint64_t> piece_begin;  ///< of the cells' pieces, as Measures has them
};

/// @param run  its population and zones
/// @throws Error of the readers of zones.list and zones.census
[[nodiscard]] SharedPeople share_people(const RunResult& run, int threads, Messages& messages);

/// Puts a footprint into bins, for `target`.
using FootprintFill = std::function<void(overlay::TileBins& bins, std::uint32_t target)>;

/// The people of some zones, counted by one service's rule under one footprint after the other. Only the
/// cells in which some of them live are looked at.
class PrefecturePeople {
public:
    /// @param zones  ascending; all of it must stay where it is
    PrefecturePeople(const RunResult& run, const SharedPeople& people, std::size_t service,
                     const std::vector<std::uint32_t>& zones, int threads);

    /// Whether anything within a box in the grid's CRS may touch a cell.
    [[nodiscard]] bool may_touch(const std::array<Point, 2>& corners) const;
    /// The people that a footprint covers, and those that count, exactly as a run's table has the rate of a
    /// provider with that footprint.
    /// @param make_shape, shape_bounds  where `fill` adds shapes; called with the target that `fill` had
    [[nodiscard]] CoveredPeople covered(const FootprintFill& fill, overlay::ShapeMaker make_shape = {},
                                        overlay::ShapeBounds shape_bounds = {}) const;

private:
    void take_cells(const SharedPeople& people, const std::vector<std::uint32_t>& zones);
    void take_zone_parts();
    [[nodiscard]] overlay::TileBins empty_bins() const;

    const RunResult& m_run;
    std::vector<ServiceConfig> m_service;  ///< the one
    std::size_t m_service_index;
    bool m_needs_pieces;
    overlay::OverlayConfig m_overlay;
    Population m_population;
    zonal::Allocation m_allocation;
    zonal::CountedCells m_counted;
    std::unique_ptr<overlay::TileBins> m_tiles;  ///< with nothing in them: where the cells are
    std::vector<std::size_t> m_zone_parts;       ///< of the zones' polygons, where pieces are needed
};

}  // namespace amaneku::app
