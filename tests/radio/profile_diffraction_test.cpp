#include "radio/profile_diffraction.hpp"

#include "catch.hpp"
#include "radio/free_space.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

using namespace amaneku;
using namespace amaneku::radio;

namespace {

const double wavelength = wavelength_m(3750.0);

/// Flat ground with hills of single posts, as high as the earth's curve takes away: a plane for the rays.
struct Ground {
    std::vector<double> distance_m;
    std::vector<double> height_m;

    Ground(std::size_t posts, double step_m) {
        for (std::size_t i = 0; i < posts; ++i) distance_m.push_back(static_cast<double>(i) * step_m);
        for (const double d : distance_m) height_m.push_back(-earth_bulge_m(d, distance_m.back() - d));
    }

    Profile between(double tx_m, double rx_m) const { return {distance_m, height_m, tx_m, rx_m, wavelength}; }
};

}  // namespace

TEST_CASE("two antennas high over flat ground lose nothing by any method") {
    const Ground ground{101, 50.0};
    for (const Diffraction method :
         {Diffraction::none, Diffraction::single, Diffraction::bullington, Diffraction::deygout}) {
        CHECK(profile_diffraction_db(method, ground.between(30.0, 30.0)) == 0.0);
    }
}

TEST_CASE("one ridge in the middle is one edge for every method, with its closed form") {
    Ground ground{101, 50.0};
    for (const double above : {-2.0, 0.0, 5.0, 40.0}) {
        ground.height_m[50] += 30.0 + above;
        const Profile profile = ground.between(30.0, 30.0);
        const double nu = above * std::sqrt(2.0 * 5000.0 / (wavelength * 2500.0 * 2500.0));
        const double edge = knife_edge_db(nu);
        INFO("ridge " << above << " m above the line");
        REQUIRE(worst_edge(profile));
        CHECK(worst_edge(profile)->post == 50);
        // The line's slope is a difference of heights of 30 m: 1e-13 of it.
        CHECK(worst_edge(profile)->nu == Approx(nu).margin(1e-12));
        CHECK(single_edge_db(profile) == Approx(edge).margin(1e-10));
        CHECK(deygout_db(profile) == Approx(edge).margin(1e-10));
        CHECK(bullington(profile).nu == Approx(nu).margin(1e-6));
        CHECK(bullington(profile).edge_db == Approx(edge).margin(1e-6));
        const double with_correction = edge + (1.0 - std::exp(-edge / 6.0)) * (10.0 + 0.02 * 5.0);
        CHECK(bullington(profile).loss_db == Approx(with_correction).margin(1e-5));
        ground.height_m[50] -= 30.0 + above;
    }
}

