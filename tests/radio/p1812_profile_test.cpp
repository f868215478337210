#include "radio/p1812_profile.hpp"

#include "catch.hpp"
#include "p1812_case.hpp"
#include "radio/p1812_climate.hpp"
#include "radio/p1812_great_circle.hpp"
#include "radio/p1812_inverse_normal.hpp"

#include <cmath>
#include <limits>

using namespace amaneku::radio::p1812;
using namespace amaneku::tests;

namespace {

constexpr double rounding = 1e-9;

}  // namespace

TEST_CASE("the fitted line of a straight slope is the slope, however its points are spaced") {
    P1812Case c = flat_case(10, 6);
    c.distance_km = {0, 0.1, 1, 4, 9.5, 10};
    c.ground_m.clear();
    for (const double d : c.distance_km) c.ground_m.push_back(200 - 15 * d);
    const SmoothEarth fitted = fitted_ground(c.path());
    CHECK(fitted.tx_m == Approx(200).margin(rounding));
    CHECK(fitted.rx_m == Approx(50).margin(rounding));
}

TEST_CASE("a smooth surface never lies above the ground at the antennas") {
    P1812Case c = flat_case(10, 11);
    for (std::size_t i = 1; i < 10; ++i) c.ground_m[i] = 50;
    const SmoothEarth fitted = fitted_ground(c.path());
    REQUIRE(fitted.tx_m > 0);
    const SmoothEarth smooth = diffraction_ground(c.path(), fitted);
    CHECK(smooth.tx_m <= 0);
    CHECK(smooth.rx_m <= 0);
    const DuctingGround ducting = ducting_ground(c.path(), fitted, horizons(c.path(), 8500));
    CHECK(ducting.smooth.tx_m == 0);
    CHECK(ducting.tx_effective_m == 30);
    CHECK(ducting.roughness_m == 50);
}

TEST_CASE("a hill in the way is the horizon of both antennas, at its distance and elevation") {
    P1812Case c = flat_case(10, 11);
    c.ground_m[3] = 130;
    const double radius = 8500;
    const Horizons seen = horizons(c.path(), radius);
    CHECK(seen.is_transhorizon);
    CHECK(seen.tx_km == 3);
    CHECK(seen.rx_km == 7);
    CHECK(seen.tx_mrad == Approx(1000 * std::atan(100.0 / 3000 - 3 / (2 * radius))).margin(rounding));
    CHECK(seen.rx_mrad == Approx(1000 * std::atan(128.5 / 7000 - 7 / (2 * radius))).margin(rounding));
    CHECK(seen.angle_mrad == Approx(1000 * 10 / radius + seen.tx_mrad + seen.rx_mrad).margin(rounding));
}

TEST_CASE("antennas in sight of each other look at each other, and both distances meet at one point") {
    P1812Case c = flat_case(2, 21);
    c.link.tx_height_m = c.link.rx_height_m = 50;
    c.ground_m[13] = 20;
    const Horizons seen = horizons(c.path(), 8500);
    CHECK_FALSE(seen.is_transhorizon);
    CHECK(seen.tx_point == 13);
    CHECK(seen.tx_km + seen.rx_km == 2);
    CHECK(seen.angle_mrad ==
          Approx(0).margin(1e-3));  // the Earth's curve is taken off, to the atan's third order
}

TEST_CASE("of points that obstruct alike the one nearer to the receiver counts") {
    P1812Case c = flat_case(9, 10);
    c.link.tx_height_m = c.link.rx_height_m = 100;
    CHECK(horizons(c.path(), 8500).tx_point == 5);
}

TEST_CASE("of equally high horizons each antenna takes the nearest") {
    // A flat Earth, and lines of exactly 1 in 10 from both ends.
    P1812Case c = flat_case(8, 9);
    c.link.tx_height_m = c.link.rx_height_m = 10;
    c.ground_m = {0, 110, 210, 0, 0, 0, 210, 110, 0};
    const Horizons seen = horizons(c.path(), std::numeric_limits<double>::infinity());
    CHECK(seen.tx_km == 1);
    CHECK(seen.rx_km == 1);
    CHECK(seen.tx_mrad == seen.rx_mrad);
}

