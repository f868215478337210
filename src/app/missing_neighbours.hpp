#pragma once

#include "core/result.hpp"

#include <cstdint>
#include <span>

namespace amaneku::app {

/// Warns of people across the border who are counted inside because their own zones are not supplied.
///
/// Of Japanese prefectures by their land neighbours: those of the reported prefectures that have no zone
/// here, unless the population is cut by prefecture and they are not in it. Elsewhere by the people
/// themselves: a border cell beside a populated cell that touches no zone.
/// @param cell_border  zonal::CellBorder by cell
void warn_missing_neighbours(RunResult& result, std::span<const std::uint8_t> cell_border);

/// Warns where the population is cut by prefecture, and zones of other prefectures are supplied that take a
/// share of its border cells: those cells hold nobody of theirs.
void warn_cut_population(RunResult& result);

}  // namespace amaneku::app
