#include "footprint/beam.hpp"

#include "catch.hpp"
#include "radio/antenna.hpp"

#include <cmath>
#include <limits>
#include <numbers>

using namespace amaneku;
using namespace amaneku::footprint;

TEST_CASE("the fast arc tangent is within 3e-7 of the library's in all of its half plane") {
    double worst = 0.0;
    for (int i = 0; i <= 100'000; ++i) {
        const double angle = std::numbers::pi * i / 100'000.0;
        const auto y = static_cast<float>(std::abs(3.0 * std::sin(angle)));
        const auto x = static_cast<float>(3.0 * std::cos(angle));
        worst = std::max(worst, std::abs(std::atan2(double{y}, double{x}) - double{upper_angle(y, x)}));
    }
    CHECK(worst < 3e-7);
    CHECK(upper_angle(0.0F, 0.0F) == 0.0F);
}

TEST_CASE("the beam is the antenna's pattern within 1e-4 dB in every direction") {
    Transmitter t;
    t.azimuth = GENERATE(std::numeric_limits<double>::quiet_NaN(), 0.0, 123.0, -170.0, 359.0);
    t.beamwidth = GENERATE(33.0, 65.0, 120.0, 360.0);
    t.vertical_beamwidth = GENERATE(7.0, 65.0);
    t.tilt = GENERATE(0.0, 6.0, -3.0);
    const Beam beam{t};
    const radio::Antenna antenna{t.azimuth, t.beamwidth, t.vertical_beamwidth, t.tilt};
    double worst = 0.0;
    for (int bearing = 0; bearing < 360; ++bearing) {
        for (const double distance : {1.0, 30.0, 200.0, 5'000.0}) {
            for (const double below : {-40.0, 0.0, 28.5}) {
                const double radians = bearing * std::numbers::pi / 180.0;
                const auto north = static_cast<float>(distance * std::cos(radians));
                const auto east = static_cast<float>(distance * std::sin(radians));
                const double elevation = -std::atan2(below, distance) * 180.0 / std::numbers::pi;
                const double expected = radio::pattern_attenuation_db(antenna, bearing, elevation);
                const double got =
                    beam.loss_db(north, east, north * north + east * east, static_cast<float>(below));
                worst = std::max(worst, std::abs(got - expected));
            }
        }
    }
    CHECK(worst < 1e-4);
}
