#include "radio/p1812_bullington.hpp"

#include "catch.hpp"
#include "p1812_case.hpp"

#include <cmath>

using namespace amaneku::radio::p1812;
using namespace amaneku::tests;

namespace {

constexpr ForTwoRadii radii{6371 * 157.0 / 112.0, 6371 * 3.0};

/// The two programs round in another order: some ten operations on numbers of up to 1e5.
constexpr double rounding_db = 1e-9;

/// J(ν) in the form of ITU-R P.526.
double edge_db(double nu) {
    return nu <= -0.78 ? 0 : 6.9 + 20 * std::log10(std::sqrt((nu - 0.1) * (nu - 0.1) + 1) + nu - 0.1);
}

double bullington_of(double edge, double length_km) {
    return edge + (1 - std::exp(-edge / 6)) * (10 + 0.02 * length_km);
}

/// ν of an edge `h` above the line, in metres throughout.
double nu_of(double h, double d1_m, double d2_m, double f_ghz) {
    return h * std::sqrt(2 * (d1_m + d2_m) / (0.2998 / f_ghz * d1_m * d2_m));
}

/// Section 4.3.1 word by word, for any heights above sea level.
double as_written(const std::vector<double>& d, const std::vector<double>& g, double hts, double hrs,
                  double ap, double f) {
    const double length = d.back();
    const double ce = 1 / ap;
    const double lambda = 0.2998 / f;
    double stim = -1e300;
    double srim = -1e300;
    double numax = -1e300;
    for (std::size_t i = 1; i + 1 < d.size(); ++i) {
        const double bulge = 500 * ce * d[i] * (length - d[i]);
        stim = std::max(stim, (g[i] + bulge - hts) / d[i]);
        srim = std::max(srim, (g[i] + bulge - hrs) / (length - d[i]));
        numax = std::max(numax, (g[i] + bulge - (hts * (length - d[i]) + hrs * d[i]) / length) *
                                    std::sqrt(0.002 * length / (lambda * d[i] * (length - d[i]))));
    }
    if (stim < (hrs - hts) / length) return bullington_of(edge_db(numax), length);
    const double db = (hrs - hts + srim * length) / (stim + srim);
    const double nub = (hts + stim * db - (hts * (length - db) + hrs * db) / length) *
                       std::sqrt(0.002 * length / (lambda * db * (length - db)));
    return bullington_of(edge_db(nub), length);
}

}  // namespace

TEST_CASE("one ridge half way is the knife edge of its height above the line plus the Earth's bulge") {
    const double height = GENERATE(-30.0, 0.0, 10.0, 31.0, 80.0, 300.0);
    P1812Case c = flat_case(10, 101);
    c.link.tx_height_m = c.link.rx_height_m = 30;
    c.ground_m[50] = std::max(0.0, 30 + height);
    const auto losses = bullington_losses(c.path(), radii);
    for (std::size_t k = 0; k < 2; ++k) {
        const double bulge = 5000.0 * 5000.0 / (2 * radii[k] * 1000);
        // Without a ridge the middle of the flat ground is what comes nearest.
        const double above = std::max(-30.0, height) + bulge;
        const double nu = nu_of(above, 5000, 5000, c.link.frequency_ghz);
        CHECK(losses[k] == Approx(bullington_of(edge_db(nu), 10)).margin(rounding_db));
    }
}

TEST_CASE("two ridges are one edge where the lines over them from both ends meet") {
    P1812Case c = flat_case(9, 10);
    c.link.tx_height_m = c.link.rx_height_m = 1;
    // Rise 1 m in 3 km as seen from either end, and meet in the middle; the bulge adds slopes of 500 Ce · 6
    // km.
    c.ground_m[3] = 101;
    c.ground_m[6] = 101;
    const auto losses = bullington_losses(c.path(), radii);
    for (std::size_t k = 0; k < 2; ++k) {
        const double slope = 100.0 / 3 + 500 / radii[k] * 6;
        const double nu = nu_of(slope * 4.5, 4500, 4500, c.link.frequency_ghz);
        CHECK(losses[k] == Approx(bullington_of(edge_db(nu), 9)).margin(rounding_db));
    }
}

TEST_CASE("clutter counts as ground, but not at the antennas") {
    P1812Case bare = flat_case(5, 51);
    bare.link.tx_height_m = 10;
    P1812Case grown = bare;
    for (std::size_t i = 1; i < 50; ++i) bare.ground_m[i] = 15;
    grown.clutter_m.assign(51, 15);
    CHECK(bullington_losses(grown.path(), radii) == bullington_losses(bare.path(), radii));
}

TEST_CASE("both radii at once, and peaks instead of scans, are the Recommendation's sums over all points") {
    for (unsigned seed = 0; seed < 300; ++seed) {
        const P1812Case c = hilly_case(seed);
        const Path path = c.path();
        INFO("seed " << seed);
        std::vector<double> top = c.ground_m;
        for (std::size_t i = 0; i < top.size(); ++i) top[i] += c.clutter_m[i];
        const auto actual = bullington_losses(path, radii);
        const auto smooth = smooth_bullington_losses(path, c.link.tx_height_m, c.link.rx_height_m, radii);
        const std::vector<double> sea(top.size(), 0);
        for (std::size_t k = 0; k < 2; ++k) {
            CHECK(actual[k] == Approx(as_written(c.distance_km, top, tx_above_sea_m(path),
                                                 rx_above_sea_m(path), radii[k], path.frequency_ghz))
                                   .margin(rounding_db));
            CHECK(smooth[k] == Approx(as_written(c.distance_km, sea, path.tx_height_m, path.rx_height_m,
                                                 radii[k], path.frequency_ghz))
                                   .margin(rounding_db));
        }
    }
}

TEST_CASE("a point that touches the line between the antennas costs what grazing costs") {
    // Bulge 1 m at the middle of 2 km: a ridge 1 m lower touches exactly, and eq. 18 would be 0 / 0.
    P1812Case c = flat_case(2, 5);
    c.link.tx_height_m = c.link.rx_height_m = 20;
    c.ground_m[2] = 19;
    const double loss = bullington_losses(c.path(), {500, 6371})[0];
    CHECK(loss == Approx(bullington_of(edge_db(0), 2)).margin(rounding_db));
}

TEST_CASE("a knife edge costs nothing up to -0.78, 6.03 dB at grazing and 13.93 dB at 1") {
    CHECK(knife_edge_loss(-5) == 0);
    CHECK(knife_edge_loss(-0.78) == 0);
    CHECK(knife_edge_loss(0) == Approx(6.033).margin(5e-4));  // printed with three decimals
    CHECK(knife_edge_loss(1) == Approx(13.926).margin(5e-4));
    CHECK(knife_edge_loss(2.4) == Approx(20.539).margin(5e-4));
}
