#pragma once

#include "core/accuracy_level.hpp"
#include "core/diffraction.hpp"
#include "radio/p1812_path.hpp"

#include <limits>

namespace amaneku::footprint {

/// What level L5 asks of ITU-R P.1812 besides the path.
struct P1812Settings {
    double time_percent = 50.0;      ///< p, 1 to 50
    double location_sigma_db = 5.5;  ///< σL; the share of locations is the reliability
    double dn = 45.0;                ///< ΔN, N-units a kilometre
    double n0 = 325.0;               ///< N-units
    radio::p1812::Polarisation polarisation = radio::p1812::Polarisation::vertical;
};

/// How received power is computed.
struct SignalSettings {
    AccuracyLevel level = AccuracyLevel::path_loss;  ///< path_loss, terrain or path_specific
    double reach_m = 5000.0;                         ///< nothing is computed further away
    double threshold_dbm = -110.0;                   ///< servers are counted from here on
    double floor_dbm = -140.0;                       ///< cells with less have no signal
    double reliability = 0.9;  ///< share of places at a cell's distance that have the power or more; 0.5: no
                               ///< margin is taken off
    double receiver_height_m = 1.5;                     ///< above the ground
    Diffraction diffraction = Diffraction::bullington;  ///< of L4
    double fresnel = 0.0;          ///< share of the first Fresnel zone that must be clear at L4; 0: as P.526
    double profile_step_m = 0.0;   ///< between the posts of profiles; 0: half the shorter side of a cell
    bool refuses_outside = false;  ///< cells outside a model's range of validity have no signal
    P1812Settings p1812;           ///< of L5
    int threads = 0;               ///< 0: one a core
};

class SubGrid;

/// @throws Error (Errc::configuration) naming the key that is out of range for these cells, or that asks for
/// a
///         terrain model where there is none
void check(const SignalSettings& settings, const SubGrid& cells, bool has_terrain);

}  // namespace amaneku::footprint
