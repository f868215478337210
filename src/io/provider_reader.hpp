#pragma once

#include "core/config.hpp"
#include "core/grid.hpp"
#include "core/site.hpp"
#include "io/provider_report.hpp"
#include <amaneku/geometry.hpp>
#include <amaneku/issue.hpp>

#include <string>
#include <vector>

namespace amaneku::io {

/// Sites or sectors that are on air by `as_of`. A csv needs columns of longitude and latitude, other formats
/// points.
/// @param grid  with it, sites that lie elsewhere are told of, and refused where all of them do and their
/// coordinates look swapped
ProviderReport read_sites(const ProviderConfig& config, Date as_of, SiteTable& sites,
                          const Grid* grid = nullptr);

}  // namespace amaneku::io
