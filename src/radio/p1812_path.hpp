#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

namespace amaneku::radio::p1812 {

/// Radio-climatic zone of a profile point (section 3.3, Table 3).
enum class RadioZone : unsigned char {
    inland,
    coastal_land,  ///< land within 50 km of the sea, at most 100 m above it
    sea,
};

enum class Polarisation : unsigned char { horizontal, vertical };

/// Where the Recommendation is valid, and what is refused outside of it.
struct Limits {
    static constexpr double min_frequency_ghz = 0.03;
    static constexpr double max_frequency_ghz = 6;
    static constexpr double min_distance_km = 0.25;
    static constexpr double max_distance_km = 3000;
    static constexpr double min_height_m = 1;
    static constexpr double max_height_m = 3000;
    static constexpr double min_time_percent = 1;
    static constexpr double max_time_percent = 50;
    static constexpr double min_location_percent = 1;
    static constexpr double max_location_percent = 99;
    /// The standard lapse rate of the radius formula; the effective radius has no meaning from here on.
    static constexpr double max_dn = 157;
    static constexpr std::size_t min_points = 4;
};

/// A radio path from a transmitter (first point) to a receiver (last point), with what is asked about it
/// (section 3). The arrays are borrowed and index-aligned.
struct Path {
    /// Distance of each profile point from the transmitter, km: starts at 0 and increases strictly. Points
    /// need not be evenly spaced. The last one is the path's length, 0.25-3000 km.
    std::span<const double> distance_km;
    /// Ground (over sea: water) height of each point above mean sea level, m.
    std::span<const double> ground_m;
    /// Representative clutter height R of each point, m, not negative (section 3.2.1); empty: none anywhere.
    /// The first and the last value are not used: the antennas stand in the open (eq. 1c).
    std::span<const double> clutter_m;
    /// Zone of each point; empty: all inland.
    std::span<const RadioZone> zone;

    double tx_height_m = 0;    ///< h_tg, antenna centre above ground, 1-3000 m
    double rx_height_m = 0;    ///< h_rg, 1-3000 m
    double frequency_ghz = 0;  ///< f, 0.03-6 GHz
    Polarisation polarisation = Polarisation::vertical;
    /// p: the loss is not exceeded for this share of an average year, 1-50 %.
    double time_percent = 50;
    /// pL: the loss is not exceeded at this share of locations, 1-99 %.
    double location_percent = 50;
    /// σL, standard deviation of the local median over locations, dB (section 4.7); 0: no spread.
    double location_sigma_db = 0;
    /// φ, latitude of the path's centre, degrees (section 3.6; see centre_latitude).
    double centre_latitude_deg = 0;
    /// ΔN, average lapse rate of refractivity in the lowest kilometre, N-units/km, 0 to below 157.
    double dn = 45;
    /// N0, sea-level surface refractivity at the path's centre, N-units.
    double n0 = 325;
    /// Distance over land from each antenna to the coast along the path, km (section 3.4). Taken as 0 where
    /// the terminal's own zone is sea.
    double tx_coast_km = 500;
    double rx_coast_km = 500;
};

/// The first rule of the model that `path` breaks, with the value and the range; nothing when it can be
/// computed.
///
/// Costs one pass over the profile.
[[nodiscard]] std::optional<std::string> refusal(const Path& path);

/// Length of the path, km (d).
[[nodiscard]] inline double length_km(const Path& path) noexcept {
    return path.distance_km.back();
}

/// Antenna heights above mean sea level, m (h_ts and h_rs of Table 5).
[[nodiscard]] inline double tx_above_sea_m(const Path& path) noexcept {
    return path.ground_m.front() + path.tx_height_m;
}
[[nodiscard]] inline double rx_above_sea_m(const Path& path) noexcept {
    return path.ground_m.back() + path.rx_height_m;
}

/// Zone of point `i`.
[[nodiscard]] inline RadioZone zone_at(const Path& path, std::size_t i) noexcept {
    return path.zone.empty() ? RadioZone::inland : path.zone[i];
}

}  // namespace amaneku::radio::p1812
