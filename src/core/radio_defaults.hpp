#pragma once

#include "core/path_loss_model.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace amaneku {

/// What may be said of a transmitter; nothing where nobody said it.
struct RadioValues {
    std::optional<double> frequency_mhz;
    std::optional<double> bandwidth_mhz;
    std::optional<double> subcarrier_khz;
    std::optional<double> power_dbm;  ///< over the whole carrier, at the transmitter
    std::optional<double> gain_dbi;
    std::optional<double> feeder_loss_db;
    std::optional<double> height_m;  ///< of the antenna above ground
    std::optional<double> beamwidth;
    std::optional<double> vertical_beamwidth;
    std::optional<double> tilt;  ///< degrees below the horizon
    std::optional<PathLossModel> model;

    /// What is here, else what `other` has.
    [[nodiscard]] RadioValues or_else(const RadioValues& other) const;
};

/// Values by band, or by type of station.
struct RadioClass {
    std::string id;
    std::vector<std::string> names;  ///< further words for it
    RadioValues values;
    std::string source;
};

struct RadioRadius {
    std::string band, type;
    double radius_m = 0.0;
    std::string source;
};

/// Editable values by band and type of station, from a file in configs/radio/.
struct RadioDefaults {
    std::string id;
    std::string file;
    std::string name_ja, name_en;
    std::string note;  ///< what the values are worth
    std::vector<RadioClass> bands;
    std::vector<RadioClass> types;
    std::vector<RadioRadius> radii;

    /// By id or one of its names, whatever the case; nullptr where there is none.
    [[nodiscard]] const RadioClass* band(std::string_view name) const;
    [[nodiscard]] const RadioClass* type(std::string_view name) const;
    [[nodiscard]] std::optional<double> radius_m(std::string_view band_id, std::string_view type_id) const;
};

}  // namespace amaneku
