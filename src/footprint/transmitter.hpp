#pragma once

#include "core/path_loss_model.hpp"
#include "radio/surroundings.hpp"

#include <limits>

namespace amaneku::footprint {

/// An antenna that sends.
struct Transmitter {
    double lon = 0.0;  ///< degrees (JGD2011)
    double lat = 0.0;
    double height_m = 0.0;  ///< of the antenna above the ground
    double frequency_mhz = 0.0;
    double reference_power_dbm = 0.0;  ///< of a resource element in the antenna's main direction: power − 10
                                       ///< log(12 N_RB) + gain − feeder loss
    double azimuth = std::numeric_limits<double>::quiet_NaN();  ///< degrees from true north; NaN: all round
    double beamwidth = 65.0;                                    ///< horizontal, of 3 dB, degrees
    double vertical_beamwidth = 65.0;                           ///< of 3 dB, degrees
    double tilt = 0.0;                                          ///< degrees downward
    PathLossModel model = PathLossModel::uma;
    LineOfSight sight = LineOfSight::none;
    radio::Surroundings surroundings;
    double offset_db = 0.0;  ///< added to what is received: a calibration
};

}  // namespace amaneku::footprint
