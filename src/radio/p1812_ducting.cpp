#include "radio/p1812_ducting.hpp"

#include <algorithm>
#include <cmath>

namespace amaneku::radio::p1812 {

namespace {

/// A_lf (eq. 47a), growth of the attenuation with wavelength in ducts.
double long_wave_correction(double f) noexcept {
    return f < 0.5 ? 45.375 - 137 * f + 92.5 * f * f : 0;
}

/// A_s (eq. 48), diffraction at a terminal shielded by its horizon.
double site_shielding(double f, double root3_f, double horizon_km, double horizon_mrad) noexcept {
    const double excess = horizon_mrad - 0.1 * horizon_km;  // eq. 48a
    if (excess <= 0) return 0;
    return 20 * std::log10(1 + 0.361 * excess * std::sqrt(f * horizon_km)) + 0.264 * excess * root3_f;
}

/// A_c (eq. 49), coupling of a terminal near the coast into a duct over sea.
double sea_coupling(double sea_fraction, double coast_km, double horizon_km, double antenna_m) noexcept {
    if (sea_fraction < 0.75 || coast_km > std::min(5.0, horizon_km)) return 0;
    return -3 * std::exp(-0.25 * coast_km * coast_km) * (1 + std::tanh(0.07 * (50 - antenna_m)));
}

/// log10 of β (eq. 54), the percentage of time with a duct that this path can use.
double log_usable_ducting(const Path& path, const ZoneShares& zones, const Horizons& seen,
                          const DuctingGround& ground, double ducting_percent, double radius_km) noexcept {
    const double d = length_km(path);
    const double tau = inland_parameter(zones.longest_inland_km);
    const double alpha = std::max(-3.4, -0.6 - 3.5e-9 * std::pow(d, 3.1) * tau);  // eq. 55a
    const double roots = std::sqrt(ground.tx_effective_m) + std::sqrt(ground.rx_effective_m);
    const double log_mu2 =
        std::min(0.0, alpha * std::log10(500 / radius_km * d * d / (roots * roots)));  // eq. 55
    double log_mu3 = 0;                                                                // eq. 56
    if (ground.roughness_m > 10) {
        const double between_km = std::min(d - seen.tx_km - seen.rx_km, 40.0);  // eq. 56a
        log_mu3 = -4.6e-5 * (ground.roughness_m - 10) * (43 + 6 * between_km) * std::log10(std::exp(1.0));
    }
    return std::log10(ducting_percent) + log_mu2 + log_mu3;
}

/// A(p) (eqs. 53, 53a).
double time_variability(double d, double time_percent, double log_beta) noexcept {
    const double gamma =
        1.076 / std::pow(2.0058 - log_beta, 1.012) *
        std::exp(-(9.51 - 4.8 * log_beta + 0.198 * log_beta * log_beta) * 1e-6 * std::pow(d, 1.13));
    const double log_ratio = std::log10(time_percent) - log_beta;
    return -12 + (1.2 + 3.7e-3 * d) * log_ratio + 12 * std::pow(10, log_ratio * gamma);
}

/// A_d(p) (eq. 50), by time and angular distance.
double duct_attenuation(const Path& path, const Horizons& seen, double root3_f, double log_beta,
                        double radius_km) noexcept {
    const double d = length_km(path);
    const double specific = 5e-5 * radius_km * root3_f;  // eq. 51
    const double angle = 1000 * d / radius_km + std::min(seen.tx_mrad, 0.1 * seen.tx_km) +
                         std::min(seen.rx_mrad, 0.1 * seen.rx_km);  // eqs. 52, 52a
    return specific * angle + time_variability(d, path.time_percent, log_beta);
}

}  // namespace

double ducting_loss(const Path& path, const ZoneShares& zones, const Horizons& seen,
                    const DuctingGround& ground, double ducting_percent,
                    double effective_radius_km) noexcept {
    const double f = path.frequency_ghz;
    const double root3_f = std::cbrt(f);
    const double tx_coast = zone_at(path, 0) == RadioZone::sea ? 0 : path.tx_coast_km;
    const double rx_coast =
        zone_at(path, path.distance_km.size() - 1) == RadioZone::sea ? 0 : path.rx_coast_km;
    const double fixed =
        102.45 + 20 * std::log10(f) + 20 * std::log10(seen.tx_km + seen.rx_km) + long_wave_correction(f) +
        site_shielding(f, root3_f, seen.tx_km, seen.tx_mrad) +
        site_shielding(f, root3_f, seen.rx_km, seen.rx_mrad) +
        sea_coupling(zones.sea_fraction, tx_coast, seen.tx_km, tx_above_sea_m(path)) +
        sea_coupling(zones.sea_fraction, rx_coast, seen.rx_km, rx_above_sea_m(path));  // eq. 47
    const double log_beta =
        log_usable_ducting(path, zones, seen, ground, ducting_percent, effective_radius_km);
    return fixed + duct_attenuation(path, seen, root3_f, log_beta, effective_radius_km);  // eq. 46
}

}  // namespace amaneku::radio::p1812
