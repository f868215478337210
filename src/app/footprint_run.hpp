#pragma once

#include "app/messages.hpp"
#include "core/result.hpp"

#include <string>
#include <vector>

namespace amaneku::app {

struct FootprintOptions {
    std::string out;    ///< file: .gpkg, .geojson, .fgb or .shp
    std::string cache;  ///< folder of intermediate results; empty: none
    int threads = 0;
};

/// What was written of a provider's footprint.
struct FootprintReport {
    std::vector<std::string> files;  ///< without their folder
    std::uint64_t features = 0;      ///< stations, areas, cables, … that take part
    std::string level;               ///< as LevelCounts::text
    std::string method;              ///< in words of the language
    double km2 = 0.0;                ///< of the union, on the ellipsoid
    std::vector<Issue> issues;
    std::vector<std::string> notes;
};

/// Models the footprint of the one provider of a configuration and writes it: areas and stations with styles;
/// of received power (L3 and above) also rasters beside them, of power, best server and number of servers.
/// All files take their places together, or none does.
/// @param run  its configuration with one service of one provider, its grid, and the zones where the
///             provider's kind asks for them
/// @throws Error of the readers and writers
[[nodiscard]] FootprintReport write_footprint(RunResult run, const FootprintOptions& options,
                                              Messages& messages);

}  // namespace amaneku::app
