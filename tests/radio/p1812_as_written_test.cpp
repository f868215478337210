#include "catch.hpp"
#include "p1812_case.hpp"
#include "radio/p1812_ducting.hpp"
#include "radio/p1812_spherical_earth.hpp"
#include "radio/p1812_troposcatter.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

// The equations entered a second time, word by word and without the rearrangements of the library.

using namespace amaneku::radio::p1812;
using namespace amaneku::tests;

namespace {

/// Rounding of other orders of summing up, for losses of up to 1e4 dB.
constexpr double rounding_db = 1e-8;

double first_term_as_written(double er, double sigma, const SmoothPath& p, double a) {
    const double f = p.frequency_ghz;
    double k = 0.036 * std::pow(a * f, -1.0 / 3) *
               std::pow(std::pow(er - 1, 2) + std::pow(18 * sigma / f, 2), -0.25);  // 29a
    if (p.polarisation == Polarisation::vertical) {
        k *= std::pow(er * er + std::pow(18 * sigma / f, 2), 0.5);  // 29b
    }
    const double beta = (1 + 1.6 * std::pow(k, 2) + 0.67 * std::pow(k, 4)) /
                        (1 + 4.5 * std::pow(k, 2) + 1.53 * std::pow(k, 4));        // 30
    const double x = 21.88 * beta * std::pow(f / (a * a), 1.0 / 3) * p.length_km;  // 31
    const double fx = x < 1.6 ? -20 * std::log10(x) - 5.6488 * std::pow(x, 1.425)
                              : 11 + 10 * std::log10(x) - 17.6 * x;  // 33
    const auto g = [&](double h) {
        const double b = beta * 0.9575 * beta * std::pow(f * f / a, 1.0 / 3) * h;  // 32, 35
        const double gain = b > 2 ? 17.6 * std::pow(b - 1.1, 0.5) - 5 * std::log10(b - 1.1) - 8
                                  : 20 * std::log10(b + 0.1 * std::pow(b, 3));  // 34
        return std::max(gain, 2 + 20 * std::log10(k));
    };
    return -fx - g(p.tx_m) - g(p.rx_m);  // 36
}

double first_term_as_written(const SmoothPath& p, double a) {
    return p.sea_fraction * first_term_as_written(80, 5, p, a) +
           (1 - p.sea_fraction) * first_term_as_written(22, 0.003, p, a);  // 28
}

double spherical_earth_as_written(const SmoothPath& p, double ap) {
    const double d = p.length_km;
    const double ht = p.tx_m;
    const double hr = p.rx_m;
    const double dlos = std::sqrt(2 * ap) * (std::sqrt(0.001 * ht) + std::sqrt(0.001 * hr));  // 22
    if (d >= dlos) return first_term_as_written(p, ap);
    const double c = (ht - hr) / (ht + hr);
    const double m = 250 * d * d / (ap * (ht + hr));
    const double b = 2 * std::sqrt((m + 1) / (3 * m)) *
                     std::cos(std::numbers::pi / 3 +
                              1.0 / 3 * std::acos(3 * c / 2 * std::sqrt(3 * m / std::pow(m + 1, 3))));
    const double d1 = d / 2 * (1 + b);
    const double d2 = d - d1;
    const double hse = ((ht - 500 * d1 * d1 / ap) * d2 + (hr - 500 * d2 * d2 / ap) * d1) / d;  // 23
    const double hreq = 17.456 * std::sqrt(d1 * d2 * (0.2998 / p.frequency_ghz) / d);          // 25
    if (hse > hreq) return 0;
    const double aem = 500 * std::pow(d / (std::sqrt(ht) + std::sqrt(hr)), 2);  // 26
    return (1 - hse / hreq) * std::max(0.0, first_term_as_written(p, aem));     // 27
}

double ducting_as_written(const Path& path, const ZoneShares& zones, const Horizons& seen,
                          const DuctingGround& ground, double beta0, double ae) {
    const double f = path.frequency_ghz;
    const double d = length_km(path);
    const double p = path.time_percent;
    const double alf = f < 0.5 ? 45.375 - 137.0 * f + 92.5 * f * f : 0;  // 47a
    const auto shielding = [&](double theta, double dl) {
        const double excess = theta - 0.1 * dl;
        if (excess <= 0) return 0.0;
        return 20 * std::log10(1 + 0.361 * excess * std::pow(f * dl, 0.5)) +
               0.264 * excess * std::pow(f, 1.0 / 3);  // 48
    };
    const auto coupling = [&](RadioZone zone, double dc, double dl, double h) {
        if (zone == RadioZone::sea) dc = 0;
        if (zones.sea_fraction >= 0.75 && dc <= dl && dc <= 5) {
            return -3 * std::exp(-0.25 * dc * dc) * (1 + std::tanh(0.07 * (50 - h)));  // 49
        }
        return 0.0;
    };
    const double af = 102.45 + 20 * std::log10(f) + 20 * std::log10(seen.tx_km + seen.rx_km) + alf +
                      shielding(seen.tx_mrad, seen.tx_km) + shielding(seen.rx_mrad, seen.rx_km) +
                      coupling(path.zone.front(), path.tx_coast_km, seen.tx_km, tx_above_sea_m(path)) +
                      coupling(path.zone.back(), path.rx_coast_km, seen.rx_km, rx_above_sea_m(path));  // 47
    const double gamma_d = 5e-5 * ae * std::pow(f, 1.0 / 3);                                           // 51
    const double theta = 1000 * d / ae + std::min(seen.tx_mrad, 0.1 * seen.tx_km) +
                         std::min(seen.rx_mrad, 0.1 * seen.rx_km);  // 52
    const double tau = 1 - std::exp(-4.12e-4 * std::pow(zones.longest_inland_km, 2.41));
    double alpha = -0.6 - 3.5 * 1e-9 * std::pow(d, 3.1) * tau;
    if (alpha < -3.4) alpha = -3.4;
    double mu2 = std::pow(
        500 / ae * d * d / std::pow(std::sqrt(ground.tx_effective_m) + std::sqrt(ground.rx_effective_m), 2),
        alpha);
    if (mu2 > 1) mu2 = 1;
    const double di = std::min(d - seen.tx_km - seen.rx_km, 40.0);
    const double mu3 =
        ground.roughness_m <= 10 ? 1 : std::exp(-4.6e-5 * (ground.roughness_m - 10) * (43 + 6 * di));  // 56
    const double beta = beta0 * mu2 * mu3;
    const double log_beta = std::log10(beta);
    const double big_gamma =
        1.076 / std::pow(2.0058 - log_beta, 1.012) *
        std::exp(-(9.51 - 4.8 * log_beta + 0.198 * std::pow(log_beta, 2)) * 1e-6 * std::pow(d, 1.13));
    const double ap = -12 + (1.2 + 3.7e-3 * d) * std::log10(p / beta) + 12 * std::pow(p / beta, big_gamma);
    return af + gamma_d * theta + ap;  // 46, 50
}

}  // namespace

