#include "radio/antenna.hpp"

#include <algorithm>
#include <cmath>

namespace amaneku::radio {

namespace {

double cut_db(double angle, double beamwidth) noexcept {
    const double share = angle / beamwidth;
    return std::min(12.0 * share * share, most_attenuation_db);
}

}  // namespace

double wrapped_degrees(double degrees) noexcept {
    const double turned = std::remainder(degrees, 360.0);
    return turned == -180.0 ? 180.0 : turned;
}

double pattern_attenuation_db(const Antenna& antenna, double bearing, double elevation) noexcept {
    const double vertical = cut_db(elevation + antenna.tilt, antenna.vertical_beamwidth);
    if (std::isnan(antenna.azimuth) || antenna.beamwidth >= 360.0) return vertical;
    const double horizontal = cut_db(wrapped_degrees(bearing - antenna.azimuth), antenna.beamwidth);
    return std::min(horizontal + vertical, most_attenuation_db);
}

}  // namespace amaneku::radio
