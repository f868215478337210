#include "radio/profile_diffraction.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace amaneku::radio {

namespace {

/// A stretch of the profile with a straight line over it from the height at one post to that at another.
struct Stretch {
    std::size_t from;
    double from_m;
    std::size_t to;
    double to_m;
};

std::optional<Edge> worst_edge(const Profile& profile, const Stretch& stretch) {
    const double start = profile.distance_m[stretch.from];
    const double length = profile.distance_m[stretch.to] - start;
    std::optional<Edge> worst;
    for (std::size_t i = stretch.from + 1; i < stretch.to; ++i) {
        const double d1 = profile.distance_m[i] - start;
        const double d2 = length - d1;
        const double line = (stretch.from_m * d2 + stretch.to_m * d1) / length;
        const double height = profile.height_m[i] + earth_bulge_m(d1, d2, profile.earth_radius_m) - line;
        const double nu = diffraction_parameter(height, d1, d2, profile.wavelength_m);
        if (!worst || nu > worst->nu) worst = Edge{i, nu};
    }
    return worst;
}

Stretch whole(const Profile& profile) {
    return {0, profile.tx_m, profile.distance_m.empty() ? 0 : profile.distance_m.size() - 1, profile.rx_m};
}

double edge_db(const Profile& profile, const std::optional<Edge>& edge) {
    return edge ? knife_edge_db(edge->nu + clearance_shift(profile.clearance)) : 0.0;
}

/// nu of the point where the horizons' lines meet, when the transmitter's is above the line to the receiver:
/// eq. 17-19.
double horizon_nu(const Profile& profile, double tx_slope, double rx_slope) {
    const double length = profile.distance_m.back();
    const double line_slope = (profile.rx_m - profile.tx_m) / length;
    // At distance db the lines meet, h above the direct one; with both angles from that line, a and b, it is
    // nu^2 = 2 d a b / lambda: the same as eq. 19 without a quotient of differences.
    const double a = std::max(0.0, tx_slope - line_slope);
    const double b = std::max(0.0, rx_slope + line_slope);
    return std::sqrt(2.0 * length * a * b / profile.wavelength_m);
}

}  // namespace

std::optional<Edge> worst_edge(const Profile& profile) {
    return worst_edge(profile, whole(profile));
}

double single_edge_db(const Profile& profile) {
    return edge_db(profile, worst_edge(profile));
}

double deygout_db(const Profile& profile) {
    const auto main = worst_edge(profile);
    const double main_db = edge_db(profile, main);
    if (main_db == 0.0) return 0.0;
    const double top = profile.height_m[main->post];
    const Stretch path = whole(profile);
    const double before = edge_db(profile, worst_edge(profile, {0, profile.tx_m, main->post, top}));
    const double after = edge_db(profile, worst_edge(profile, {main->post, top, path.to, profile.rx_m}));
    return main_db + before + after;
}

Bullington bullington(const Profile& profile) {
    const std::size_t posts = profile.distance_m.size();
    if (posts < 3) return {free_nu, 0.0, 0.0};
    const double length = profile.distance_m.back();
    double tx_slope = -std::numeric_limits<double>::infinity();
    double rx_slope = tx_slope;
    for (std::size_t i = 1; i + 1 < posts; ++i) {
        const double d1 = profile.distance_m[i];
        const double top = profile.height_m[i] + earth_bulge_m(d1, length - d1, profile.earth_radius_m);
        tx_slope = std::max(tx_slope, (top - profile.tx_m) / d1);
        rx_slope = std::max(rx_slope, (top - profile.rx_m) / (length - d1));
    }
    const bool is_in_sight = tx_slope < (profile.rx_m - profile.tx_m) / length;
    const double nu = is_in_sight ? worst_edge(profile)->nu : horizon_nu(profile, tx_slope, rx_slope);
    const double luc = knife_edge_db(nu + clearance_shift(profile.clearance));
    return {nu, luc, luc + (1.0 - std::exp(-luc / 6.0)) * (10.0 + 0.02e-3 * length)};
}

double profile_diffraction_db(Diffraction method, const Profile& profile) {
    switch (method) {
        case Diffraction::none:
            break;
        case Diffraction::single:
            return single_edge_db(profile);
        case Diffraction::bullington:
            return bullington(profile).loss_db;
        case Diffraction::deygout:
            return deygout_db(profile);
    }
    return 0.0;
}

}  // namespace amaneku::radio
