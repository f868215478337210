#include "terrain/profile.hpp"

#include "catch.hpp"
#include "proj/geodesic.hpp"

#include <cmath>
#include <limits>
#include <vector>

using namespace amaneku;
using terrain::HeightWindow;

namespace {

constexpr float unknown = std::numeric_limits<float>::quiet_NaN();

/// A window whose height is longitude (in 1e-5 degrees from the west) or latitude: positions can be read off.
HeightWindow ruler(bool is_longitude) {
    HeightWindow window{135.6, 34.9, 1e-3, 1e-3, 401, 401, {}};
    for (int r = 0; r < window.rows; ++r) {
        for (int c = 0; c < window.columns; ++c)
            window.heights.push_back(static_cast<float>(100 * (is_longitude ? c : r)));
    }
    return window;
}

}  // namespace

TEST_CASE("a profile lies on the geodesic") {
    const HeightWindow lon = ruler(true);
    const HeightWindow lat = ruler(false);
    const Point from{135.8, 34.7};
    const double step_m = GENERATE(37.0, 50.0);
    constexpr std::size_t count = 300;
    std::vector<float> x(count);
    std::vector<float> y(count);
    for (double azimuth = -180.0; azimuth < 400.0; azimuth += 13.0) {
        CHECK(terrain::sample_radial(lon, from.x, from.y, azimuth, step_m, count, x) == 0);
        CHECK(terrain::sample_radial(lat, from.x, from.y, azimuth, step_m, count, y) == 0);
        for (std::size_t i = 0; i < count; i += 23) {
            const Point p = proj::geodesic_direct(from, azimuth, static_cast<double>(i) * step_m);
            // Heights of 40,000 are float32: 0.004, which is 4e-8 degrees or 4 mm.
            CHECK(x[i] == Approx((p.x - 135.6) * 1e5).margin(4e-3));
            CHECK(y[i] == Approx((34.9 - p.y) * 1e5).margin(4e-3));
        }
    }
}

TEST_CASE("a profile beyond the reach of the series lies on the geodesic too") {
    HeightWindow window{134.0, 36.0, 0.01, 0.01, 401, 301, {}};
    for (int r = 0; r < window.rows; ++r) {
        for (int c = 0; c < window.columns; ++c) window.heights.push_back(static_cast<float>(10 * c));
    }
    std::vector<float> x(51);
    terrain::sample_radial(window, 135.8, 34.7, 70.0, 1000.0, x.size(), x);
    CHECK(x[50] ==
          Approx((proj::geodesic_direct({135.8, 34.7}, 70.0, 50'000).x - 134.0) * 1000).margin(1e-3));
}

TEST_CASE("a path has both its ends and equal steps between") {
    const HeightWindow lon = ruler(true);
    std::vector<float> x(11);
    CHECK(terrain::sample_path(lon, {135.7, 34.6}, {135.8, 34.65}, x.size(), x) == 0);
    CHECK(x.front() == Approx(10'000).margin(2e-3));
    CHECK(x.back() == Approx(20'000).margin(4e-3));
    CHECK(x[5] == Approx(15'000).margin(20));  // geodesics bend
    CHECK(terrain::sample_path(lon, {135.7, 34.6}, {135.7, 34.6}, x.size(), x) == 0);
    CHECK(x[0] == x[10]);
}

TEST_CASE("a profile over holes is filled between known heights and counted") {
    std::vector<float> p{unknown, unknown, 10, unknown, unknown, unknown, 30, 5, unknown};
    CHECK(terrain::fill_unknown(p) == 6);
    CHECK(p == std::vector<float>{10, 10, 10, 15, 20, 25, 30, 5, 5});

    std::vector<float> whole{1, 2, 3};
    CHECK(terrain::fill_unknown(whole) == 0);
    CHECK(whole == std::vector<float>{1, 2, 3});

    std::vector<float> none{unknown, unknown};
    CHECK(terrain::fill_unknown(none) == 2);
    CHECK(std::isnan(none[0]));
    CHECK(std::isnan(none[1]));

    std::vector<float> empty;
    CHECK(terrain::fill_unknown(empty) == 0);
}

TEST_CASE("a profile that leaves the window has the last known height beyond") {
    HeightWindow window{135.7, 34.75, 1e-3, 1e-3, 101, 101, {}};
    window.heights.assign(101 * 101, 7.0F);
    std::vector<float> p(100);
    const std::size_t filled = terrain::sample_radial(window, 135.75, 34.7, 90.0, 100.0, p.size(), p);
    CHECK(filled > 50);
    CHECK(filled < 60);  // 4.58 km of 9.9 km are inside
    CHECK(p.back() == 7.0F);
}

TEST_CASE("a profile along the last row of posts is known") {
    HeightWindow window{135.7, 34.75, 1e-3, 1e-3, 101, 101, {}};
    for (int i = 0; i < 101 * 101; ++i) window.heights.push_back(static_cast<float>(i / 101));
    std::vector<float> p(2);
    CHECK(terrain::sample_path(window, {135.8, 34.65}, {135.8, 34.75}, 2, p) == 0);
    CHECK(p[0] == 100.0F);
    CHECK(p[1] == 0.0F);
}
