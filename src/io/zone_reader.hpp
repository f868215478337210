#pragma once

#include "core/config.hpp"
#include "core/grid.hpp"
#include "core/progress.hpp"
#include "core/zone.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace amaneku::io {

/// Reads zone polygons: N03 before and after 2024, or any layer with a column of codes. Features that share a
/// code are one zone; areas without a code (所属未定地) are one zone a file, not reported.
/// @param threads  0: one a core; of no influence on what is read
/// @throws Error (Errc::input): no column of codes, no polygon, nothing that `report` names
[[nodiscard]] ZoneTable read_zones(const ZonesConfig& config, const Grid& grid, const Progress& progress = {},
                                   int threads = 1);

/// code,group_id,group_name,kind; a group with a code that is no reported zone gets an issue.
[[nodiscard]] std::vector<ZoneGroup> read_groups(const std::string& path, const ZoneTable& zones,
                                                 std::vector<Issue>& issues);

struct CensusRow {
    double population = 0.0;
    double households = -1.0;
};

/// Census totals by code; `-` is zero. @throws Error (Errc::input) where a code is there twice
[[nodiscard]] std::map<std::string, CensusRow> read_census(const CensusConfig& config);

/// The Statistics Bureau's lists: (1 km mesh code, zone index), sorted.
[[nodiscard]] std::vector<std::pair<std::uint64_t, std::uint32_t>> read_allowed_zones(
    const std::vector<std::string>& files, const ZoneTable& zones);

}  // namespace amaneku::io