TEST_CASE("the earth alone hides the far end of a long path") {
    std::vector<double> distance;
    for (int i = 0; i <= 100; ++i) distance.push_back(500.0 * i);
    const std::vector<double> sea(distance.size(), 0.0);
    Profile profile{distance, sea, 20.0, 20.0, wavelength};
    const double above = earth_bulge_m(25'000.0, 25'000.0) - 20.0;
    CHECK(above > 16.0);
    CHECK(worst_edge(profile)->nu ==
          Approx(above * std::sqrt(2.0 * 50'000.0 / (wavelength * 25'000.0 * 25'000.0))));
    CHECK(single_edge_db(profile) > 10.0);
    profile.earth_radius_m = 1e15;
    CHECK(single_edge_db(profile) == 0.0);
}

TEST_CASE("Bullington's one edge of two equal ridges stands where the horizons' lines meet") {
    Ground ground{101, 50.0};
    ground.height_m[20] += 50.0;
    ground.height_m[80] += 50.0;
    const Profile profile = ground.between(30.0, 30.0);
    // Both lines rise 20 m over 1000 m and meet in the middle, 50 m above the line between the antennas.
    const double nu = diffraction_parameter(50.0, 2500.0, 2500.0, wavelength);
    CHECK(bullington(profile).nu == Approx(nu).epsilon(1e-9));
}

TEST_CASE("Deygout adds the worst edges on both sides of the worst") {
    Ground ground{101, 50.0};
    ground.height_m[20] += 70.0;
    ground.height_m[50] += 90.0;
    ground.height_m[80] += 65.0;
    const Profile profile = ground.between(30.0, 30.0);
    const double main = diffraction_parameter(60.0, 2500.0, 2500.0, wavelength);
    // The line from the antenna to the middle's top is at 30 + 60 * 0.4 = 54 m over the first ridge; over the
    // third too. Between the two the ground sinks below the chord by what it has of the curve's bulge over
    // the whole path.
    const auto side = [&](std::size_t post, double height, double d1, double d2) {
        const double curve = earth_bulge_m(d1, d2) - earth_bulge_m(static_cast<double>(post) * 50.0,
                                                                   5000.0 - static_cast<double>(post) * 50.0);
        const double top_curve = -earth_bulge_m(2500.0, 2500.0);
        const double line = 30.0 + (60.0 + top_curve) * (post < 50 ? d1 : d2) / 2500.0;
        return diffraction_parameter(height + curve - line, d1, d2, wavelength);
    };
    const double before = side(20, 70.0, 1000.0, 1500.0);
    const double after = side(80, 65.0, 1500.0, 1000.0);
    CHECK(worst_edge(profile)->nu == Approx(main).epsilon(1e-9));
    CHECK(deygout_db(profile) ==
          Approx(knife_edge_db(main) + knife_edge_db(before) + knife_edge_db(after)).epsilon(1e-9));
    CHECK(knife_edge_db(before) > 10.0);
    CHECK(knife_edge_db(after) > 5.0);
}

TEST_CASE("a higher ridge never costs less") {
    for (const Diffraction method : {Diffraction::single, Diffraction::bullington}) {
        Ground ground{101, 50.0};
        ground.height_m[70] += 25.0;
        double before = 0.0;
        for (int i = 0; i < 400; ++i) {
            ground.height_m[30] += 0.25;
            const double now = profile_diffraction_db(method, ground.between(30.0, 10.0));
            CHECK(now >= before - 1e-9);
            before = now;
        }
        CHECK(before > 20.0);
    }
}

TEST_CASE("losing sight by a hair changes Bullington's loss by a hair") {
    Ground ground{101, 50.0};
    ground.height_m[40] += 30.0 - 1e-9;
    const double seen = bullington(ground.between(30.0, 30.0)).loss_db;
    ground.height_m[40] += 2e-9;
    const double hidden = bullington(ground.between(30.0, 30.0)).loss_db;
    CHECK(hidden == Approx(seen).margin(1e-4));
    CHECK(seen > 6.0);
}

TEST_CASE("a clearance of 0.6 costs only paths that are not clear by it") {
    Ground ground{101, 50.0};
    const double radius = fresnel_radius_m(2500.0, 2500.0, wavelength);
    const auto loss = [&](double clear, double clearance) {
        Ground hilly = ground;
        hilly.height_m[50] += 30.0 - clear * radius;
        Profile profile = hilly.between(30.0, 30.0);
        profile.clearance = clearance;
        return single_edge_db(profile);
    };
    CHECK(loss(0.61, 0.6) == 0.0);
    CHECK(loss(0.59, 0.6) > 0.0);
    CHECK(loss(0.56, 0.0) == 0.0);
    CHECK(loss(0.2, 0.6) > loss(0.2, 0.0));
}

TEST_CASE("a path without a post in between has no edge") {
    const Ground ground{2, 50.0};
    for (const Diffraction method : {Diffraction::single, Diffraction::bullington, Diffraction::deygout}) {
        CHECK(profile_diffraction_db(method, ground.between(1.0, -40.0)) == 0.0);
    }
    CHECK_FALSE(worst_edge(ground.between(1.0, 1.0)));
}

namespace {

/// Lines of a csv, cut at the commas.
std::vector<std::vector<std::string>> lines_of(const std::filesystem::path& path) {
    std::ifstream file{path};
    std::vector<std::vector<std::string>> out;
    for (std::string line; std::getline(file, line);) {
        if (!line.empty() && line.back() == '\r') line.pop_back();
        std::istringstream fields{line};
        out.emplace_back();
        for (std::string field; std::getline(fields, field, ',');) out.back().push_back(field);
    }
    return out;
}

/// The log's value of a parameter, the last one of that name with the reference.
double logged(const std::vector<std::vector<std::string>>& log, const std::string& name,
              const std::string& reference = "") {
    for (const auto& line : log) {
        if (line.size() > 3 && line[0] == name && line[1] == reference) return std::stod(line[3]);
    }
    throw std::runtime_error{"no " + name};
}

struct MeasuredPath {
    std::vector<double> distance_m;
    std::vector<double> height_m;
};

MeasuredPath measured_path(const std::filesystem::path& path) {
    const auto lines = lines_of(path);
    auto line = std::find_if(lines.begin(), lines.end(), [](const auto& fields) {
        return !fields.empty() && fields[0] == "Number of Points:";
    });
    MeasuredPath out;
    const int posts = std::stoi(line->at(1));
    for (int i = 0; i < posts; ++i) {
        const auto& fields = *++line;
        const bool is_end = i == 0 || i + 1 == posts;
        const double clutter = is_end || fields.at(3).empty() ? 0.0 : std::stod(fields[3]);
        out.distance_m.push_back(1000.0 * std::stod(fields.at(0)));
        out.height_m.push_back(std::stod(fields.at(1)) + clutter);
    }
    return out;
}

}  // namespace

TEST_CASE("Bullington's loss over real ground is that of the reference implementation within 1e-6 dB") {
    const char* named = std::getenv("AMANEKU_DATA");
    const std::filesystem::path data = named != nullptr ? named : AMANEKU_SOURCE_DIR "/../shared/data";
    const std::filesystem::path folder = data / ".." / "vectors" / "p1812";
    if (!std::filesystem::exists(folder / "logs")) {
        WARN("skipped: no vectors/p1812 beside AMANEKU_DATA");
        return;
    }
    int paths = 0;
    for (const auto& entry : std::filesystem::directory_iterator{folder / "logs"}) {
        const std::string stem = entry.path().stem().string();
        INFO(stem);
        const auto log = lines_of(entry.path());
        const auto path = measured_path(folder / "profiles" / (stem.substr(0, stem.rfind('_')) + ".csv"));
        // The logs have the speed of light as 2.998e8 m/s, and this figure for an earth of three radii (k of
        // eq. 7b).
        const Profile profile{path.distance_m,
                              path.height_m,
                              logged(log, "hts (m)"),
                              logged(log, "hrs (m)"),
                              0.2998 / logged(log, "f (GHz)"),
                              3.0 * 6'371'000.0};
        CHECK(std::abs(bullington(profile).loss_db - logged(log, "Lbulla (dB)", "Eq (21)")) <= 1e-6);
        ++paths;
    }
    CHECK(paths == 18);
}
