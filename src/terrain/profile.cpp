#include "terrain/profile.hpp"

#include "core/geodesic_series.hpp"
#include "proj/geodesic.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

namespace amaneku::terrain {

namespace {

/// A geodesic in columns and rows of a window's posts, by powers of the sample's number.
struct PostLine {
    std::array<double, 6> x{};
    std::array<double, 6> y{};

    PostLine(const GeodesicLine& line, const HeightWindow& window, double step_m) noexcept {
        double power = 1.0;
        for (std::size_t k = 0; k < x.size(); ++k, power *= step_m) {
            x[k] = line.longitude[k] * power / window.step_x;
            y[k] = -line.latitude[k] * power / window.step_y;
        }
        x[0] = (line.longitude[0] - window.west) / window.step_x;
        y[0] = (window.north - line.latitude[0]) / window.step_y;
    }
};

double value(const std::array<double, 6>& c, double s) noexcept {
    return c[0] + s * (c[1] + s * (c[2] + s * (c[3] + s * (c[4] + s * c[5]))));
}

constexpr auto number = [] {
    std::array<double, 64> n{};
    for (std::size_t i = 0; i < n.size(); ++i) n[i] = static_cast<double>(i);
    return n;
}();

void sample_near(const HeightWindow& window, const GeodesicLine& line, double step_m,
                 std::span<float> out) noexcept {
    const PostLine posts{line, window, step_m};
    // Positions of a whole block at once: the compiler computes several side by side.
    constexpr std::size_t block = 64;
    std::array<double, block> x;
    std::array<double, block> y;
    for (std::size_t first = 0; first < out.size(); first += block) {
        for (std::size_t i = 0; i < block; ++i) {
            const double s = static_cast<double>(first) + number[i];
            x[i] = value(posts.x, s);
            y[i] = value(posts.y, s);
        }
        const std::span<float> piece = out.subspan(first, std::min(block, out.size() - first));
        for (std::size_t i = 0; i < piece.size(); ++i) piece[i] = window.at_post(x[i], y[i]);
    }
}

/// Beyond the series' reach.
void sample_far(const HeightWindow& window, Point from, double azimuth, double step_m, std::span<float> out) {
    for (std::size_t i = 0; i < out.size(); ++i) {
        const Point p = proj::geodesic_direct(from, azimuth, static_cast<double>(i) * step_m);
        out[i] = window.at(p.x, p.y);
    }
}

}  // namespace

std::size_t fill_unknown(std::span<float> profile) noexcept {
    std::size_t filled = 0;
    std::size_t known = profile.size();  // the last known one, none yet
    for (std::size_t i = 0; i < profile.size(); ++i) {
        if (std::isnan(profile[i])) {
            ++filled;
            continue;
        }
        const std::size_t first = known == profile.size() ? 0 : known + 1;
        if (known == profile.size()) {
            std::fill(profile.begin(), profile.begin() + static_cast<std::ptrdiff_t>(i), profile[i]);
        } else {
            const double low = profile[known];
            const double rise = (static_cast<double>(profile[i]) - low) / static_cast<double>(i - known);
            for (std::size_t k = first; k < i; ++k)
                profile[k] = static_cast<float>(low + rise * static_cast<double>(k - known));
        }
        known = i;
    }
    if (known != profile.size())
        std::fill(profile.begin() + static_cast<std::ptrdiff_t>(known), profile.end(), profile[known]);
    return filled;
}

std::size_t sample_radial(const HeightWindow& window, double lon, double lat, double azimuth, double step_m,
                          std::size_t count, std::span<float> out) noexcept {
    assert(out.size() == count && step_m > 0.0);
    if (count == 0) return 0;
    const Point from{lon, lat};
    const double reach = static_cast<double>(count - 1) * step_m;
    if (GeodesicSeries::is_good_for(from, reach)) {
        sample_near(window, GeodesicSeries{from}.line(azimuth), step_m, out);
    } else {
        sample_far(window, from, azimuth, step_m, out);
    }
    return fill_unknown(out);
}

std::size_t sample_path(const HeightWindow& window, Point from, Point to, std::size_t n,
                        std::span<float> out) {
    assert(n >= 2);
    const proj::GeodesicWay way = proj::geodesic_inverse(from, to);
    if (way.distance_m == 0.0) {
        std::fill(out.begin(), out.end(), window.at(from.x, from.y));
        return fill_unknown(out);
    }
    return sample_radial(window, from.x, from.y, way.azimuth, way.distance_m / static_cast<double>(n - 1), n,
                         out);
}

}  // namespace amaneku::terrain
