#include "radio/p1812_diffraction.hpp"

#include "radio/p1812_bullington.hpp"
#include "radio/p1812_climate.hpp"
#include "radio/p1812_spherical_earth.hpp"

#include <algorithm>

namespace amaneku::radio::p1812 {

namespace {

DeltaBullington delta_bullington(double actual_db, double smooth_db, double spherical_db) noexcept {
    return {actual_db, smooth_db, spherical_db, actual_db + std::max(spherical_db - smooth_db, 0.0)};
}

}  // namespace

Diffraction diffraction(const Path& path, double tx_effective_m, double rx_effective_m, double sea_fraction,
                        double median_radius_km) noexcept {
    const ForTwoRadii radii{median_radius_km, ducting_effective_radius_km};
    const SmoothPath sphere{length_km(path),    tx_effective_m,    rx_effective_m,
                            path.frequency_ghz, path.polarisation, sea_fraction};
    const ForTwoRadii actual = bullington_losses(path, radii);
    const ForTwoRadii smooth = smooth_bullington_losses(path, tx_effective_m, rx_effective_m, radii);
    return {delta_bullington(actual[0], smooth[0], spherical_earth_loss(sphere, radii[0])),
            delta_bullington(actual[1], smooth[1], spherical_earth_loss(sphere, radii[1]))};
}

}  // namespace amaneku::radio::p1812
