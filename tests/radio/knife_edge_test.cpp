#include "radio/knife_edge.hpp"

#include "catch.hpp"
#include "radio/free_space.hpp"
#include "radio/vectors.hpp"

#include <cmath>

using namespace amaneku;
using namespace amaneku::radio;

TEST_CASE("every knife edge of the table is met within 1e-5 dB") {
    const auto table = vectors("knife_edge.csv");
    REQUIRE(table.size() == 19);
    for (const Row& row : table) {
        INFO(described(row));
        double nu = number(row, "nu");
        if (row.at("kind") == "geometry") {
            const double geometric =
                diffraction_parameter(number(row, "h_m"), number(row, "d1_m"), number(row, "d2_m"),
                                      wavelength_m(1000.0 * number(row, "f_ghz")));
            CHECK(std::abs(geometric - nu) <= 5e-9);
            nu = geometric;
        }
        CHECK(std::abs(knife_edge_db(nu) - number(row, "loss_db")) <= 1e-5);
    }
}

TEST_CASE("the loss rises with nu and begins at -0.78 without a step") {
    double before = 0.0;
    for (double nu = free_nu; nu < 50.0; nu += 0.01) {
        const double now = knife_edge_db(nu);
        CHECK(now >= before);
        before = now;
    }
    CHECK(knife_edge_db(free_nu) == 0.0);
    CHECK(knife_edge_db(free_nu + 1e-9) < 0.01);
}

TEST_CASE(
    "the earth rises 0.37 m in the middle of 5 km with four thirds of its radius, 3.68 m in that of 15.8") {
    CHECK(earth_bulge_m(2500.0, 2500.0) == Approx(2500.0 * 2500.0 / (2.0 * 8'494'666.667)).epsilon(1e-9));
    CHECK(earth_bulge_m(2500.0, 2500.0) == Approx(0.3679).margin(1e-4));
    CHECK(earth_bulge_m(2500.0, 2500.0, 6'371'000.0) == Approx(0.4905).margin(1e-4));
}

TEST_CASE("the clearance of the first zone is nu over the root of two") {
    const double wavelength = wavelength_m(3750.0);
    const double radius = fresnel_radius_m(1000.0, 4000.0, wavelength);
    CHECK(diffraction_parameter(-0.6 * radius, 1000.0, 4000.0, wavelength) ==
          Approx(-0.6 * std::sqrt(2.0)).epsilon(1e-14));
}

TEST_CASE("with a clearance the loss begins where the zone is no longer clear by it") {
    for (const double share : {0.6, 0.8, 1.0}) {
        const double begins = -share * std::sqrt(2.0);
        CHECK(knife_edge_db(begins - 1e-9 + clearance_shift(share)) == 0.0);
        CHECK(knife_edge_db(begins + 1e-3 + clearance_shift(share)) > 0.0);
    }
    CHECK(clearance_shift(0.0) == 0.0);
    CHECK(clearance_shift(0.55) == 0.0);
    CHECK(clearance_shift(0.6) == Approx(0.0685).margin(1e-4));
    CHECK(knife_edge_db(clearance_shift(0.6)) - knife_edge_db(0.0) == Approx(0.59).margin(0.01));
}
