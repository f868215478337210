#include "radio/radial_diffraction.hpp"

#include "radio/free_space.hpp"
#include "radio/knife_edge.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace amaneku::radio {

namespace {

constexpr double lowest = -std::numeric_limits<double>::infinity();

/// The largest of value(from) … value(to - 1), in four strands: one alone waits for each comparison.
template <typename Value>
double largest(std::size_t from, std::size_t to, Value&& value) {
    double best0 = lowest;
    double best1 = lowest;
    double best2 = lowest;
    double best3 = lowest;
    std::size_t j = from;
    for (; j + 4 <= to; j += 4) {
        best0 = std::max(best0, value(j));
        best1 = std::max(best1, value(j + 1));
        best2 = std::max(best2, value(j + 2));
        best3 = std::max(best3, value(j + 3));
    }
    for (; j < to; ++j) best0 = std::max(best0, value(j));
    return std::max(std::max(best0, best1), std::max(best2, best3));
}

}  // namespace

RadialDiffraction::RadialDiffraction(std::span<const float> ground_m, double step_m, double tx_antenna_m,
                                     double rx_above_ground_m, double frequency_mhz, Diffraction method,
                                     double fresnel, std::span<const float> cover_m)
    : m_method{method},
      m_step_m{step_m},
      m_tx_m{tx_antenna_m},
      m_per_step{2.0 / (wavelength_m(frequency_mhz) * step_m)},
      m_shift{clearance_shift(fresnel)} {
    const std::size_t posts = ground_m.size();
    assert(cover_m.empty() || cover_m.size() == posts);
    if (method == Diffraction::none) return;
    m_top_m.resize(posts);
    m_receiver_m.resize(posts);
    m_transmitter_slope.resize(posts + 1, lowest);
    m_inverse.resize(posts + 1);
    m_inverse_back.resize(posts + 1);
    for (std::size_t j = 1; j <= posts; ++j) {
        m_inverse[j] = 1.0 / static_cast<double>(j);
        m_inverse_back[posts - j] = m_inverse[j];
    }
    for (std::size_t j = 0; j < posts; ++j) {
        const double distance = static_cast<double>(j) * step_m;
        const double ground = double{ground_m[j]} - distance * distance / (2.0 * effective_earth_radius_m);
        m_top_m[j] = ground + (cover_m.empty() ? 0.0 : double{cover_m[j]});
        m_receiver_m[j] = ground + rx_above_ground_m;
        const double slope = j == 0 ? lowest : (m_top_m[j] - m_tx_m) * m_inverse[j];
        m_transmitter_slope[j + 1] = std::max(m_transmitter_slope[j], slope);
    }
    if (method == Diffraction::deygout) m_before_db.resize(posts, std::numeric_limits<double>::quiet_NaN());
}

double RadialDiffraction::worst_value(std::size_t from, double from_m, std::size_t to, double to_m) const {
    const double slope = (to_m - from_m) * m_inverse[to - from];
    const double at_zero = from_m - slope * static_cast<double>(from);
    const std::span<const double> top{m_top_m};
    const std::span<const double> ahead{m_inverse};
    const auto back = std::span<const double>{m_inverse_back}.subspan(m_top_m.size() - to);
    return largest(from + 1, to, [=](std::size_t j) {
        const double height = top[j] - (at_zero + slope * static_cast<double>(j));
        return height * std::abs(height) * (ahead[j - from] * back[j]);
    });
}

RadialDiffraction::Worst RadialDiffraction::worst(std::size_t from, double from_m, std::size_t to,
                                                  double to_m) const {
    Worst best{lowest, from};
    const double slope = (to_m - from_m) * m_inverse[to - from];
    for (std::size_t j = from + 1; j < to; ++j) {
        const double height = m_top_m[j] - (from_m + slope * static_cast<double>(j - from));
        const double value = height * std::abs(height) * (m_inverse[j - from] * m_inverse[to - j]);
        if (value > best.value) best = {value, j};
    }
    return best;
}

double RadialDiffraction::receiver_slope(std::size_t end) const {
    const double receiver = m_receiver_m[end];
    const std::span<const double> top{m_top_m};
    const auto back = std::span<const double>{m_inverse_back}.subspan(m_top_m.size() - end);
    return largest(1, end, [=](std::size_t j) { return (top[j] - receiver) * back[j]; });
}

double RadialDiffraction::nu_of(double value, std::size_t steps) const {
    if (value == lowest) return lowest;
    const double nu = std::sqrt(std::abs(value) * m_per_step * static_cast<double>(steps));
    return value < 0.0 ? -nu : nu;
}

double RadialDiffraction::edge_db(double nu) const {
    return knife_edge_db(nu + m_shift);
}

double RadialDiffraction::single_db(std::size_t end) const {
    return edge_db(nu_of(worst_value(0, m_tx_m, end, m_receiver_m[end]), end));
}

double RadialDiffraction::bullington_db(std::size_t end) const {
    const auto steps = static_cast<double>(end);
    const double line = (m_receiver_m[end] - m_tx_m) * m_inverse[end];
    const double above_tx = m_transmitter_slope[end] - line;
    const double above_rx = receiver_slope(end) + line;
    // With sight both are negative, no post is above either horizon's line, and where those lines meet is
    // nearer to the direct one than any post is: that point's nu bounds every post's.
    double nu = std::sqrt(std::max(0.0, above_tx * above_rx) * m_per_step * steps);
    if (above_tx < 0.0) {
        if (-nu + m_shift <= free_nu) return 0.0;
        nu = nu_of(worst_value(0, m_tx_m, end, m_receiver_m[end]), end);
    }
    const double luc = edge_db(nu);
    if (luc == 0.0) return 0.0;
    return luc + (1.0 - std::exp(-luc / 6.0)) * (10.0 + 0.02e-3 * m_step_m * steps);
}

double RadialDiffraction::before_db(std::size_t post) {
    double& known = m_before_db[post];
    if (std::isnan(known)) known = edge_db(nu_of(worst_value(0, m_tx_m, post, m_top_m[post]), post));
    return known;
}

double RadialDiffraction::deygout_db(std::size_t end) {
    const double receiver = m_receiver_m[end];
    const Worst main = worst(0, m_tx_m, end, receiver);
    const double main_db = edge_db(nu_of(main.value, end));
    if (main_db == 0.0) return 0.0;
    const double after = nu_of(worst_value(main.post, m_top_m[main.post], end, receiver), end - main.post);
    return main_db + before_db(main.post) + edge_db(after);
}

double RadialDiffraction::loss_db(std::size_t end) {
    if (end < 2) return 0.0;
    switch (m_method) {
        case Diffraction::none:
            break;
        case Diffraction::single:
            return single_db(end);
        case Diffraction::bullington:
            return bullington_db(end);
        case Diffraction::deygout:
            return deygout_db(end);
    }
    return 0.0;
}

void radial_diffraction(std::span<const float> ground_m, double step_m, double tx_antenna_m,
                        double rx_above_ground_m, double frequency_mhz, Diffraction method, double fresnel,
                        std::span<float> loss_db, std::span<const float> cover_m) {
    assert(loss_db.size() == ground_m.size());
    RadialDiffraction paths{ground_m,      step_m, tx_antenna_m, rx_above_ground_m,
                            frequency_mhz, method, fresnel,      cover_m};
    for (std::size_t i = 0; i < loss_db.size(); ++i) loss_db[i] = static_cast<float>(paths.loss_db(i));
}

}  // namespace amaneku::radio