TEST_CASE("spherical-Earth diffraction is that of its equations on both sides of the radio horizon") {
    int in_sight = 0;
    int clear = 0;
    int beyond = 0;
    for (const double length : {0.3, 2.0, 10.0, 30.0, 60.0, 300.0}) {
        for (const double tx : {1.0, 30.0, 400.0}) {
            for (const double f : {0.03, 0.3, 3.5, 6.0}) {
                for (const double sea : {0.0, 0.4, 1.0}) {
                    for (const auto pol : {Polarisation::horizontal, Polarisation::vertical}) {
                        const SmoothPath path{length, tx, 1.5, f, pol, sea};
                        const double expected = spherical_earth_as_written(path, 8500);
                        INFO(length << " km, " << tx << " m, " << f << " GHz, sea " << sea);
                        CHECK(spherical_earth_loss(path, 8500) == Approx(expected).margin(rounding_db));
                        const bool is_beyond = length >= std::sqrt(17.0) * (std::sqrt(tx) + std::sqrt(1.5));
                        ++(is_beyond ? beyond : expected == 0 ? clear : in_sight);
                    }
                }
            }
        }
    }
    CHECK(std::min({in_sight, clear, beyond}) > 50);
}

TEST_CASE("beyond the radio horizon the loss is the first term for the same radius") {
    SmoothPath path{0, 30, 10, 0.7, Polarisation::vertical, 0};
    path.length_km = 1.001 * std::sqrt(2 * 8500 * 0.001) * (std::sqrt(30.0) + std::sqrt(10.0));
    CHECK(spherical_earth_loss(path, 8500) == first_term_loss(path, 8500));
}

