#pragma once

#include "core/fiber_input.hpp"
#include "core/result.hpp"
#include "io/provider_report.hpp"
#include <amaneku/geometry.hpp>

#include <cstdint>
#include <vector>

namespace amaneku::app {

/// The areas of points of towns: each municipality's polygon is shared among all of its points, to each what
/// is nearest to it. Points in one place (within a centimetre) are one, with the greatest of their shares.
struct TownCells {
    std::vector<std::size_t> point;  ///< by cell: of those given, the first in its place
    std::vector<double> share;
    std::vector<PolygonSet> area;              ///< in the grid's CRS; empty where nothing is served
    std::uint64_t elsewhere = 0;               ///< points of prefectures that are not supplied
    std::uint64_t merged = 0;                  ///< points in the place of another
    std::vector<std::uint32_t> zones_without;  ///< reported zones without a point, of prefectures with some
};

/// @param report  points without a municipality are rejected, those outside of their own are named
/// @param every   also areas of which nothing is served
[[nodiscard]] TownCells town_cells(const RunResult& run, const TownPoints& points, int threads,
                                   io::ProviderReport& report, bool every = false);

}  // namespace amaneku::app
