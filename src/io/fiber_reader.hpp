#pragma once

#include "core/config.hpp"
#include "core/fiber_input.hpp"
#include "core/grid.hpp"
#include "io/provider_report.hpp"

#include <vector>

namespace amaneku::io {

// Readers of what a provider of fiber gives; each adds to `report`, which counts all of the provider's rows
// but those of roads. They throw Error (Errc::input) where a file cannot be used: no CRS, points where lines
// are wanted, a column that was given and is missing, coordinates that are swapped.

/// Cables: lines in any OGR format, with their distances.
/// @param grid  with it, files that lie elsewhere are told of
[[nodiscard]] CableTable read_cables(const ProviderConfig& config, const Grid& grid, ProviderReport& report);

/// Closures: a csv with longitudes and latitudes, or points, with the lengths of their drops.
[[nodiscard]] ClosureTable read_closures(const ProviderConfig& config, const Grid& grid,
                                         ProviderReport& report);

/// Roads: lines, in longitude and latitude. Features without a line are left out and told of in a note.
[[nodiscard]] std::vector<std::vector<Point>> read_roads(const ProviderConfig& config, const Grid& grid,
                                                         ProviderReport& report);

/// Towns: polygons with a flag or a rate.
[[nodiscard]] TownAreas read_town_areas(const ProviderConfig& config, const Grid& grid,
                                        ProviderReport& report);

/// Points of towns, with a code or names of their municipality, where there are such columns.
[[nodiscard]] TownPoints read_town_points(const ProviderConfig& config, const Grid& grid,
                                          ProviderReport& report);

}  // namespace amaneku::io
