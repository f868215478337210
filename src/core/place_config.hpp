#pragma once

#include "core/source.hpp"

#include <string>
#include <vector>

namespace amaneku {

/// Columns of a table of places or lines; empty where it has none.
struct FeatureColumns {
    std::string id, name, klass, lon = "lon", lat = "lat";
    std::vector<std::string> given;  ///< names a configuration gave itself: a missing one is an error
};

/// A `[[place]]` or `[[line]]`: points that are in or out of each service, or ways with lengths.
struct FeatureConfig {
    std::string id;
    std::string name;
    std::vector<std::string> files;
    std::string where;  ///< OGR SQL condition, empty: all
    FeatureColumns columns;
    double max_bad_rows = 0.001;
    Source source;
    std::string place;
};

}  // namespace amaneku
