#include "io/scenario_writer.hpp"

#include <fmt/format.h>

#include <optional>
#include <string_view>

namespace amaneku::io {

namespace {

/// A basic string of TOML.
std::string text(std::string_view of) {
    std::string out = "\"";
    for (const char c : of) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20 || byte == 0x7f) {
            out += fmt::format("\\u{:04X}", byte);
        } else {
            out += c;
        }
    }
    return out + '"';
}

void add(std::string& to, std::string_view key, const std::optional<double>& value) {
    if (value) to += fmt::format("{} = {}\n", key, *value);
}

}  // namespace

std::string scenario_toml(const ScenarioConfig& scenario) {
    std::string out;
    if (!scenario.title.empty()) out += fmt::format("title = {}\n", text(scenario.title));
    for (const ScenarioSite& site : scenario.changed) {
        out += fmt::format("\n[[{}]]\nprovider = {}\n", site.is_removed ? "remove" : "move",
                           text(site.provider));
        if (!site.id.empty()) out += fmt::format("id = {}\n", text(site.id));
        add(out, "at_lon", site.at_lon);
        add(out, "at_lat", site.at_lat);
        add(out, "lon", site.lon);
        add(out, "lat", site.lat);
        add(out, "radius_m", site.radius_m);
        add(out, "azimuth", site.azimuth);
        add(out, "beamwidth", site.beamwidth);
    }
    for (const ScenarioAdd& site : scenario.added) {
        out += fmt::format("\n[[add]]\nprovider = {}\n", text(site.provider));
        if (!site.id.empty()) out += fmt::format("id = {}\n", text(site.id));
        add(out, "lon", site.lon);
        add(out, "lat", site.lat);
        add(out, "radius_m", site.radius_m);
        add(out, "azimuth", site.azimuth);
        add(out, "beamwidth", site.beamwidth);
    }
    return out;
}

}  // namespace amaneku::io
