#pragma once

#include <optional>
#include <string>
#include <vector>

namespace amaneku {

/// Sites that a scenario sets up: one, or the rows of a table.
struct ScenarioAdd {
    std::string provider;  ///< `5g/operator-a`
    std::string file;      ///< csv as candidates are given by; empty: the one site
    std::string id;
    double lon = 0.0;
    double lat = 0.0;
    std::optional<double> radius_m;  ///< of a table: where it has none
    std::optional<double> azimuth;
    std::optional<double> beamwidth;
    std::string place;
};

/// A site that a scenario moves or changes, or takes down: all rows (sectors) of its id, or, where a table
/// has no ids, all that stand at exactly one place.
struct ScenarioSite {
    std::string provider;
    std::string id;                        ///< empty: by `at_lon` and `at_lat`
    std::optional<double> at_lon, at_lat;  ///< where it stands in the run
    bool is_removed = false;
    std::optional<double> lon, lat, radius_m, azimuth, beamwidth;
    std::string place;
};

/// Polygons that a scenario adds to a provider's, or takes away from them.
struct ScenarioArea {
    std::string provider;
    std::string file;   ///< of those added; empty: of those taken away
    std::string where;  ///< OGR SQL condition: of the file, or of the provider's own features
    std::string place;
};

/// What is changed of a run, all of it together.
struct ScenarioConfig {
    std::string path;
    std::string title;
    std::vector<ScenarioAdd> added;
    std::vector<ScenarioSite> changed;
    std::vector<ScenarioArea> areas;
};

}  // namespace amaneku
