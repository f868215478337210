#pragma once

#include "core/config.hpp"
#include "core/grid.hpp"
#include "core/site.hpp"
#include <amaneku/geometry.hpp>
#include <amaneku/issue.hpp>

#include <functional>
#include <string>
#include <vector>

namespace amaneku::io {

/// What came of reading a provider's files.
struct ProviderReport {
    std::uint64_t read = 0;
    std::uint64_t rejected = 0;
    std::vector<Issue> issues;
    std::vector<std::string> notes;
};

/// Streams a provider's polygons in the grid's CRS; `sink` may be called many times and its argument is used
/// again.
/// @throws Error (Errc::input) where a file cannot be used or more than `max_bad_rows` of the features cannot
ProviderReport read_footprints(const ProviderConfig& config, const Grid& grid,
                               const std::function<void(const PolygonSet&)>& sink);

/// Sites or sectors that are on air by `as_of`. A csv needs columns of longitude and latitude, other formats
/// points.
/// @param grid  with it, sites that lie elsewhere are told of, and refused where all of them do and their
/// coordinates look swapped
ProviderReport read_sites(const ProviderConfig& config, Date as_of, SiteTable& sites,
                          const Grid* grid = nullptr);

}  // namespace amaneku::io
