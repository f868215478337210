#include "radio/radial_diffraction.hpp"

#include "catch.hpp"
#include "radio/free_space.hpp"
#include "radio/profile_diffraction.hpp"

#include <cmath>
#include <cstdint>
#include <vector>

using namespace amaneku;
using namespace amaneku::radio;

namespace {

constexpr double step_m = 50.0;
constexpr double receiver_m = 1.5;

/// A hilly radial, the same for the same seed on every machine.
std::vector<float> hills(std::uint64_t seed, std::size_t posts, double roughness_m) {
    std::vector<float> out;
    double height = 100.0;
    for (std::size_t i = 0; i < posts; ++i) {
        out.push_back(static_cast<float>(height));
        seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
        height += roughness_m * (static_cast<double>(seed >> 40) / 8388608.0 - 1.0);
    }
    return out;
}

double one_path(const std::vector<float>& ground, const std::vector<float>& cover, std::size_t end,
                double tx_m, double mhz, Diffraction method, double fresnel) {
    std::vector<double> distance;
    std::vector<double> height;
    for (std::size_t i = 0; i <= end; ++i) {
        distance.push_back(step_m * static_cast<double>(i));
        height.push_back(double{ground[i]} + (cover.empty() ? 0.0 : double{cover[i]}));
    }
    Profile profile{distance, height, tx_m, double{ground[end]} + receiver_m, wavelength_m(mhz)};
    profile.clearance = fresnel;
    return profile_diffraction_db(method, profile);
}

}  // namespace

TEST_CASE("a radial's losses are those of its paths one by one, within 1e-9 dB") {
    const auto method = GENERATE(Diffraction::single, Diffraction::bullington, Diffraction::deygout);
    const double roughness = GENERATE(0.0, 0.5, 4.0, 20.0);
    const double fresnel = GENERATE(0.0, 0.6);
    const auto with_cover = GENERATE(false, true);
    for (const double mhz : {700.0, 3750.0}) {
        for (std::uint64_t seed = 1; seed <= 3; ++seed) {
            const auto ground = hills(seed, 101, roughness);
            std::vector<float> cover;
            if (with_cover) cover = hills(seed + 10, 101, 3.0);
            for (float& height : cover) height = std::max(0.0F, height - 95.0F);
            const double tx = double{ground[0]} + 30.0;
            RadialDiffraction paths{ground, step_m, tx, receiver_m, mhz, method, fresnel, cover};
            double worst = 0.0;
            for (std::size_t end = 0; end < ground.size(); ++end) {
                worst = std::max(worst, std::abs(paths.loss_db(end) -
                                                 one_path(ground, cover, end, tx, mhz, method, fresnel)));
            }
            INFO(diffraction_id(method)
                 << " " << mhz << " MHz, roughness " << roughness << ", seed " << seed);
            CHECK(worst <= 1e-9);
        }
    }
}

TEST_CASE("a ridge casts its shadow behind it and not before it") {
    std::vector<float> ground(101, 0.0F);
    ground[40] = 80.0F;
    std::vector<float> loss(101);
    for (const Diffraction method : {Diffraction::single, Diffraction::bullington, Diffraction::deygout}) {
        radial_diffraction(ground, step_m, 60.0, receiver_m, 3750.0, method, 0.0, loss);
        for (std::size_t i = 0; i <= 40; ++i) CHECK(loss[i] == 0.0F);
        for (std::size_t i = 41; i < 101; ++i) CHECK(loss[i] > 20.0F);
    }
    radial_diffraction(ground, step_m, 60.0, receiver_m, 3750.0, Diffraction::single, 0.0, loss);
    // At 4000 m the line from 60 m to 1.5 m passes the ridge, at 2000 m, in its middle.
    const double above = 80.0 + earth_bulge_m(2000.0, 2000.0) - 0.5 * (60.0 + receiver_m);
    const double nu = diffraction_parameter(above, 2000.0, 2000.0, wavelength_m(3750.0));
    CHECK(double{loss[80]} == Approx(knife_edge_db(nu)).epsilon(1e-6));
}

TEST_CASE("high antennas over flat ground lose nothing, and terrain that is not looked at costs nothing") {
    const std::vector<float> flat(101, 12.0F);
    std::vector<float> loss(101, 1.0F);
    for (const Diffraction method : {Diffraction::single, Diffraction::bullington, Diffraction::deygout}) {
        radial_diffraction(flat, step_m, 52.0, 30.0, 3750.0, method, 0.6, loss);
        for (const float db : loss) CHECK(db == 0.0F);
    }
    const auto ground = hills(7, 101, 20.0);
    radial_diffraction(ground, step_m, 130.0, receiver_m, 3750.0, Diffraction::none, 0.6, loss);
    for (const float db : loss) CHECK(db == 0.0F);
}

TEST_CASE("cover raises what stands in between and not the receiver") {
    std::vector<float> flat(101, 0.0F);
    std::vector<float> cover(101, 0.0F);
    cover[50] = 40.0F;
    std::vector<float> loss(101);
    radial_diffraction(flat, step_m, 30.0, receiver_m, 3750.0, Diffraction::single, 0.0, loss, cover);
    CHECK(loss[50] == 0.0F);
    CHECK(loss[51] > 10.0F);
    std::vector<float> ridge = flat;
    ridge[50] = 40.0F;
    std::vector<float> on_ridge(101);
    radial_diffraction(ridge, step_m, 30.0, receiver_m, 3750.0, Diffraction::single, 0.0, on_ridge);
    CHECK(on_ridge[60] == loss[60]);
}

TEST_CASE("short radials have no edges") {
    for (const std::size_t posts : {std::size_t{0}, std::size_t{1}, std::size_t{2}}) {
        const std::vector<float> ground(posts, 5.0F);
        std::vector<float> loss(posts, 1.0F);
        radial_diffraction(ground, step_m, 10.0, receiver_m, 3750.0, Diffraction::bullington, 0.0, loss);
        for (const float db : loss) CHECK(db == 0.0F);
    }
}
