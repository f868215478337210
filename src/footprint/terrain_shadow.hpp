#pragma once

#include "core/diffraction.hpp"
#include "footprint/path_ground.hpp"

#include <cstddef>
#include <vector>

namespace amaneku::footprint {

/// What the terrain costs around a transmitter: radials like spokes, posts along them.
///
/// The cost at a post is what diffraction over its profile has above diffraction over level ground of the
/// same length: that one is in the empirical model already, which was measured on real ground. So level or
/// evenly sloping ground costs nothing. Never below 0.
class TerrainShadow {
public:
    struct Settings {
        double reach_m = 0.0;
        double step_m = 0.0;      ///< between posts
        std::size_t radials = 0;  ///< at least 1
        double antenna_m = 0.0;   ///< above the ground
        double receiver_m = 0.0;  ///< above the ground
        double frequency_mhz = 0.0;
        Diffraction diffraction = Diffraction::bullington;
        double fresnel = 0.0;

        friend bool operator==(const Settings&, const Settings&) = default;
    };
    struct Place {
        float loss_db = 0.0F;
        float ground_m = 0.0F;  ///< above sea level
    };

    TerrainShadow(const PathGround& ground, const Settings& settings);

    /// Between the two radials on either side of an azimuth and their posts, in proportion.
    /// @param turn      azimuth in radians, 0 to 2π
    /// @param distance  metres, up to the reach
    [[nodiscard]] Place at(float turn, float distance) const noexcept {
        const float spoke = turn * m_per_radian;
        const auto before = static_cast<std::size_t>(spoke);
        const float between = spoke - static_cast<float>(before);
        const float along = distance * m_per_metre;
        const auto post = static_cast<std::size_t>(along);
        const float part = along - static_cast<float>(post);
        const Place right = on(before < m_radials ? before : 0, post, part);
        const Place left = on(before + 1 < m_radials ? before + 1 : 0, post, part);
        return {right.loss_db + between * (left.loss_db - right.loss_db),
                right.ground_m + between * (left.ground_m - right.ground_m)};
    }
    /// Heights on profiles that were not known.
    [[nodiscard]] std::size_t filled() const noexcept { return m_filled; }

private:
    [[nodiscard]] Place on(std::size_t radial, std::size_t post, float part) const noexcept {
        const Place* p = m_places.data() + radial * m_posts + post;
        return {p[0].loss_db + part * (p[1].loss_db - p[0].loss_db),
                p[0].ground_m + part * (p[1].ground_m - p[0].ground_m)};
    }

    std::size_t m_radials;
    std::size_t m_posts;
    float m_per_radian;
    float m_per_metre;
    std::size_t m_filled = 0;
    std::vector<Place> m_places;
};

}  // namespace amaneku::footprint
