#include "radio/p1812.hpp"

#include "radio/p1812_climate.hpp"
#include "radio/p1812_diffraction.hpp"
#include "radio/p1812_ducting.hpp"
#include "radio/p1812_inverse_normal.hpp"
#include "radio/p1812_line_of_sight.hpp"
#include "radio/p1812_profile.hpp"
#include "radio/p1812_troposcatter.hpp"
#include <amaneku/error.hpp>

#include <algorithm>
#include <cmath>

namespace amaneku::radio::p1812 {

namespace {

/// F_i (eq. 40): 1 up to β0 % of time, then falling to 0 at 50 %.
double time_interpolation(double time_percent, double ducting_percent) noexcept {
    if (time_percent <= ducting_percent) return 1;
    return inverse_normal(time_percent / 100) / inverse_normal(ducting_percent / 100);
}

/// From 1 well below `centre` to 0 well above (eqs. 57, 58).
double blend(double steepness, double value, double centre) noexcept {
    return 1 - 0.5 * (1 + std::tanh(3 * steepness * (value - centre) / centre));
}

/// η ln(exp(a/η) + exp(b/η)), η = 2.5 (eq. 60), in a form that cannot overflow.
double soft_maximum(double a, double b) noexcept {
    constexpr double eta = 2.5;
    return std::max(a, b) + eta * std::log1p(std::exp(-std::abs(a - b) / eta));
}

/// Powers of two losses added: -5 log(10^(-0.2 a) + 10^(-0.2 b)) (eq. 63).
double combined(double a, double b) noexcept {
    return -5 * std::log10(std::pow(10, -0.2 * a) + std::pow(10, -0.2 * b));
}

void analyse_profile(const Path& path, Intermediates& s, const Horizons& seen, SmoothEarth fitted,
                     const DuctingGround& ducting) noexcept {
    s.d = length_km(path);
    s.d_lt = seen.tx_km;
    s.d_lr = seen.rx_km;
    s.theta_t = seen.tx_mrad;
    s.theta_r = seen.rx_mrad;
    s.theta = seen.angle_mrad;
    s.h_ts = s.h_tc = tx_above_sea_m(path);
    s.h_rs = s.h_rc = rx_above_sea_m(path);
    s.h_st_fitted = fitted.tx_m;
    s.h_sr_fitted = fitted.rx_m;
    s.h_st = ducting.smooth.tx_m;
    s.h_sr = ducting.smooth.rx_m;
    const SmoothEarth diffraction = diffraction_ground(path, fitted);
    s.h_std = diffraction.tx_m;
    s.h_srd = diffraction.rx_m;
    s.h_tc_smooth = s.h_tc - s.h_std;
    s.h_rc_smooth = s.h_rc - s.h_srd;
    s.h_te = ducting.tx_effective_m;
    s.h_re = ducting.rx_effective_m;
    s.h_m = ducting.roughness_m;
}

/// Diffraction not exceeded for p % of time (section 4.3.5).
void add_diffraction(const Path& path, Intermediates& s) noexcept {
    const Diffraction both = diffraction(path, s.h_tc_smooth, s.h_rc_smooth, s.omega, s.a_e);
    s.l_d50 = both.median.loss_db;
    const DeltaBullington& b = both.ducting;
    s.l_bulla = b.actual_db;
    s.l_bulls = b.smooth_db;
    s.l_dsph = b.spherical_db;
    s.l_dbeta = b.loss_db;
    s.l_dp = path.time_percent == 50 ? s.l_d50 : s.l_d50 + s.f_i * (s.l_dbeta - s.l_d50);
    s.l_bd50 = s.l_bfs + s.l_d50;
    s.l_bd = s.l_b0p + s.l_dp;
}

/// All mechanisms together (section 4.6).
void combine(const Path& path, Intermediates& s) noexcept {
    s.f_j = blend(0.8, s.theta, 0.3);
    s.f_k = blend(0.5, s.d, 20);
    s.l_minb0p = path.time_percent < s.beta_0
                     ? s.l_b0p + (1 - s.omega) * s.l_dp
                     : s.l_bd50 + (s.l_b0beta + (1 - s.omega) * s.l_dp - s.l_bd50) * s.f_i;
    s.l_minbap = soft_maximum(s.l_ba, s.l_b0p);
    s.l_bda = s.l_minbap > s.l_bd ? s.l_bd : s.l_minbap + (s.l_bd - s.l_minbap) * s.f_k;
    s.l_bam = s.l_bda + (s.l_minb0p - s.l_bda) * s.f_j;
    s.l_bc = combined(s.l_bs, s.l_bam);
}

Prediction predict_valid(const Path& path) noexcept {
    Prediction out;
    Intermediates& s = out.steps;

    const ZoneShares zones = zone_shares(path);
    s.omega = zones.sea_fraction;
    s.d_tm = zones.longest_land_km;
    s.d_lm = zones.longest_inland_km;
    s.phi = path.centre_latitude_deg;
    s.beta_0 = ducting_incidence_percent(s.phi, zones);
    s.a_e = median_effective_radius_km(path.dn);
    s.f_i = time_interpolation(path.time_percent, s.beta_0);

    const Horizons seen = horizons(path, s.a_e);
    const SmoothEarth fitted = fitted_ground(path);
    const DuctingGround ducting = ducting_ground(path, fitted, seen);
    analyse_profile(path, s, seen, fitted, ducting);

    const LineOfSight sight =
        line_of_sight(s.d, s.h_ts - s.h_rs, s.d_lt + s.d_lr, path.frequency_ghz, path.time_percent, s.beta_0);
    s.l_bfs = sight.free_space_db;
    s.l_b0p = sight.at_time_db;
    s.l_b0beta = sight.at_ducting_db;
    add_diffraction(path, s);
    s.l_bs = troposcatter_loss(s.d, s.theta, path.frequency_ghz, path.time_percent, path.n0);
    s.l_ba = ducting_loss(path, zones, seen, ducting, s.beta_0, s.a_e);
    combine(path, s);

    if (zone_at(path, path.distance_km.size() - 1) != RadioZone::sea) {
        s.l_loc = -inverse_normal(path.location_percent / 100) * path.location_sigma_db;
    }
    out.basic_loss_db = std::max(s.l_b0p, s.l_bc + s.l_loc);                                       // eq. 69
    out.field_strength_dbuv_m = 199.36 + 20 * std::log10(path.frequency_ghz) - out.basic_loss_db;  // eq. 70
    return out;
}

}  // namespace

Prediction predict(const Path& path) {
    if (const auto problem = refusal(path)) throw Error{Errc::input, "ITU-R P.1812", *problem};
    return predict_valid(path);
}

double basic_loss(const Path& path) {
    return predict(path).basic_loss_db;
}

}  // namespace amaneku::radio::p1812
