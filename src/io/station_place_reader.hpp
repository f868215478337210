#pragma once

#include "core/licence_config.hpp"
#include <amaneku/geometry.hpp>
#include <amaneku/issue.hpp>

#include <string>
#include <vector>

namespace amaneku::io {

/// Where stations may stand, as read: longitude and latitude in degrees.
struct StationPlaces {
    std::vector<Point> points;
    std::vector<std::vector<Point>> lines;
    std::vector<Issue> issues;
    std::vector<std::string> notes;
};

/// Reads the files of `licences.candidates`: points of any OGR format, lines of any, and tables with the
/// columns lon and lat. Other features are issues.
/// @throws Error (Errc::input) for a file that cannot be used
[[nodiscard]] StationPlaces read_station_places(const LicenceConfig& config);

}  // namespace amaneku::io
