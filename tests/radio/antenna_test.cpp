#include "radio/antenna.hpp"

#include "catch.hpp"

using namespace amaneku::radio;

TEST_CASE("half a beamwidth off the boresight costs 3 dB, to either side and above and below") {
    const Antenna antenna{90.0, 65.0, 65.0, 0.0};
    CHECK(pattern_attenuation_db(antenna, 90.0, 0.0) == 0.0);
    CHECK(pattern_attenuation_db(antenna, 122.5, 0.0) == 3.0);
    CHECK(pattern_attenuation_db(antenna, 57.5, 0.0) == 3.0);
    CHECK(pattern_attenuation_db(antenna, 90.0, 32.5) == 3.0);
    CHECK(pattern_attenuation_db(antenna, 90.0, -32.5) == 3.0);
    CHECK(pattern_attenuation_db(antenna, 122.5, 32.5) == 6.0);
}

TEST_CASE("beamwidths of an antenna's own replace the 65 degrees") {
    const Antenna narrow{0.0, 30.0, 10.0, 0.0};
    CHECK(pattern_attenuation_db(narrow, 15.0, 0.0) == 3.0);
    CHECK(pattern_attenuation_db(narrow, 0.0, -5.0) == 3.0);
}

TEST_CASE("a bearing counts around north, not across the circle") {
    const Antenna antenna{350.0, 65.0, 65.0, 0.0};
    const double ten = pattern_attenuation_db({0.0, 65.0, 65.0, 0.0}, 20.0, 0.0);
    CHECK(pattern_attenuation_db(antenna, 10.0, 0.0) == ten);
    CHECK(pattern_attenuation_db(antenna, 330.0, 0.0) == ten);
    CHECK(pattern_attenuation_db({-10.0, 65.0, 65.0, 0.0}, 370.0, 0.0) == ten);
    CHECK(pattern_attenuation_db(antenna, 170.0, 0.0) == 30.0);
}

TEST_CASE("angles are wrapped to above -180 up to 180") {
    CHECK(wrapped_degrees(180.0) == 180.0);
    CHECK(wrapped_degrees(-180.0) == 180.0);
    CHECK(wrapped_degrees(540.0) == 180.0);
    CHECK(wrapped_degrees(181.0) == -179.0);
    CHECK(wrapped_degrees(-359.0) == 1.0);
    CHECK(wrapped_degrees(720.0) == 0.0);
}

TEST_CASE("no direction loses more than 30 dB") {
    const Antenna antenna{0.0, 65.0, 65.0, 5.0};
    for (double bearing = 0.0; bearing < 360.0; bearing += 7.0) {
        for (double elevation = -90.0; elevation <= 90.0; elevation += 7.0) {
            const double loss = pattern_attenuation_db(antenna, bearing, elevation);
            CHECK(loss >= 0.0);
            CHECK(loss <= 30.0);
        }
    }
    CHECK(pattern_attenuation_db(antenna, 180.0, 60.0) == 30.0);
}

TEST_CASE("a tilt turns the beam below the horizon") {
    const Antenna antenna{0.0, 65.0, 10.0, 6.0};
    CHECK(pattern_attenuation_db(antenna, 0.0, -6.0) == 0.0);
    CHECK(pattern_attenuation_db(antenna, 0.0, -1.0) == 3.0);
    CHECK(pattern_attenuation_db(antenna, 0.0, 0.0) > pattern_attenuation_db(antenna, 0.0, -5.0));
}

TEST_CASE("an antenna without azimuth, or as wide as the circle, has the vertical cut only") {
    Antenna antenna;
    antenna.tilt = 2.0;
    const Antenna wide{120.0, 360.0, 65.0, 2.0};
    for (const double bearing : {0.0, 90.0, 200.0}) {
        CHECK(pattern_attenuation_db(antenna, bearing, -2.0) == 0.0);
        CHECK(pattern_attenuation_db(antenna, bearing, 30.5) == 3.0);
        CHECK(pattern_attenuation_db(wide, bearing, 30.5) == 3.0);
    }
}
