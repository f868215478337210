#include "io/scenario_reader.hpp"

#include "core/site.hpp"
#include "io/toml_cursor.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

namespace amaneku::io {

namespace fs = std::filesystem;

namespace {

constexpr double highest_latitude = 85.0;

class ScenarioReader {
public:
    ScenarioReader(const std::string& path, const Config& config)
        : m_folder{fs::absolute(path).parent_path()} {
        for (const ServiceConfig& s : config.services) {
            for (const ProviderConfig& p : s.providers) m_roles.push_back(s.id + "/" + p.id);
        }
    }

    ScenarioConfig read(TomlCursor& root) {
        ScenarioConfig out;
        out.title = root.text("title").value_or("");
        for (TomlCursor& t : root.tables("add")) out.added.push_back(added(t));
        for (TomlCursor& t : root.tables("move")) out.changed.push_back(changed(t, false));
        for (TomlCursor& t : root.tables("remove")) out.changed.push_back(changed(t, true));
        for (TomlCursor& t : root.tables("add_area")) out.areas.push_back(area(t, true));
        for (TomlCursor& t : root.tables("remove_area")) out.areas.push_back(area(t, false));
        if (out.added.empty() && out.changed.empty() && out.areas.empty())
            root.problem("add",
                         "is missing: a scenario has some of [[add]], [[move]], [[remove]], "
                         "[[add_area]] and [[remove_area]]");
        root.finish();
        return out;
    }

private:
    std::string provider(TomlCursor& table) const {
        const auto role = table.text("provider");
        if (!role) {
            if (!table.has("provider"))
                table.problem("provider", fmt::format("is missing: one of {}", fmt::join(m_roles, ", ")));
            return {};
        }
        if (std::find(m_roles.begin(), m_roles.end(), *role) == m_roles.end())
            table.problem("provider",
                          fmt::format("is '{}', must be one of {}", *role, fmt::join(m_roles, ", ")));
        return *role;
    }
    std::string file(TomlCursor& table) const {
        const auto name = table.text("file");
        if (!name) return {};
        const std::string path = (m_folder / *name).lexically_normal().string();
        const std::size_t zip = path.find(".zip/");
        if (!fs::exists(zip == std::string::npos ? path : path.substr(0, zip + 4)))
            table.problem("file", fmt::format("'{}' is not there", path));
        return path;
    }
    static std::optional<double> radius(TomlCursor& table) {
        auto out = table.number("radius_m", 0.0, longest_radius_m);
        if (out && *out <= 0.0) table.problem("radius_m", "must be above 0");
        return out;
    }
    static std::optional<double> beamwidth(TomlCursor& table) {
        auto out = table.number("beamwidth", 0.0, 360.0);
        if (out && *out <= 0.0) table.problem("beamwidth", "must be above 0");
        return out;
    }
    ScenarioAdd added(TomlCursor& table) const {
        ScenarioAdd out;
        out.place = table.place();
        out.provider = provider(table);
        out.file = file(table);
        out.id = table.text("id").value_or("");
        const auto lon = table.number("lon", -180.0, 180.0);
        const auto lat = table.number("lat", -highest_latitude, highest_latitude);
        if (!table.has("file") && (!table.has("lon") || !table.has("lat")))
            table.problem("lon", "is missing: give lon and lat, or the file of a table");
        if (table.has("file") && (table.has("lon") || table.has("lat") || table.has("id")))
            table.problem("file", "give a file, or id, lon and lat");
        out.lon = lon.value_or(0.0);
        out.lat = lat.value_or(0.0);
        out.radius_m = radius(table);
        if (!table.has("file") && !table.has("radius_m"))
            table.problem("radius_m", "is missing: how far the site reaches, in metres");
        out.azimuth = table.number("azimuth", -360.0, 360.0);
        out.beamwidth = beamwidth(table);
        table.finish();
        return out;
    }
    ScenarioSite changed(TomlCursor& table, bool removed) const {
        ScenarioSite out;
        out.place = table.place();
        out.is_removed = removed;
        out.provider = provider(table);
        out.id = table.text("id").value_or("");
        out.at_lon = table.number("at_lon", -180.0, 180.0);
        out.at_lat = table.number("at_lat", -highest_latitude, highest_latitude);
        if (table.has("at_lon") != table.has("at_lat"))
            table.problem("at_lon", "at_lon and at_lat go together: where the site stands now");
        if (table.has("id") && table.has("at_lon")) table.problem("id", "give an id, or at_lon and at_lat");
        if (out.id.empty() && !table.has("at_lon"))
            table.problem("id", "is missing: which of the provider's sites (or at_lon and at_lat)");
        if (!removed) {
            out.lon = table.number("lon", -180.0, 180.0);
            out.lat = table.number("lat", -highest_latitude, highest_latitude);
            out.radius_m = radius(table);
            out.azimuth = table.number("azimuth", -360.0, 360.0);
            out.beamwidth = beamwidth(table);
            if (!out.lon && !out.lat && !out.radius_m && !out.azimuth && !out.beamwidth)
                table.problem("lon",
                              "nothing is changed: give some of lon, lat, radius_m, azimuth, beamwidth");
        }
        table.finish();
        return out;
    }
    ScenarioArea area(TomlCursor& table, bool is_added) const {
        ScenarioArea out;
        out.place = table.place();
        out.provider = provider(table);
        if (is_added) {
            out.file = file(table);
            if (!table.has("file")) table.problem("file", "is missing: the polygons");
        }
        out.where = table.text("where").value_or("");
        if (!is_added && out.where.empty())
            table.problem("where", "is missing: a condition that says which of the provider's polygons go");
        table.finish();
        return out;
    }

    fs::path m_folder;
    std::vector<std::string> m_roles;
};

}  // namespace

ScenarioConfig read_scenario(const std::string& path, const Config& config) {
    std::ifstream file{path, std::ios::binary};
    std::ostringstream text;
    text << file.rdbuf();
    if (!file || fs::is_directory(path))
        throw Error{Errc::configuration, path, fs::exists(path) ? "cannot be read" : "is not there"};
    std::vector<Problem> problems;
    ScenarioConfig out;
    try {
        const toml::table table = toml::parse(text.str(), path);
        TomlCursor root{table, "", path, problems};
        out = ScenarioReader{path, config}.read(root);
    } catch (const toml::parse_error& error) {
        throw Error{Errc::configuration, fmt::format("{}:{}", path, error.source().begin.line),
                    fmt::format("not TOML: {}", error.description())};
    }
    out.path = path;
    if (problems.empty()) return out;
    std::string rest;
    for (std::size_t i = 1; i < problems.size(); ++i)
        rest += fmt::format("\n{}: {}", problems[i].where, problems[i].what);
    throw Error{Errc::configuration, problems.front().where, problems.front().what + rest};
}

}  // namespace amaneku::io
