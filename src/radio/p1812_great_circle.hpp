#pragma once

namespace amaneku::radio::p1812 {

/// Longitude and latitude, degrees, east and north positive.
struct Position {
    double longitude_deg;
    double latitude_deg;
};

/// Latitude, degrees, of the point `length_km` / 2 along the great circle from `tx` towards `rx` on a sphere
/// of 6371 km: φ of section 3.6 (ITU-R P.2001, Attachment H, eqs. H.2.2-H.3.3).
[[nodiscard]] double centre_latitude(Position tx, Position rx, double length_km) noexcept;

}  // namespace amaneku::radio::p1812