TEST_CASE("zones end half way between points, and the longest stretch without sea counts") {
    using enum RadioZone;
    P1812Case c = flat_case(10, 11);
    c.zone = {inland, inland, inland, coastal_land, sea, sea, sea, coastal_land, inland, inland, inland};
    const ZoneShares shares = zone_shares(c.path());
    CHECK(shares.sea_fraction == Approx(0.3).margin(rounding));
    CHECK(shares.longest_land_km == 3.5);
    CHECK(shares.longest_inland_km == 2.5);

    c.zone.assign(11, sea);
    CHECK(zone_shares(c.path()).sea_fraction == 1);
    CHECK(zone_shares(c.path()).longest_land_km == 0);
    c.zone.assign(11, inland);
    CHECK(zone_shares(c.path()).longest_inland_km == 10);
    c.zone.clear();
    CHECK(zone_shares(c.path()).longest_inland_km == 10);
}

TEST_CASE(
    "ducts are more frequent over sea and towards the equator, and never as frequent as half of the time") {
    const ZoneShares sea{0, 0, 1};
    const ZoneShares land{100, 100, 0};
    CHECK(ducting_incidence_percent(35, sea) > ducting_incidence_percent(35, land));
    CHECK(ducting_incidence_percent(20, land) > ducting_incidence_percent(50, land));
    CHECK(ducting_incidence_percent(-35, land) == ducting_incidence_percent(35, land));
    // At 0 km of land μ1 is (1 + 10^-2.48)^0.2, which is limited to 1: 10^1.67.
    CHECK(ducting_incidence_percent(0, sea) == Approx(std::pow(10, 1.67)).margin(rounding));
    CHECK(ducting_incidence_percent(80, sea) == Approx(4.17).margin(rounding));

    // Eqs. 2-5 word by word, 40 km of land of which 10 km inland, at 35 degrees.
    const double tau = 1 - std::exp(-(4.12e-4 * std::pow(10, 2.41)));
    const double mu1 =
        std::pow(std::pow(10, -40 / (16 - 6.6 * tau)) + std::pow(10, -(2.48 + 1.77 * tau)), 0.2);
    const double mu4 = std::pow(10, (-0.935 + 0.0176 * 35) * std::log10(mu1));
    CHECK(ducting_incidence_percent(35, {40, 10, 0.2}) ==
          Approx(std::pow(10, -0.015 * 35 + 1.67) * mu1 * mu4).margin(rounding));
    CHECK(ducting_incidence_percent(75, {40, 10, 0.2}) ==
          Approx(4.17 * mu1 * std::pow(10, 0.3 * std::log10(mu1))).margin(rounding));
}

TEST_CASE("the effective Earth is 157 / (157 - dN) times as large") {
    CHECK(median_effective_radius_km(0) == 6371);
    CHECK(median_effective_radius_km(78.5) == 2 * 6371);
}

TEST_CASE("the centre of a path along a meridian or the equator is half way") {
    const double degree_km = 6371 * std::acos(-1.0) / 180;
    CHECK(centre_latitude({135, 30}, {135, 34}, 4 * degree_km) == Approx(32).margin(rounding));
    CHECK(centre_latitude({135, 34}, {135, 30}, 4 * degree_km) == Approx(32).margin(rounding));
    CHECK(centre_latitude({130, 0}, {140, 0}, 10 * degree_km) == Approx(0).margin(rounding));
    CHECK(centre_latitude({179, 35}, {-179, 35}, 180) > 35);  // great circles bend towards the pole
}

TEST_CASE("the inverse normal is within 0.00054 of the tables and turns its sign at one half") {
    CHECK(inverse_normal(0.1) == Approx(1.281552).margin(0.00054));
    CHECK(inverse_normal(0.01) == Approx(2.326348).margin(0.00054));
    CHECK(inverse_normal(0.9) == Approx(-1.281552).margin(0.00054));
    CHECK(inverse_normal(0.75) == -inverse_normal(0.25));
    CHECK(inverse_normal(0) == inverse_normal(1e-6));
}
