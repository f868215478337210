#include "radio/p1812_climate.hpp"

#include <algorithm>
#include <cmath>

namespace amaneku::radio::p1812 {

namespace {

/// Length of points first..last with half of the gap to their neighbours.
double section_km(std::span<const double> d, std::size_t first, std::size_t last) noexcept {
    const double from = first == 0 ? d[0] : (d[first - 1] + d[first]) / 2;
    const double to = last + 1 == d.size() ? d[last] : (d[last] + d[last + 1]) / 2;
    return to - from;
}

/// Calls `found` with the length of each run of points that `belongs` to.
template <typename Belongs, typename Found>
void for_each_section(const Path& path, const Belongs& belongs, const Found& found) {
    const std::size_t count = path.zone.size();
    for (std::size_t i = 0; i < count; ++i) {
        if (!belongs(path.zone[i])) continue;
        const std::size_t first = i;
        while (i + 1 < count && belongs(path.zone[i + 1])) ++i;
        found(section_km(path.distance_km, first, i));
    }
}

}  // namespace

ZoneShares zone_shares(const Path& path) noexcept {
    if (path.zone.empty()) return {length_km(path), length_km(path), 0};
    ZoneShares shares;
    double sea_km = 0;
    for_each_section(
        path, [](RadioZone z) { return z != RadioZone::sea; },
        [&](double km) { shares.longest_land_km = std::max(shares.longest_land_km, km); });
    for_each_section(
        path, [](RadioZone z) { return z == RadioZone::inland; },
        [&](double km) { shares.longest_inland_km = std::max(shares.longest_inland_km, km); });
    for_each_section(
        path, [](RadioZone z) { return z == RadioZone::sea; }, [&](double km) { sea_km += km; });
    shares.sea_fraction = sea_km / length_km(path);
    return shares;
}

double inland_parameter(double longest_inland_km) noexcept {
    return 1 - std::exp(-4.12e-4 * std::pow(longest_inland_km, 2.41));
}

double ducting_incidence_percent(double latitude_deg, const ZoneShares& zones) noexcept {
    const double latitude = std::abs(latitude_deg);
    const double tau = inland_parameter(zones.longest_inland_km);
    const double mu1 = std::min(1.0, std::pow(std::pow(10, -zones.longest_land_km / (16 - 6.6 * tau)) +
                                                  std::pow(10, -(2.48 + 1.77 * tau)),
                                              0.2));  // eq. 2
    if (latitude > 70) return 4.17 * mu1 * std::pow(mu1, 0.3);
    const double mu4 = std::pow(mu1, -0.935 + 0.0176 * latitude);  // eq. 4
    return std::pow(10, -0.015 * latitude + 1.67) * mu1 * mu4;     // eq. 5
}

}  // namespace amaneku::radio::p1812