TEST_CASE("ducting and layer reflection is that of its equations") {
    int coupled = 0;
    for (unsigned seed = 0; seed < 300; ++seed) {
        P1812Case c = hilly_case(seed);
        if (seed % 3 == 0) std::fill(c.zone.begin() + 2, c.zone.end(), RadioZone::sea);
        if (seed % 6 == 0) std::fill(c.zone.begin(), c.zone.begin() + 2, RadioZone::sea);
        const Path path = c.path();
        const ZoneShares zones = zone_shares(path);
        coupled += zones.sea_fraction >= 0.75 ? 1 : 0;
        const Horizons seen = horizons(path, 8930);
        const DuctingGround ground = ducting_ground(path, fitted_ground(path), seen);
        INFO("seed " << seed);
        CHECK(ducting_loss(path, zones, seen, ground, 2.5, 8930) ==
              Approx(ducting_as_written(path, zones, seen, ground, 2.5, 8930)).margin(rounding_db));
    }
    CHECK(coupled > 50);
}

TEST_CASE("a terminal at the coast of a sea path couples into its duct, one inland does not") {
    P1812Case c = flat_case(100, 101);
    c.zone.assign(101, RadioZone::sea);
    std::fill(c.zone.begin(), c.zone.begin() + 3, RadioZone::coastal_land);
    c.link.tx_height_m = 50;
    const auto loss = [&](double coast_km) {
        c.link.tx_coast_km = coast_km;
        return predict(c.path()).steps.l_ba;
    };
    // At 50 m above the sea: -3 dB at the shore, and nothing from 5 km on.
    CHECK(loss(10) - loss(0) == Approx(3).margin(1e-9));
    CHECK(loss(10) - loss(2) == Approx(3 * std::exp(-1.0)).margin(1e-9));
    CHECK(loss(10) == loss(5.001));
}

TEST_CASE("scatter grows with distance and angle as its equation says") {
    // 190.1 + 25 log 2 + 20 log 100 + 0.573 · 10 - 0.15 · 320 - 10.125 · 0 at 2 GHz and half of the time.
    CHECK(troposcatter_loss(100, 10, 2, 50, 320) ==
          Approx(190.1 + 25 * std::log10(2.0) + 40 + 5.73 - 48).margin(1e-9));
    CHECK(troposcatter_loss(100, 10, 2, 50, 320) - troposcatter_loss(100, 10, 2, 5, 320) ==
          Approx(10.125).margin(1e-9));
    CHECK(troposcatter_loss(100, 10, 0.2, 50, 320) ==
          Approx(190.1 + 25 * std::log10(0.2) - 2.5 + 40 + 5.73 - 48).margin(1e-9));
}

TEST_CASE("mechanisms are combined as section 4.6 says") {
    int sight = 0;
    int ducted = 0;
    for (unsigned seed = 0; seed < 300; ++seed) {
        const P1812Case c = hilly_case(seed);
        const Intermediates s = predict(c.path()).steps;
        const double p = c.link.time_percent;
        INFO("seed " << seed);
        const double fj = 1 - 0.5 * (1 + std::tanh(3 * 0.8 * (s.theta - 0.3) / 0.3));
        const double fk = 1 - 0.5 * (1 + std::tanh(3 * 0.5 * (s.d - 20) / 20));
        const double ldp = s.l_d50 + s.f_i * (s.l_dbeta - s.l_d50);
        const double minb0p = p < s.beta_0 ? s.l_b0p + (1 - s.omega) * ldp
                                           : s.l_bd50 + (s.l_b0beta + (1 - s.omega) * ldp - s.l_bd50) * s.f_i;
        const double minbap = 2.5 * std::log(std::exp(s.l_ba / 2.5) + std::exp(s.l_b0p / 2.5));
        const double bd = s.l_b0p + ldp;
        const double bda = minbap > bd ? bd : minbap + (bd - minbap) * fk;
        const double bam = bda + (minb0p - bda) * fj;
        CHECK(s.l_bam == Approx(bam).margin(rounding_db));
        CHECK(s.l_bc == Approx(-5 * std::log10(std::pow(10, -0.2 * s.l_bs) + std::pow(10, -0.2 * bam)))
                            .margin(rounding_db));
        sight += fj > 0.5 ? 1 : 0;
        ducted += minbap <= bd ? 1 : 0;
    }
    CHECK(sight > 20);
    CHECK(ducted > 5);
}
