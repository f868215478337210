#pragma once

namespace amaneku::radio {

/// What stands around a rural receiver; of the models here only TR 38.901 RMa asks for it.
struct Surroundings {
    double building_height_m = 5.0;  ///< mean height of buildings, 5 to 50
    double street_width_m = 20.0;    ///< mean width of streets, 5 to 50
};

}  // namespace amaneku::radio
