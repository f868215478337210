#include "radio/p1812_path.hpp"

#include <fmt/format.h>

#include <cmath>

namespace amaneku::radio::p1812 {

namespace {

using Refusal = std::optional<std::string>;

/// Also refuses what is not a number.
Refusal outside(const char* what, double value, double low, double high, const char* unit) {
    if (value >= low && value <= high) return {};
    return fmt::format("{} {} {} is outside {}-{} {}", what, value, unit, low, high, unit);
}

Refusal negative(const char* what, double value, const char* unit) {
    if (value >= 0 && std::isfinite(value)) return {};
    return fmt::format("{} {} {} must be a number of at least 0", what, value, unit);
}

Refusal link_refusal(const Path& p) {
    using L = Limits;
    if (auto r = outside("frequency", p.frequency_ghz, L::min_frequency_ghz, L::max_frequency_ghz, "GHz"))
        return r;
    if (auto r = outside("transmitter height", p.tx_height_m, L::min_height_m, L::max_height_m, "m"))
        return r;
    if (auto r = outside("receiver height", p.rx_height_m, L::min_height_m, L::max_height_m, "m")) return r;
    if (auto r = outside("time percentage", p.time_percent, L::min_time_percent, L::max_time_percent, "%"))
        return r;
    if (auto r = outside("location percentage", p.location_percent, L::min_location_percent,
                         L::max_location_percent, "%")) {
        return r;
    }
    if (auto r = negative("location standard deviation", p.location_sigma_db, "dB")) return r;
    return outside("latitude", p.centre_latitude_deg, -90, 90, "degrees");
}

Refusal climate_refusal(const Path& p) {
    if (!(p.dn >= 0 && p.dn < Limits::max_dn)) {
        return fmt::format("refractivity lapse rate dN {} N-units/km is outside 0 to below {}", p.dn,
                           Limits::max_dn);
    }
    if (!(p.n0 > 0 && std::isfinite(p.n0))) {
        return fmt::format("surface refractivity N0 {} N-units must be a number above 0", p.n0);
    }
    if (auto r = negative("transmitter's distance to the coast", p.tx_coast_km, "km")) return r;
    return negative("receiver's distance to the coast", p.rx_coast_km, "km");
}

Refusal shape_refusal(const Path& p) {
    const std::size_t points = p.distance_km.size();
    if (points < Limits::min_points) {
        return fmt::format("a profile of {} points is shorter than {} points", points, Limits::min_points);
    }
    const auto unequal = [&](const char* what, std::size_t size) -> Refusal {
        return fmt::format("the profile has {} distances and {} {}", points, size, what);
    };
    if (p.ground_m.size() != points) return unequal("ground heights", p.ground_m.size());
    if (!p.clutter_m.empty() && p.clutter_m.size() != points)
        return unequal("clutter heights", p.clutter_m.size());
    if (!p.zone.empty() && p.zone.size() != points) return unequal("zones", p.zone.size());
    if (p.distance_km.front() != 0) {
        return fmt::format("the first profile point is at {} km and must be at 0", p.distance_km.front());
    }
    return outside("path length", p.distance_km.back(), Limits::min_distance_km, Limits::max_distance_km,
                   "km");
}

Refusal point_refusal(const Path& p) {
    for (std::size_t i = 1; i < p.distance_km.size(); ++i) {
        if (p.distance_km[i] > p.distance_km[i - 1]) continue;
        return fmt::format("profile point {} at {} km does not lie beyond the one before at {} km", i,
                           p.distance_km[i], p.distance_km[i - 1]);
    }
    for (std::size_t i = 0; i < p.ground_m.size(); ++i) {
        if (std::isfinite(p.ground_m[i])) continue;
        return fmt::format("the ground height of profile point {} is {} and must be a number", i,
                           p.ground_m[i]);
    }
    for (std::size_t i = 0; i < p.clutter_m.size(); ++i) {
        if (p.clutter_m[i] >= 0 && std::isfinite(p.clutter_m[i])) continue;
        return fmt::format(
            "the clutter height of profile point {} is {} m and must be a number of at least 0", i,
            p.clutter_m[i]);
    }
    return {};
}

}  // namespace

std::optional<std::string> refusal(const Path& path) {
    if (auto r = link_refusal(path)) return r;
    if (auto r = climate_refusal(path)) return r;
    if (auto r = shape_refusal(path)) return r;
    return point_refusal(path);
}

}  // namespace amaneku::radio::p1812
