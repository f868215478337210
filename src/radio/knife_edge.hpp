#pragma once

namespace amaneku::radio {

/// The earth's radius times 4/3: straight lines over it are rays in a standard atmosphere.
inline constexpr double effective_earth_radius_m = 4.0 / 3.0 * 6'371'000.0;

/// Below this parameter an edge costs nothing (ITU-R P.526, eq. 31).
inline constexpr double free_nu = -0.78;

/// How far the earth's curve rises above the chord at a point `d1_m` from one end and `d2_m` from the other.
[[nodiscard]] double earth_bulge_m(double d1_m, double d2_m,
                                   double earth_radius_m = effective_earth_radius_m) noexcept;

/// Radius of the first Fresnel zone there.
[[nodiscard]] double fresnel_radius_m(double d1_m, double d2_m, double wavelength_m) noexcept;

/// nu = h sqrt(2 (d1 + d2) / (lambda d1 d2)) of an edge `height_m` above the straight line between the
/// antennas; negative where the line passes above it (ITU-R P.526, eq. 26). Distances above 0.
[[nodiscard]] double diffraction_parameter(double height_m, double d1_m, double d2_m,
                                           double wavelength_m) noexcept;

/// J(nu): loss in dB behind one edge, 0 for nu <= -0.78, 6.03 at grazing (ITU-R P.526, eq. 31, its
/// approximation).
[[nodiscard]] double knife_edge_db(double nu) noexcept;

/// What is added to nu so that the loss begins where less than `clearance` of the first Fresnel zone is clear
/// (0.6 by custom): max(0, sqrt(2) clearance - 0.78). P.526's own J begins at 0.552 of the zone, so up to
/// there it is 0; at 0.6 it is 0.069, which costs 0.6 dB at grazing.
[[nodiscard]] double clearance_shift(double clearance) noexcept;

}  // namespace amaneku::radio
