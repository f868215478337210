#include "radio/p1812_diffraction.hpp"

#include "radio/p1812_bullington.hpp"
#include "radio/p1812_spherical_earth.hpp"

#include <algorithm>

namespace amaneku::radio::p1812 {

DeltaBullington delta_bullington(const Path& path, double tx_effective_m, double rx_effective_m,
                                 double sea_fraction, double effective_radius_km) noexcept {
    const SmoothPath smooth{length_km(path),    tx_effective_m,    rx_effective_m,
                            path.frequency_ghz, path.polarisation, sea_fraction};
    DeltaBullington d;
    d.actual_db = bullington_loss(path, effective_radius_km);
    d.smooth_db = smooth_bullington_loss(path, tx_effective_m, rx_effective_m, effective_radius_km);
    d.spherical_db = spherical_earth_loss(smooth, effective_radius_km);
    d.loss_db = d.actual_db + std::max(d.spherical_db - d.smooth_db, 0.0);
    return d;
}

}  // namespace amaneku::radio::p1812
