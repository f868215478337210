#pragma once

#include "core/radio_defaults.hpp"

#include <string>

namespace amaneku {

/// What is known of the transmitter of one row of a SiteTable: a sector in one band.
struct SectorRadio {
    std::string band;    ///< id of the defaults'
    std::string type;    ///< likewise; empty where neither row nor configuration has one
    RadioValues values;  ///< of the row, then the configuration, then the defaults
};

}  // namespace amaneku
