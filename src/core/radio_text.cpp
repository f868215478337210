#include "core/radio_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <iterator>

namespace amaneku {

namespace {

std::string values_text(const RadioValues& v) {
    std::string out;
    for (const auto& [name, value] :
         {std::pair{"frequency_mhz", v.frequency_mhz}, std::pair{"bandwidth_mhz", v.bandwidth_mhz},
          std::pair{"subcarrier_khz", v.subcarrier_khz}, std::pair{"power_dbm", v.power_dbm},
          std::pair{"gain_dbi", v.gain_dbi}, std::pair{"feeder_loss_db", v.feeder_loss_db},
          std::pair{"height_m", v.height_m}, std::pair{"beamwidth", v.beamwidth},
          std::pair{"vertical_beamwidth", v.vertical_beamwidth}, std::pair{"tilt", v.tilt}}) {
        if (value)
            fmt::format_to(std::back_inserter(out), "{}{} = {}", out.empty() ? "" : ", ", name, *value);
    }
    if (v.model)
        fmt::format_to(std::back_inserter(out), "{}model = {}", out.empty() ? "" : ", ",
                       path_loss_model_id(*v.model));
    return out;
}

std::string words_text(const std::map<std::string, std::string>& words) {
    std::string out;
    for (const auto& [word, meaning] : words)
        fmt::format_to(std::back_inserter(out), "{}{} = {}", out.empty() ? "" : ", ", word, meaning);
    return out;
}

std::string classes_text(const std::vector<RadioClass>& classes) {
    std::string out;
    for (const RadioClass& c : classes)
        fmt::format_to(std::back_inserter(out), "{} ({}): {}\n", c.id, fmt::join(c.names, ", "),
                       values_text(c.values));
    return out;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> radio_settings(const RadioConfig& radio) {
    std::vector<std::pair<std::string, std::string>> out;
    const auto add = [&](const char* key, std::string value) {
        if (!value.empty()) out.emplace_back(key, std::move(value));
    };
    add("level", std::string{level_id(radio.level)});
    add("defaults", radio.defaults.id);
    add("defaults_note", radio.defaults.note);
    add("bands", words_text(radio.bands));
    add("types", words_text(radio.types));
    add("band", radio.band);
    add("type", radio.type);
    add("values", values_text(radio.fallback));
    add("azimuths", fmt::format("{}", fmt::join(radio.azimuths, ", ")));
    if (!radio.is_by_signal()) return out;
    // Also of L5: what P.1812 is not stated for is done at a lower level.
    add("line_of_sight", std::string{line_of_sight_id(radio.line_of_sight)});
    add("threshold_dbm", fmt::format("{}", radio.threshold_dbm));
    add("reliability", fmt::format("{}", radio.reliability));
    add("receiver_height_m", fmt::format("{}", radio.receiver_height_m));
    add("resolution_m", fmt::format("{}", radio.resolution_m));
    add("reach_m", fmt::format("{}", radio.reach_m));
    add("outside", radio.refuses_outside ? "refuse" : "flag");
    if (radio.level >= AccuracyLevel::terrain) {
        add("diffraction", std::string{diffraction_id(radio.diffraction)});
        add("fresnel", fmt::format("{}", radio.fresnel));
    }
    if (radio.refractivity) {
        add("dn", fmt::format("{}", radio.refractivity->dn));
        add("n0", fmt::format("{}", radio.refractivity->n0));
        add("time_percent", fmt::format("{}", radio.refractivity->time_percent));
        add("polarisation", radio.refractivity->is_vertical ? "vertical" : "horizontal");
    }
    return out;
}

std::string radio_key(const RadioConfig& radio) {
    std::string out;
    for (const auto& [key, value] : radio_settings(radio))
        fmt::format_to(std::back_inserter(out), "{}: {}\n", key, value);
    out += classes_text(radio.defaults.bands) + classes_text(radio.defaults.types);
    for (const RadioRadius& r : radio.defaults.radii)
        fmt::format_to(std::back_inserter(out), "{} {} {}\n", r.band, r.type, r.radius_m);
    if (radio.calibration)
        fmt::format_to(std::back_inserter(out), "calibrate {} {} {}\n", radio.calibration->lowest,
                       radio.calibration->highest, radio.calibration->most_db);
    return out;
}

}  // namespace amaneku
