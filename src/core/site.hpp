#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace amaneku {

/// Sites or sectors of one provider: index-aligned columns. Longitudes and latitudes in degrees (EPSG:6668 or
/// 4326).
struct SiteTable {
    std::vector<std::string> id;  ///< as read, or empty where the table has no id column
    std::vector<double> lon;
    std::vector<double> lat;
    std::vector<double> radius_m;   ///< > 0
    std::vector<double> azimuth;    ///< degrees clockwise from true north; NaN: all round
    std::vector<double> beamwidth;  ///< degrees; of no account where azimuth is NaN

    [[nodiscard]] std::size_t size() const noexcept { return lon.size(); }
};

}  // namespace amaneku
