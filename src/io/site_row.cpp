#include "io/site_row.hpp"

#include "io/site_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>

namespace amaneku::io {

namespace {

constexpr double default_beamwidth = 65.0;

struct Limits {
    std::optional<double> RadioValues::*value;
    const char* name;
    double low, high;
};
constexpr std::array limits{Limits{&RadioValues::frequency_mhz, "frequency_mhz", 30.0, 100'000.0},
                            Limits{&RadioValues::bandwidth_mhz, "bandwidth_mhz", 0.2, 2'000.0},
                            Limits{&RadioValues::power_dbm, "power_dbm", -30.0, 80.0},
                            Limits{&RadioValues::gain_dbi, "gain_dbi", -20.0, 60.0},
                            Limits{&RadioValues::feeder_loss_db, "feeder_loss_db", 0.0, 60.0},
                            Limits{&RadioValues::height_m, "height_m", 0.5, 3'000.0},
                            Limits{&RadioValues::tilt, "tilt", -90.0, 90.0}};

/// The words of a field that names several bands: `sub6+28GHz`, `700MHz、3.7GHz`.
std::vector<std::string> words_of(std::string text) {
    constexpr std::string_view ideographic_comma = "、";
    for (std::size_t at = 0; (at = text.find(ideographic_comma, at)) != std::string::npos;)
        text.replace(at, ideographic_comma.size(), ";");
    std::vector<std::string> out;
    std::size_t begin = 0;
    while (begin <= text.size()) {
        const std::size_t end = std::min(text.find_first_of("+/;|,", begin), text.size());
        if (std::string word = trimmed(text.substr(begin, end - begin)); !word.empty())
            out.push_back(std::move(word));
        begin = end + 1;
    }
    return out;
}

std::string known_ids(const std::vector<RadioClass>& classes) {
    std::string out;
    for (const RadioClass& c : classes) out += (out.empty() ? "" : ", ") + c.id;
    return out;
}

const std::string& meant(const std::map<std::string, std::string>& words, const std::string& word) {
    const auto found = words.find(word);
    return found == words.end() ? word : found->second;
}

}  // namespace

/// A row while it is read.
struct SiteRows::Row {
    std::string id;
    Point at;
    double azimuth = std::numeric_limits<double>::quiet_NaN();
    std::optional<double> beamwidth, radius_m;
    std::vector<SectorRadio> sectors;
};

SiteRows::SiteRows(const gdal::VectorSource& layer, const ProviderConfig& config)
    : m_config{config},
      m_has_points{layer.has_geometry()},
      m_id{site_field(layer, config.columns, config.columns.id, "id")},
      m_lon{site_field(layer, config.columns, config.columns.lon, "lon")},
      m_lat{site_field(layer, config.columns, config.columns.lat, "lat")},
      m_azimuth{site_field(layer, config.columns, config.columns.azimuth, "azimuth")},
      m_beamwidth{site_field(layer, config.columns, config.columns.beamwidth, "beamwidth")},
      m_radius{site_field(layer, config.columns, config.columns.radius_m, "radius_m")},
      m_band{-1},
      m_type{-1} {
    if (!config.radio) return;
    const SiteColumns& c = config.columns;
    m_band = site_field(layer, c, c.band, "band");
    m_type = site_field(layer, c, c.type, "type");
    for (const auto& [value, name, usual] :
         {std::tuple{&RadioValues::frequency_mhz, &c.frequency_mhz, "frequency_mhz"},
          std::tuple{&RadioValues::bandwidth_mhz, &c.bandwidth_mhz, "bandwidth_mhz"},
          std::tuple{&RadioValues::power_dbm, &c.power_dbm, "power_dbm"},
          std::tuple{&RadioValues::gain_dbi, &c.gain_dbi, "gain_dbi"},
          std::tuple{&RadioValues::feeder_loss_db, &c.feeder_loss_db, "feeder_loss_db"},
          std::tuple{&RadioValues::height_m, &c.height_m, "height_m"},
          std::tuple{&RadioValues::tilt, &c.tilt, "tilt"}}) {
        if (const int field = site_field(layer, c, *name, usual); field >= 0)
            m_values.emplace_back(value, field);
    }
}

std::string SiteRows::position(const gdal::FeatureView& feature, Row& row) const {
    if (m_lon >= 0 && m_lat >= 0) {
        const auto lon = number_in(feature, m_lon);
        const auto lat = number_in(feature, m_lat);
        if (!lon || !lat) return "longitude or latitude is blank";
        row.at = {*lon, *lat};
    } else if (m_has_points) {
        const auto point = feature.point();
        if (!point) return "has no point";
        row.at = *point;
    }
    if (!std::isfinite(row.at.x) || !std::isfinite(row.at.y)) return "longitude or latitude is no number";
    if (std::abs(row.at.y) <= 90.0 && std::abs(row.at.x) <= 180.0) return {};
    const bool look_swapped = std::abs(row.at.x) <= 90.0 && std::abs(row.at.y) <= 180.0;
    return fmt::format(
        "longitude {}, latitude {}: they are from -180 to 180 and from -90 to 90{}", row.at.x, row.at.y,
        look_swapped ? "; the two look swapped: are columns.lon and columns.lat the right ones?" : "");
}

std::string SiteRows::shape(const gdal::FeatureView& feature, Row& row) const {
    if (m_id >= 0) row.id = feature.text(m_id).value_or("");
    row.radius_m = number_in(feature, m_radius);
    if (const auto azimuth = number_in(feature, m_azimuth)) {
        if (!(*azimuth >= -360.0 && *azimuth <= 720.0))
            return fmt::format("azimuth {}: must be degrees from north", *azimuth);
        row.azimuth = *azimuth;
    }
    row.beamwidth = number_in(feature, m_beamwidth);
    if (row.beamwidth && !(*row.beamwidth > 0.0))
        return fmt::format("beamwidth {}: must be above 0", *row.beamwidth);
    return {};
}

/// The row's transmitters: its own values, then those of the configuration, then the defaults of its band and
/// type.
std::string SiteRows::sectors(const gdal::FeatureView& feature, Row& row) const {
    const RadioConfig& radio = *m_config.radio;
    SectorRadio common;
    for (const auto& [value, field] : m_values) common.values.*value = number_in(feature, field);
    for (const Limits& l : limits) {
        const auto& value = common.values.*l.value;
        if (value && !(*value >= l.low && *value <= l.high))
            return fmt::format("{} {}: must be from {} to {}", l.name, *value, l.low, l.high);
    }
    common.values = common.values.or_else(radio.fallback);
    std::string type = trimmed(feature.text(m_type).value_or(""));
    if (type.empty()) type = radio.type;
    const RadioClass* const of_type = type.empty() ? nullptr : radio.defaults.type(meant(radio.types, type));
    if (!type.empty() && of_type == nullptr)
        return fmt::format("type '{}' is none of '{}': {}; say what it is by radio.types = {{ \"{}\" = … }}",
                           type, radio.defaults.id, known_ids(radio.defaults.types), type);
    if (of_type != nullptr) {
        common.type = of_type->id;
        common.values = common.values.or_else(of_type->values);
    }
    std::vector<std::string> bands = words_of(feature.text(m_band).value_or(""));
    if (bands.empty() && !radio.band.empty()) bands.push_back(radio.band);
    if (bands.empty() && common.values.frequency_mhz) {
        row.sectors.push_back(common);
        return {};
    }
    if (bands.empty()) return "has no band: give a column band, or radio.band for rows without one";
    for (const std::string& word : bands) {
        const RadioClass* const band = radio.defaults.band(meant(radio.bands, word));
        if (band == nullptr)
            return fmt::format(
                "band '{}' is none of '{}': {}; say what it is by radio.bands = {{ \"{}\" = … }}", word,
                radio.defaults.id, known_ids(radio.defaults.bands), word);
        // `sub6+3.7GHz` may be one band by two of its names: it is not there twice.
        if (std::ranges::any_of(row.sectors, [&](const SectorRadio& s) { return s.band == band->id; }))
            continue;
        SectorRadio& sector = row.sectors.emplace_back(common);
        sector.band = band->id;
        sector.values = sector.values.or_else(band->values);
    }
    return {};
}

/// What received power cannot be computed without.
std::string SiteRows::lacking(const SectorRadio& of) const {
    const RadioValues& v = of.values;
    const AccuracyLevel level = m_config.radio->level;
    for (const auto& [is_there, name, from] :
         {std::tuple{v.height_m.has_value(), "height_m", "type"},
          std::tuple{v.frequency_mhz.has_value(), "frequency_mhz", "band"},
          std::tuple{v.bandwidth_mhz.has_value(), "bandwidth_mhz", "band"},
          std::tuple{v.power_dbm.has_value(), "power_dbm", "band"},
          std::tuple{v.gain_dbi.has_value(), "gain_dbi", "band"},
          std::tuple{v.model.has_value() || level == AccuracyLevel::path_specific, "model", "type"}}) {
        if (!is_there)
            return fmt::format(
                "has no {0}, which level {1} needs: give it as a column or in radio, or give a "
                "{2} whose values '{3}' has",
                name, level_id(level), from, m_config.radio->defaults.id);
    }
    return {};
}

std::string SiteRows::radius(const Row& row, const SectorRadio& of, double& radius) const {
    std::optional<double> found = row.radius_m;
    if (!found) found = m_config.radius_m;
    if (!found && m_config.radio) found = m_config.radio->defaults.radius_m(of.band, of.type);
    if (!found && m_config.radio)
        return fmt::format(
            "has no radius, and '{}' has none of band '{}' and type '{}': give a column "
            "radius_m, a radius_m of the provider, or radio.type",
            m_config.radio->defaults.id, of.band, of.type);
    if (!found) return "has no radius: give a column radius_m or a default radius_m";
    radius = *found;
    if (!(radius > 0.0 && radius <= longest_radius_m))
        return fmt::format("radius {} m: must be above 0 and at most {:.0f} m", radius, longest_radius_m);
    constexpr double metres_per_degree = 111'690.0;  // of a meridian at the poles, rounded down
    if ((90.0 - std::abs(row.at.y)) * metres_per_degree <= radius)
        return fmt::format("radius {} m at latitude {} reaches a pole, where longitudes end", radius,
                           row.at.y);
    return {};
}

/// The row's own azimuth, or those that the model takes sites without one to have.
std::vector<double> SiteRows::azimuths(const Row& row) const {
    constexpr double all_round = std::numeric_limits<double>::quiet_NaN();
    if (!m_config.radio) return {row.azimuth};
    if (m_config.radio->level == AccuracyLevel::circle) return {all_round};
    if (!std::isnan(row.azimuth) || m_config.radio->azimuths.empty()) return {row.azimuth};
    return m_config.radio->azimuths;
}

bool SiteRows::assumes_azimuths(const gdal::FeatureView& feature) const {
    return m_config.radio && m_config.radio->level != AccuracyLevel::circle &&
           !m_config.radio->azimuths.empty() && !number_in(feature, m_azimuth);
}

std::string SiteRows::add(const gdal::FeatureView& feature, SiteTable& sites,
                          std::vector<SectorRadio>& radio) const {
    Row row;
    if (std::string problem = position(feature, row); !problem.empty()) return problem;
    if (std::string problem = shape(feature, row); !problem.empty()) return problem;
    if (m_config.radio) {
        if (std::string problem = sectors(feature, row); !problem.empty()) return problem;
    } else {
        row.sectors.emplace_back();
    }
    const bool is_by_signal = m_config.radio && m_config.radio->is_by_signal();
    std::vector<double> radii(row.sectors.size(), 0.0);
    for (std::size_t i = 0; i < radii.size(); ++i) {
        std::string problem = is_by_signal ? lacking(row.sectors[i]) : radius(row, row.sectors[i], radii[i]);
        if (!problem.empty()) return problem;
    }
    for (std::size_t i = 0; i < radii.size(); ++i) {
        const double beamwidth = row.beamwidth.value_or(
            m_config.beamwidth.value_or(row.sectors[i].values.beamwidth.value_or(default_beamwidth)));
        for (const double azimuth : azimuths(row)) {
            sites.id.push_back(row.id);
            sites.lon.push_back(row.at.x);
            sites.lat.push_back(row.at.y);
            sites.radius_m.push_back(radii[i]);
            sites.azimuth.push_back(azimuth);
            sites.beamwidth.push_back(beamwidth);
            if (m_config.radio) radio.push_back(row.sectors[i]);
        }
    }
    return {};
}

}  // namespace amaneku::io
