#pragma once

#include "core/config.hpp"
#include "core/grid.hpp"
#include "core/sector_radio.hpp"
#include "core/site.hpp"
#include "io/provider_report.hpp"
#include <amaneku/geometry.hpp>
#include <amaneku/issue.hpp>

#include <string>
#include <vector>

namespace amaneku::io {

/// Sites or sectors that are there on `as_of`. A csv needs columns of longitude and latitude, other formats
/// points.
/// @param grid  with it, sites that lie elsewhere are told of, and refused where all of them do and their
/// coordinates look swapped
/// @param radio  with it, what is known of each row's transmitter, where the provider has a radio model
ProviderReport read_sites(const ProviderConfig& config, Date as_of, SiteTable& sites,
                          const Grid* grid = nullptr, std::vector<SectorRadio>* radio = nullptr);

}  // namespace amaneku::io
