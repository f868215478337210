#include "radio/free_space.hpp"

#include "catch.hpp"

#include <cmath>
#include <numbers>

using namespace amaneku::radio;

TEST_CASE("free space takes 20 dB a decade of distance and of frequency") {
    CHECK(free_space_db(3750.0, 1000.0) - free_space_db(3750.0, 100.0) == Approx(20.0).epsilon(1e-13));
    CHECK(free_space_db(7000.0, 500.0) - free_space_db(700.0, 500.0) == Approx(20.0).epsilon(1e-13));
}

TEST_CASE("free space takes nothing where the distance is a wavelength over four pi") {
    const double wavelength = wavelength_m(299.792458);
    CHECK(wavelength == 1.0);
    CHECK(std::abs(free_space_db(299.792458, 1.0 / (4.0 * std::numbers::pi))) < 1e-13);
}

TEST_CASE("free space at 1 GHz and 1 km is the textbook's 92.45 dB") {
    CHECK(free_space_db(1000.0, 1000.0) == Approx(92.4478).margin(1e-4));
}
