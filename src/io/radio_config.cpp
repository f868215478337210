#include "io/radio_config.hpp"

#include "io/radio_defaults_reader.hpp"
#include "io/source_config.hpp"

#include <fmt/format.h>

#include <utility>

namespace amaneku::io {

namespace {

/// Words of the table for words of the defaults: `bands = { "sub6" = "3700" }`.
std::map<std::string, std::string> read_words(TomlCursor& radio, std::string_view key) {
    std::map<std::string, std::string> out;
    if (auto table = radio.table(key)) {
        for (auto& [word, meaning] : table->text_pairs()) out.emplace(word, meaning);
    }
    return out;
}

void check_words(TomlCursor& radio, std::string_view key, const std::map<std::string, std::string>& words,
                 const std::string& fallback, std::string_view fallback_key, const RadioDefaults& defaults) {
    if (defaults.file.empty()) return;  // not there, which is told already
    const bool is_band = fallback_key == "band";
    const auto known = [&](const std::string& name) {
        return (is_band ? defaults.band(name) : defaults.type(name)) != nullptr;
    };
    const auto list = [&] {
        std::string out;
        for (const RadioClass& c : is_band ? defaults.bands : defaults.types)
            out += (out.empty() ? "" : ", ") + c.id;
        return out;
    };
    for (const auto& [word, meaning] : words) {
        if (!known(meaning))
            radio.problem(key, fmt::format("'{}' is none of '{}': {}", meaning, defaults.id, list()));
    }
    if (!fallback.empty() && !known(fallback))
        radio.problem(fallback_key, fmt::format("'{}' is none of '{}': {}", fallback, defaults.id, list()));
}

void read_signal(TomlCursor& radio, RadioConfig& out) {
    if (const auto v = radio.one_of("line_of_sight", {"los", "nlos", "probability"}))
        out.line_of_sight = static_cast<LineOfSight>(*v);
    if (const auto v = radio.number("threshold_dbm", -160.0, 0.0)) out.threshold_dbm = *v;
    const double most_reliable = out.level == AccuracyLevel::path_specific ? 0.99 : 0.999;  // P.1812's pL
    if (const auto v = radio.number("reliability", 0.5, most_reliable)) out.reliability = *v;
    if (const auto v = radio.number("receiver_height_m", 1.0, 30.0)) out.receiver_height_m = *v;
    if (const auto v = radio.number("resolution_m", 5.0, 1'000.0)) out.resolution_m = *v;
    if (const auto v = radio.number("reach_m", 100.0, 100'000.0)) out.reach_m = *v;
    if (const auto v = radio.one_of("outside", {"refuse", "flag"})) out.refuses_outside = *v == 0;
    if (out.reach_m < out.resolution_m)
        radio.problem("reach_m", fmt::format("is {}, less than resolution_m", out.reach_m));
    constexpr double most_cells = 2000.0;  // cells are no longer than the resolution: a run would refuse it
    if (out.reach_m > most_cells * out.resolution_m)
        radio.problem("reach_m", fmt::format("is {}, more than {:.0f} cells of resolution_m = {}",
                                             out.reach_m, most_cells, out.resolution_m));
}

void read_terrain(TomlCursor& radio, const RadioConfigPlace& place, RadioConfig& out) {
    out.terrain = place.files(radio, "terrain");
    out.land_cover = place.files(radio, "land_cover");
    if (const auto files = place.files(radio, "clutter"); !files.empty()) out.clutter = files.front();
    if (const auto v = radio.one_of("diffraction", {"none", "single", "bullington", "deygout"}))
        out.diffraction = static_cast<Diffraction>(*v);
    if (const auto v = radio.number("fresnel", 0.0, 1.0)) out.fresnel = *v;
    if (out.level >= AccuracyLevel::terrain && !radio.has("terrain"))
        radio.problem("terrain", fmt::format("is missing: level {} needs a DEM (GeoTIFF, or the XML of GSI)",
                                             level_id(out.level)));
    if (out.level < AccuracyLevel::terrain) {
        for (const auto* key : {"terrain", "land_cover", "clutter", "diffraction", "fresnel"}) {
            if (radio.has(key)) radio.problem(key, "is of levels L4 and L5 only");
        }
    }
    if (out.land_cover.empty() != out.clutter.empty())
        radio.problem(out.clutter.empty() ? "clutter" : "land_cover",
                      "is missing: land_cover gives classes, clutter their heights");
}

std::optional<RefractivityConfig> read_refractivity(TomlCursor& radio, AccuracyLevel level) {
    if (level != AccuracyLevel::path_specific) {
        for (const auto* key : {"dn", "n0", "time_percent", "polarisation"}) {
            radio.refuse(key, "is of level L5 only");
        }
        return std::nullopt;
    }
    RefractivityConfig out;
    for (const auto* key : {"dn", "n0"}) {
        if (!radio.has(key))
            radio.problem(key,
                          "is missing: level L5 (ITU-R P.1812) takes the lapse rate dn and the sea-level "
                          "refractivity n0 of the place, in N-units; no map of them is shipped");
    }
    out.dn = radio.number("dn", 0.0, 156.0).value_or(0.0);
    out.n0 = radio.number("n0", 200.0, 450.0).value_or(0.0);
    if (const auto v = radio.number("time_percent", 1.0, 50.0)) out.time_percent = *v;
    if (const auto v = radio.one_of("polarisation", {"horizontal", "vertical"})) out.is_vertical = *v == 1;
    return out;
}

std::optional<CalibrationConfig> read_calibration(TomlCursor& radio, const RadioConfigPlace& place) {
    auto table = radio.table("calibrate");
    if (!table) return std::nullopt;
    CalibrationConfig out;
    if (const auto files = place.files(*table, "file"); !files.empty()) out.file = files.front();
    if (!table->has("file"))
        table->problem("file", "is missing: a csv prefecture_code,band,rate,year,source of published rates");
    if (const auto v = table->number("lowest", 0.01, 1.0)) out.lowest = *v;
    if (const auto v = table->number("highest", 1.0, 100.0)) out.highest = *v;
    if (const auto v = table->number("most_db", 0.0, 60.0)) out.most_db = *v;
    table->finish();
    return out;
}

void refuse_signal_keys(TomlCursor& radio, AccuracyLevel level) {
    for (const auto* key : {"line_of_sight", "threshold_dbm", "reliability", "receiver_height_m",
                            "resolution_m", "reach_m", "outside"}) {
        radio.refuse(key, fmt::format("is of levels L3 to L5: {} takes radii", level_id(level)));
    }
}

std::optional<AccuracyLevel> read_level(TomlCursor& radio) {
    const auto text = radio.text("level");
    const auto level = text ? parse_level(*text) : std::nullopt;
    if (level && *level != AccuracyLevel::supplied) return level;
    if (text) {
        radio.problem("level", fmt::format("is '{}', must be L1, L2, L3, L4 or L5", *text));
    } else if (!radio.has("level")) {
        radio.problem("level",
                      "is missing: L1 (circles), L2 (sectors), L3 (path loss), L4 (terrain) or L5 "
                      "(ITU-R P.1812)");
    }
    return std::nullopt;
}

}  // namespace

std::optional<RadioConfig> read_radio_config(TomlCursor& provider, const RadioConfigPlace& place,
                                             std::vector<Problem>& problems) {
    auto radio = provider.table("radio");
    if (!radio) return std::nullopt;
    const std::optional<AccuracyLevel> level = read_level(*radio);
    if (!level) return RadioConfig{};  // which keys belong here is not known
    RadioConfig out;
    out.level = *level;
    std::string name = radio->text("defaults").value_or("illustrative");
    if (name.ends_with(".toml")) name = place.absolute(name);
    out.defaults = read_radio_defaults(name, place.dirs, radio->place("defaults"), problems);
    out.bands = read_words(*radio, "bands");
    out.types = read_words(*radio, "types");
    out.band = radio->text("band").value_or("");
    out.type = radio->text("type").value_or("");
    check_words(*radio, "bands", out.bands, out.band, "band", out.defaults);
    check_words(*radio, "types", out.types, out.type, "type", out.defaults);
    out.fallback = read_radio_values(*radio);
    out.azimuths = radio->numbers("azimuths", 0.0, 360.0);
    if (!out.azimuths.empty() && out.level == AccuracyLevel::circle)
        radio->problem("azimuths", "are of level L2 and above: circles have none");
    if (out.is_by_signal()) {
        read_signal(*radio, out);
    } else {
        refuse_signal_keys(*radio, out.level);
    }
    read_terrain(*radio, place, out);
    out.refractivity = read_refractivity(*radio, out.level);
    out.calibration = read_calibration(*radio, place);
    out.sources = read_sources(*radio, {"terrain", "land_cover", "clutter"});
    radio->finish();
    return out;
}

}  // namespace amaneku::io
