#include "radio/p1812.hpp"

#include "catch.hpp"
#include "p1812_case.hpp"
#include "radio/p1812_spherical_earth.hpp"
#include <amaneku/error.hpp>

#include <cmath>
#include <functional>
#include <limits>
#include <type_traits>

using namespace amaneku;
using namespace amaneku::radio::p1812;
using namespace amaneku::tests;

namespace {

double free_space_db(double f_ghz, double d_km, double rise_m) {
    return 92.4 + 20 * std::log10(f_ghz) + 10 * std::log10(d_km * d_km + rise_m * rise_m / 1e6);
}

/// Text of the error that predict throws for a flat path changed like this; empty when it does not throw.
std::string refused(const std::function<void(P1812Case&)>& change) {
    P1812Case c = flat_case(5, 51);
    c.clutter_m.assign(51, 0);
    c.zone.assign(51, RadioZone::inland);
    change(c);
    try {
        (void)predict(c.path());
    } catch (const Error& error) {
        CHECK(error.code() == Errc::input);
        return error.what();
    }
    return {};
}

bool says(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

// A prediction is a value that owns no memory.
static_assert(std::is_trivially_copyable_v<Prediction>);

}  // namespace

TEST_CASE("high antennas over short flat ground have the loss of free space for half of the time") {
    P1812Case c = flat_case(1, 21);
    c.link.tx_height_m = 100;
    c.link.rx_height_m = 80;
    const Prediction p = predict(c.path());
    CHECK(p.steps.l_d50 == 0);
    // 1e-9: rounding; scatter is 50 dB weaker and adds 5 log10(1 + 10^-10).
    CHECK(p.basic_loss_db == Approx(free_space_db(3.5, 1, 20)).margin(1e-9));
    CHECK(p.field_strength_dbuv_m == 199.36 + 20 * std::log10(3.5) - p.basic_loss_db);
}

TEST_CASE("the shortest and the longest path, from the lowest and the highest antennas, have a number") {
    for (const double length : {0.25, 1.0, 30.0, 3000.0}) {
        for (const double height : {1.0, 3000.0}) {
            P1812Case c = flat_case(length, 4);
            c.link.tx_height_m = c.link.rx_height_m = height;
            c.link.time_percent = 1;
            INFO(length << " km, " << height << " m");
            CHECK(std::isfinite(basic_loss(c.path())));
        }
    }
}

TEST_CASE("a ridge that shadows costs its knife edge in the Bullington form over free space") {
    P1812Case c = flat_case(4, 81);
    c.link.tx_height_m = c.link.rx_height_m = 30;
    c.ground_m[40] = 150;
    const Prediction p = predict(c.path());
    const double bulge = 2000.0 * 2000.0 / (2 * p.steps.a_e * 1000);
    const double nu = (120 + bulge) * std::sqrt(2 * 4000 / (0.2998 / 3.5 * 2000 * 2000));
    const double edge = 6.9 + 20 * std::log10(std::sqrt((nu - 0.1) * (nu - 0.1) + 1) + nu - 0.1);
    const double bullington = edge + (1 - std::exp(-edge / 6)) * 10.08;
    // The smooth surface was lowered so far that the sphere adds nothing.
    CHECK(p.steps.l_d50 == Approx(bullington).margin(1e-9));
    CHECK(p.steps.l_bd50 == Approx(bullington + free_space_db(3.5, 4, 0)).margin(1e-9));
    // Scatter over so short a path is far weaker.
    CHECK(p.basic_loss_db == Approx(p.steps.l_bd50).margin(1e-3));
}

TEST_CASE(
    "beyond the radio horizon a sphere alone costs its first term, and less over sea for vertical waves") {
    const SmoothPath land{80, 30, 10, 0.1, Polarisation::vertical, 0};
    SmoothPath sea = land;
    sea.sea_fraction = 1;
    CHECK(spherical_earth_loss(land, 8500) == first_term_loss(land, 8500));
    CHECK(spherical_earth_loss(sea, 8500) < spherical_earth_loss(land, 8500) - 3);

    SmoothPath mixed = land;
    mixed.sea_fraction = 0.25;
    CHECK(first_term_loss(mixed, 8500) ==
          Approx(0.25 * first_term_loss(sea, 8500) + 0.75 * first_term_loss(land, 8500)).margin(1e-9));
}

TEST_CASE("a sphere in sight costs from the first term down to nothing, without a jump at the horizon") {
    SmoothPath path{10, 20, 20, 1, Polarisation::horizontal, 0};
    const double horizon_km = std::sqrt(2 * 8500 * 0.001) * 2 * std::sqrt(20.0);
    path.length_km = horizon_km * (1 - 1e-9);
    const double inside = spherical_earth_loss(path, 8500);
    path.length_km = horizon_km * (1 + 1e-9);
    CHECK(inside == Approx(spherical_earth_loss(path, 8500)).margin(1e-5));
    path.length_km = 0.5;
    CHECK(spherical_earth_loss(path, 8500) == 0);
}

TEST_CASE("over sea the loss for one percent of time is well below that over land") {
    P1812Case c = flat_case(150, 151);
    c.link.frequency_ghz = 0.7;
    c.link.rx_height_m = 10;
    c.link.time_percent = 1;
    const double land = basic_loss(c.path());
    c.zone.assign(151, RadioZone::sea);
    const Prediction sea = predict(c.path());
    CHECK(sea.steps.omega == 1);
    CHECK(sea.steps.d_tm == 0);
    CHECK(sea.basic_loss_db < land - 5);
}

TEST_CASE("locations have no spread where the receiver is at sea") {
    P1812Case c = flat_case(5, 51);
    c.link.location_sigma_db = 5.5;
    c.link.location_percent = 90;
    const double median = predict(c.path()).steps.l_bc;
    // 1.2816 σ, to the error of the inverse normal.
    CHECK(basic_loss(c.path()) == Approx(median + 1.281552 * 5.5).margin(0.00054 * 5.5));
    c.zone.assign(51, RadioZone::inland);
    c.zone.back() = RadioZone::sea;
    CHECK(predict(c.path()).steps.l_loc == 0);
}

TEST_CASE("no loss is below that of a clear path for the same time") {
    P1812Case c = flat_case(5, 51);
    c.link.tx_height_m = c.link.rx_height_m = 100;
    c.link.location_sigma_db = 10;
    c.link.location_percent = 1;
    const Prediction p = predict(c.path());
    CHECK(p.steps.l_bc + p.steps.l_loc < p.steps.l_b0p);
    CHECK(p.basic_loss_db == p.steps.l_b0p);
}

TEST_CASE("more of the time and more of the places cost at least as much") {
    for (unsigned seed = 0; seed < 60; ++seed) {
        P1812Case c = hilly_case(seed);
        INFO("seed " << seed);
        double before = -1;
        for (const double p : {1.0, 2.0, 5.0, 10.0, 20.0, 35.0, 50.0}) {
            c.link.time_percent = p;
            const double loss = basic_loss(c.path());
            CHECK(loss >= before);
            before = loss;
        }
        before = -1;
        for (const double p : {1.0, 10.0, 50.0, 90.0, 99.0}) {
            c.link.location_percent = p;
            const double loss = basic_loss(c.path());
            CHECK(loss >= before);
            before = loss;
        }
    }
}

TEST_CASE("the way back costs what the way there does") {
    // Not where the receiver's zone decides: locations spread on land only.
    for (unsigned seed = 0; seed < 200; ++seed) {
        P1812Case c = hilly_case(seed);
        c.link.location_percent = 50;
        c.link.location_sigma_db = 0;
        INFO("seed " << seed);
        CHECK(basic_loss(c.turned_round().path()) == Approx(basic_loss(c.path())).margin(1e-8));
    }
}

TEST_CASE("a profile without clutter and zones is one of zeros, all inland") {
    P1812Case c = hilly_case(7);
    c.clutter_m.clear();
    c.zone.clear();
    const double without = basic_loss(c.path());
    c.clutter_m.assign(c.ground_m.size(), 0);
    c.zone.assign(c.ground_m.size(), RadioZone::inland);
    CHECK(basic_loss(c.path()) == without);
    CHECK(predict(c.path()).basic_loss_db == without);
}

TEST_CASE("what the model does not hold for is refused by name and value") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    CHECK(refused([](P1812Case&) {}).empty());
    CHECK(refused([](P1812Case& c) { c.link.frequency_ghz = 28; }) ==
          "frequency 28 GHz is outside 0.03-6 GHz");
    CHECK(says(refused([](P1812Case& c) { c.link.frequency_ghz = 0.02; }), "frequency 0.02"));
    CHECK(says(refused([](P1812Case& c) { c.link.tx_height_m = 0.5; }), "transmitter height 0.5 m"));
    CHECK(says(refused([=](P1812Case& c) { c.link.tx_height_m = nan; }), "transmitter height nan m"));
    CHECK(says(refused([](P1812Case& c) { c.link.rx_height_m = 3001; }), "receiver height 3001 m"));
    CHECK(says(refused([](P1812Case& c) { c.link.time_percent = 51; }), "time percentage 51 %"));
    CHECK(says(refused([](P1812Case& c) { c.link.time_percent = 0.9; }), "time percentage 0.9 %"));
    CHECK(says(refused([](P1812Case& c) { c.link.location_percent = 100; }), "location percentage 100 %"));
    CHECK(says(refused([](P1812Case& c) { c.link.location_sigma_db = -1; }), "standard deviation -1 dB"));
    CHECK(says(refused([](P1812Case& c) { c.link.centre_latitude_deg = 91; }), "latitude 91"));
    CHECK(says(refused([](P1812Case& c) { c.link.dn = 157; }), "dN 157"));
    CHECK(says(refused([](P1812Case& c) { c.link.n0 = 0; }), "N0 0"));
    CHECK(says(refused([](P1812Case& c) { c.link.tx_coast_km = -1; }), "coast -1 km"));
    CHECK(says(refused([](P1812Case& c) { c.link.rx_coast_km = -2; }), "coast -2 km"));
    CHECK(says(refused([](P1812Case& c) { c = flat_case(0.2, 51); }), "path length 0.2 km"));
    CHECK(says(refused([](P1812Case& c) { c = flat_case(3001, 51); }), "path length 3001 km"));
    CHECK(says(refused([](P1812Case& c) { c = flat_case(1, 3); }), "profile of 3 points"));
    CHECK(says(refused([](P1812Case& c) { c.distance_km.clear(); }), "profile of 0 points"));
    CHECK(says(refused([](P1812Case& c) { c.ground_m.pop_back(); }), "51 distances and 50 ground heights"));
    CHECK(says(refused([](P1812Case& c) { c.clutter_m.pop_back(); }), "51 distances and 50 clutter heights"));
    CHECK(says(refused([](P1812Case& c) { c.zone.pop_back(); }), "51 distances and 50 zones"));
    CHECK(says(refused([](P1812Case& c) { c.distance_km[0] = 0.01; }), "first profile point is at 0.01 km"));
    CHECK(says(refused([](P1812Case& c) { c.distance_km[3] = c.distance_km[2]; }),
               "profile point 3 at 0.2 km"));
    CHECK(says(refused([=](P1812Case& c) { c.distance_km[3] = nan; }), "profile point 3 at nan km"));
    CHECK(
        says(refused([=](P1812Case& c) { c.ground_m[7] = nan; }), "ground height of profile point 7 is nan"));
    CHECK(says(refused([](P1812Case& c) { c.clutter_m[8] = -1; }),
               "clutter height of profile point 8 is -1 m"));
}
