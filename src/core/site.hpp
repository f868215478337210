#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace amaneku {

/// The longest radius that a site may have.
inline constexpr double longest_radius_m = 200'000.0;

/// Sites or sectors of one provider: index-aligned columns. Longitudes and latitudes in degrees (EPSG:6668 or
/// 4326).
struct SiteTable {
    std::vector<std::string> id;  ///< as read, or empty where the table has no id column
    std::vector<double> lon;
    std::vector<double> lat;
    /// > 0, at most longest_radius_m; or 0: the site has no shape of its own, its area is part of a
    /// ModelledArea.
    std::vector<double> radius_m;
    std::vector<double> azimuth;    ///< degrees clockwise from true north; NaN: all round
    std::vector<double> beamwidth;  ///< degrees > 0; of no account where azimuth is NaN

    [[nodiscard]] std::size_t size() const noexcept { return lon.size(); }
    [[nodiscard]] bool has_shape(std::size_t site) const { return radius_m[site] > 0.0; }
};

}  // namespace amaneku
