#include "footprint/terrain_shadow.hpp"

#include "radio/radial_diffraction.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace amaneku::footprint {

namespace {

/// Diffraction over level ground by post.
std::vector<float> level_ground_db(const TerrainShadow::Settings& s, std::size_t posts) {
    const std::vector<float> level(posts, 0.0F);
    std::vector<float> out(posts);
    radio::radial_diffraction(level, s.step_m, s.antenna_m, s.receiver_m, s.frequency_mhz, s.diffraction,
                              s.fresnel, out);
    return out;
}

}  // namespace

TerrainShadow::TerrainShadow(const PathGround& ground, const Settings& s)
    : m_radials{s.radials},
      m_posts{static_cast<std::size_t>(std::ceil(s.reach_m / s.step_m)) + 2},
      m_per_radian{static_cast<float>(static_cast<double>(s.radials) / (2.0 * std::numbers::pi))},
      m_per_metre{static_cast<float>(1.0 / s.step_m)},
      m_places(m_radials * m_posts) {
    const std::vector<float> level = level_ground_db(s, m_posts);
    std::vector<float> heights(m_posts);
    std::vector<float> cover(ground.has_cover() ? m_posts : 0);
    std::vector<float> loss(m_posts);
    for (std::size_t r = 0; r < m_radials; ++r) {
        const double azimuth = 360.0 * static_cast<double>(r) / static_cast<double>(m_radials);
        m_filled += ground.ground(azimuth, s.step_m, heights);
        if (ground.has_cover()) ground.cover(azimuth, s.step_m, cover);
        radio::radial_diffraction(heights, s.step_m, heights.front() + s.antenna_m, s.receiver_m,
                                  s.frequency_mhz, s.diffraction, s.fresnel, loss, cover);
        Place* places = m_places.data() + r * m_posts;
        for (std::size_t i = 0; i < m_posts; ++i)
            places[i] = {std::max(0.0F, loss[i] - level[i]), heights[i]};
    }
}

}  // namespace amaneku::footprint
