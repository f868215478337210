#pragma once

#include <cstdint>
#include <optional>
#include <string>

/// Clutter loss of ITU-R P.2108-1: what houses and trees near one end of a path cost. Not for the models of
/// TR 38.901, which hold it already.
namespace amaneku::radio::p2108 {

enum class Surroundings : std::uint8_t { water_sea, open_rural, suburban, urban, trees_forest, dense_urban };

/// Statistical loss of a terrestrial path with one end in the clutter (clause 3.2): not exceeded at
/// `location_percent` of the places. 0.5 to 67 GHz, from 0.25 km, percentage above 0 and below 100; nothing
/// outside. The value at 2 km is the most at any distance, shorter ones too, as the published results have
/// it.
[[nodiscard]] std::optional<double> statistical_db(double frequency_ghz, double distance_km,
                                                   double location_percent);

/// Which of the values is out of range; empty: none, and statistical_db() has a value.
[[nodiscard]] std::string statistical_problem(double frequency_ghz, double distance_km,
                                              double location_percent);

struct HeightGain {
    double frequency_ghz = 0.0;     ///< 0.03 to 3
    double height_m = 0.0;          ///< antenna above ground, above 0
    double clutter_height_m = 0.0;  ///< representative, above 0: an antenna at least as high loses nothing
    double street_width_m = 27.0;   ///< above 0; without effect over water and open ground
    Surroundings surroundings = Surroundings::suburban;
};

/// Loss of an antenna below the clutter against one at its height (clause 3.1); nothing outside the ranges.
[[nodiscard]] std::optional<double> height_gain_db(const HeightGain& input);
[[nodiscard]] std::string height_gain_problem(const HeightGain& input);

}  // namespace amaneku::radio::p2108
