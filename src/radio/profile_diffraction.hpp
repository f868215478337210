#pragma once

#include "core/diffraction.hpp"
#include "radio/knife_edge.hpp"

#include <cstddef>
#include <optional>
#include <span>

namespace amaneku::radio {

/// Ground between two antennas. The first and the last post stand below the antennas and are no edges
/// themselves.
struct Profile {
    std::span<const double> distance_m;  ///< from the transmitter, rising, first 0
    std::span<const double> height_m;    ///< above sea, clutter included where there is some
    double tx_m = 0.0;                   ///< antenna above sea
    double rx_m = 0.0;
    double wavelength_m = 0.0;
    double earth_radius_m = effective_earth_radius_m;
    double clearance = 0.0;  ///< share of the first Fresnel zone that must be clear, see clearance_shift()
};

struct Edge {
    std::size_t post = 0;
    double nu = 0.0;  ///< without the shift for clearance
};

/// The post with the largest nu (ties: the one nearest to the transmitter); none without a post in between.
[[nodiscard]] std::optional<Edge> worst_edge(const Profile& profile);

/// J of that edge.
[[nodiscard]] double single_edge_db(const Profile& profile);

/// Deygout's construction with at most three edges: J of the worst edge of the path, plus J of the worst edge
/// between the transmitter and its top, plus J of the worst between its top and the receiver; no correction
/// is added. 0 where the worst edge itself is free. Over rounded hills, which are many edges side by side, it
/// says too much.
[[nodiscard]] double deygout_db(const Profile& profile);

struct Bullington {
    double nu = 0.0;       ///< of the equivalent edge; with line of sight of the worst one; without the shift
    double edge_db = 0.0;  ///< Luc = J(nu)
    double loss_db = 0.0;  ///< Luc + (1 - exp(-Luc/6)) (10 + 0.02 d), d in km: eq. 21
};

/// Bullington's part of ITU-R P.1812 (4.3.1, eq. 13 to 21): both horizons' lines meet in one equivalent edge.
[[nodiscard]] Bullington bullington(const Profile& profile);

/// Loss by the method; 0 for Diffraction::none.
[[nodiscard]] double profile_diffraction_db(Diffraction method, const Profile& profile);

}  // namespace amaneku::radio
