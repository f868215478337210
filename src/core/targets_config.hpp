#pragma once

#include "core/source.hpp"

#include <string>
#include <vector>

namespace amaneku {

/// The table [targets]: what was promised, what was reached.
struct TargetsConfig {
    std::string targets;                       ///< path of the table of targets
    std::string actuals;                       ///< path of the table of published results, empty: none
    std::vector<std::string> snapshots;        ///< folders of finished runs, which become a time series
    std::vector<std::string> lower_is_better;  ///< KPIs whose targets are to be undercut
    Sources sources;
    std::string place;  ///< in the configuration, for messages
};

}  // namespace amaneku
