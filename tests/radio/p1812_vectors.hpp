#pragma once

#include "radio/p1812.hpp"
#include "radio/p1812_great_circle.hpp"

#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

/// The published validation profiles of P.1812 and the logs of their results, which are not part of the
/// project.
namespace amaneku::tests {

namespace p1812 = radio::p1812;

/// The folder with `profiles` and `logs`: vectors/p1812 beside the folder of real data.
inline std::optional<std::filesystem::path> p1812_folder() {
    const char* named = std::getenv("AMANEKU_DATA");
    const std::filesystem::path data = named != nullptr ? named : AMANEKU_SOURCE_DIR "/../shared/data";
    const auto folder = data.lexically_normal() / ".." / "vectors" / "p1812";
    if (!std::filesystem::exists(folder / "profiles")) return {};
    return folder;
}

/// Fields between commas; a field that the line does not have is empty.
inline std::vector<std::string> csv_fields(std::string line, std::size_t at_least) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    std::vector<std::string> fields(1);
    for (const char c : line) {
        if (c == ',') {
            fields.emplace_back();
        } else {
            fields.back() += c;
        }
    }
    if (fields.size() < at_least) fields.resize(at_least);
    return fields;
}

inline double number(const std::string& text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size())
        throw std::runtime_error{"no number: " + text};
    return value;
}

inline std::vector<std::string> lines_of(const std::filesystem::path& file) {
    std::ifstream in{file};
    if (!in) throw std::runtime_error{"cannot read " + file.string()};
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

/// One row of a profile's section of measurements.
struct Link {
    double frequency_ghz;
    double tx_height_m;
    double rx_height_m;
    p1812::Polarisation polarisation;
    double power_kw;  ///< effective radiated
    double time_percent;
};

struct ValidationProfile {
    std::vector<double> distance_km;
    std::vector<double> ground_m;
    std::vector<double> clutter_m;
    std::vector<p1812::RadioZone> zone;
    std::vector<Link> links;
    p1812::Position tx{};
    p1812::Position rx{};
    double dn = 0;
    double n0 = 0;

    [[nodiscard]] p1812::Path path(std::size_t link) const {
        const Link& l = links.at(link);
        p1812::Path path;
        path.distance_km = distance_km;
        path.ground_m = ground_m;
        path.clutter_m = clutter_m;
        path.zone = zone;
        path.tx_height_m = l.tx_height_m;
        path.rx_height_m = l.rx_height_m;
        path.frequency_ghz = l.frequency_ghz;
        path.polarisation = l.polarisation;
        path.time_percent = l.time_percent;
        path.centre_latitude_deg = p1812::centre_latitude(tx, rx, distance_km.back());
        path.dn = dn;
        path.n0 = n0;
        return path;
    }
};

/// Radio-climatic zone codes of the profiles: 1 sea, 3 coastal land, 4 inland.
inline p1812::RadioZone zone_of(const std::string& code) {
    if (code == "1") return p1812::RadioZone::sea;
    if (code == "3") return p1812::RadioZone::coastal_land;
    if (code == "4") return p1812::RadioZone::inland;
    throw std::runtime_error{"no zone: " + code};
}

/// Columns: distance (km), ground (m), cover class, cover height (m), zone code. The class is not used: the
/// height is given for every point.
inline void add_point(ValidationProfile& profile, const std::string& line) {
    const auto f = csv_fields(line, 5);
    if (f[0].starts_with("Number of Points")) return;
    profile.distance_km.push_back(number(f[0]));
    profile.ground_m.push_back(number(f[1]));
    profile.clutter_m.push_back(number(f[3]));
    profile.zone.push_back(zone_of(f[4]));
}

/// Columns used: 0 frequency (MHz), 1 and 3 antenna heights (m), 4 polarisation (1 horizontal, 2 vertical),
/// 12 ERP (dBW), 14 time (%).
inline void add_link(ValidationProfile& profile, const std::string& line) {
    const auto f = csv_fields(line, 15);
    const auto polarisation = f[4] == "1" ? p1812::Polarisation::horizontal : p1812::Polarisation::vertical;
    profile.links.push_back({number(f[0]) / 1000, number(f[1]), number(f[3]), polarisation,
                             std::pow(10, number(f[12]) / 10) / 1000, number(f[14])});
}

inline void add_header(ValidationProfile& profile, const std::string& line) {
    const auto f = csv_fields(line, 2);
    if (f[0] == "Tx LAT:") profile.tx.latitude_deg = number(f[1]);
    if (f[0] == "Tx LON:") profile.tx.longitude_deg = number(f[1]);
    if (f[0] == "Rx LAT:") profile.rx.latitude_deg = number(f[1]);
    if (f[0] == "Rx LON:") profile.rx.longitude_deg = number(f[1]);
    if (f[0].starts_with("Average annual values dN")) profile.dn = number(f[1]);
    if (f[0].starts_with("Average annual sea-level surface refractivity")) profile.n0 = number(f[1]);
}

inline ValidationProfile read_profile(const std::filesystem::path& file) {
    ValidationProfile profile;
    std::string section;
    for (const std::string& line : lines_of(file)) {
        if (line.starts_with("{Begin of ")) {
            section = csv_fields(line, 1)[0];
        } else if (line.starts_with("{End of ")) {
            section.clear();
        } else if (section == "{Begin of Profile}") {
            add_point(profile, line);
        } else if (section == "{Begin of Measurements}") {
            add_link(profile, line);
        } else {
            add_header(profile, line);
        }
    }
    return profile;
}

/// Value by name and reference, such as "hst (m)|Eq (85)".
inline std::map<std::string, double> read_log(const std::filesystem::path& file) {
    std::map<std::string, double> values;
    for (const std::string& line : lines_of(file)) {
        if (line.starts_with('#')) continue;
        // One name has commas: its reference is empty and its value last but one.
        const auto f = csv_fields(line, 4);
        if (f[0].empty() || f.size() < 5) continue;
        std::string name = f[0];
        for (std::size_t i = 1; i + 4 < f.size(); ++i) name += "," + f[i];
        values[name + "|" + f[f.size() - 4]] = number(f[f.size() - 2]);
    }
    return values;
}

}  // namespace amaneku::tests
