#pragma once

#include "footprint/transmitter.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>

namespace amaneku::footprint {

/// Arc tangent of y / x for y >= 0, in [0, π], by Hastings's polynomial (Abramowitz and Stegun 4.4.49):
/// within 3e-7 in single precision, without a branch. 0 for (0, 0).
[[nodiscard]] inline float upper_angle(float y, float x) noexcept {
    constexpr float least = 1e-20F;
    const float ax = std::abs(x);
    const float low = std::min(ax, y);
    const float high = std::max(std::max(ax, y), least);
    const float a = low / high;
    const float s = a * a;
    float p = 0.0028662257F;
    p = p * s - 0.0161657367F;
    p = p * s + 0.0429096138F;
    p = p * s - 0.0752896400F;
    p = p * s + 0.1065626393F;
    p = p * s - 0.1420889944F;
    p = p * s + 0.1999355085F;
    p = p * s - 0.3333314528F;
    const float octant = a + a * s * p;
    const float quadrant = y > ax ? std::numbers::pi_v<float> / 2.0F - octant : octant;
    return x < 0.0F ? std::numbers::pi_v<float> - quadrant : quadrant;
}

/// `radio::pattern_attenuation_db` of a transmitter's antenna in single precision and without a branch:
/// within 1e-4 dB of it.
class Beam {
public:
    explicit Beam(const Transmitter& transmitter) noexcept {
        const bool is_round = std::isnan(transmitter.azimuth) || transmitter.beamwidth >= 360.0;
        const double azimuth = is_round ? 0.0 : transmitter.azimuth * std::numbers::pi / 180.0;
        m_cosine = static_cast<float>(std::cos(azimuth));
        m_sine = static_cast<float>(std::sin(azimuth));
        // 12 (φ / φ3dB)², φ in radians.
        const auto factor = [](double beamwidth) {
            const double per_radian = 180.0 / (std::numbers::pi * beamwidth);
            return static_cast<float>(12.0 * per_radian * per_radian);
        };
        m_across = is_round ? 0.0F : factor(transmitter.beamwidth);
        m_upright = factor(transmitter.vertical_beamwidth);
        m_tilt = static_cast<float>(transmitter.tilt * std::numbers::pi / 180.0);
    }

    /// dB lost towards a place `north` and `east` of the antenna, `below` metres under it; `square` is the
    /// horizontal distance's.
    [[nodiscard]] float loss_db(float north, float east, float square, float below) const noexcept {
        const float ahead = north * m_cosine + east * m_sine;
        const float aside = std::abs(east * m_cosine - north * m_sine);
        const float phi = upper_angle(aside, ahead);
        const float across = std::min(m_across * phi * phi, most_db);
        const float distance = std::sqrt(square);
        const float depression = std::copysign(upper_angle(std::abs(below), distance), below);
        const float theta = depression - m_tilt;
        const float upright = std::min(m_upright * theta * theta, most_db);
        return std::min(across + upright, most_db);
    }

private:
    static constexpr float most_db = 30.0F;

    float m_cosine;
    float m_sine;
    float m_across;
    float m_upright;
    float m_tilt;
};

}  // namespace amaneku::footprint
