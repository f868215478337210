#pragma once

#include "core/accuracy_level.hpp"
#include "core/diffraction.hpp"
#include "core/path_loss_model.hpp"
#include "core/radio_defaults.hpp"
#include "core/source.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace amaneku {

/// Published rates that modelled footprints are brought to, one factor a band and prefecture.
struct CalibrationConfig {
    std::string file;     ///< csv `prefecture_code,band,rate,year,source`
    double lowest = 0.2;  ///< of the factor on radii
    double highest = 5.0;
    double most_db = 20.0;  ///< of the offset, either way
};

/// ITU-R P.1812: what a path needs beside its profile.
struct RefractivityConfig {
    double dn = 0.0;             ///< lapse rate of refractivity over the lowest 1 km, N-units/km
    double n0 = 0.0;             ///< refractivity at sea level, N-units
    double time_percent = 50.0;  ///< of an average year for which the loss is not exceeded
    bool is_vertical = true;     ///< polarisation
};

/// How a provider's stations become areas.
struct RadioConfig {
    AccuracyLevel level = AccuracyLevel::sector;
    RadioDefaults defaults;
    std::map<std::string, std::string> bands;  ///< the table's words for bands -> those of the defaults
    std::map<std::string, std::string> types;
    RadioValues fallback;  ///< where a row says nothing; before the defaults
    std::string band, type;
    std::vector<double>
        azimuths;  ///< sectors that a site without an azimuth is taken to have; empty: all round

    LineOfSight line_of_sight = LineOfSight::none;
    double threshold_dbm = -110.0;
    double reliability = 0.9;  ///< probability of the threshold at the edge; 0.5: no margin
    double receiver_height_m = 1.5;
    double resolution_m = 50.0;
    double reach_m = 5000.0;
    bool refuses_outside = false;  ///< cells outside a model's range are not served; else served and counted

    std::vector<std::string> terrain;     ///< DEM files
    std::vector<std::string> land_cover;  ///< rasters of classes
    std::string clutter;                  ///< csv class,clutter_m,name
    Diffraction diffraction = Diffraction::bullington;
    double fresnel = 0.0;
    std::optional<RefractivityConfig> refractivity;
    std::optional<CalibrationConfig> calibration;
    Sources sources;  ///< of terrain, land_cover, calibrate

    /// Whether areas are made of received power, cell by cell.
    [[nodiscard]] bool is_by_signal() const noexcept { return level >= AccuracyLevel::path_loss; }
};

}  // namespace amaneku
