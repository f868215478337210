#include "io/config_reader.hpp"

#include "core/site.hpp"
#include "io/combination_config.hpp"
#include "io/config_dirs.hpp"
#include "io/fiber_config.hpp"
#include "io/gap_config.hpp"
#include "io/licence_config.hpp"
#include "io/place_config.hpp"
#include "io/plan_config.hpp"
#include "io/profile_reader.hpp"
#include "io/radio_config.hpp"
#include "io/sensitivity_config.hpp"
#include "io/source_config.hpp"
#include "io/targets_config.hpp"
#include "io/toml_cursor.hpp"

#include <fmt/format.h>
#include <glob.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>
#include <sstream>
#include <string_view>
#include <utility>

namespace amaneku::io {

namespace fs = std::filesystem;

namespace {

constexpr const char* later = "is not available in this version";

bool is_gdal_name(const std::string& name) {
    static constexpr std::array prefixes{"PG:", "/vsi", "http://", "https://", "MYSQL:", "WFS:", "CSV:"};
    return std::any_of(prefixes.begin(), prefixes.end(), [&](const char* p) { return name.starts_with(p); });
}

Date today() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    return {parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday};
}

/// Paths that match a pattern, sorted.
std::vector<std::string> matching_files(const std::string& pattern) {
    glob_t matches{};
    std::vector<std::string> found;
    // NOLINTNEXTLINE(concurrency-mt-unsafe): unsafe for ~user and GLOB_ALTDIRFUNC, which are not asked for
    if (::glob(pattern.c_str(), 0, nullptr, &matches) == 0) {
        for (const char* path : std::span{matches.gl_pathv, matches.gl_pathc}) found.emplace_back(path);
    }
    ::globfree(&matches);
    return found;
}

/// Reads one configuration; every section is a function.
class Reader {
public:
    Reader(std::string path, std::vector<Problem>& problems) : m_path{std::move(path)}, m_problems{problems} {
        m_dir = fs::absolute(m_path).parent_path();
    }

    Config read(const toml::table& table, std::string text);
    /// A provider alone.
    ProviderConfig read_provider(const toml::table& table);

private:
    PopulationConfig population(TomlCursor& root);
    PopulationConfig population_of(TomlCursor& table);
    void targets(TomlCursor& root, Config& config);
    ZonesConfig zones(TomlCursor& root);
    void census(TomlCursor& zones, ZonesConfig& config);
    std::vector<ServiceConfig> services(TomlCursor& root, const Config& config);
    static SiteColumns site_columns(TomlCursor& provider);
    ProviderConfig provider(TomlCursor& table);
    OutputConfig output(TomlCursor& root);
    static std::string id(TomlCursor& table, std::vector<std::string>& taken);
    static std::string expanded(TomlCursor& table, std::string_view key, const std::string& text);
    std::string absolute(const std::string& name) const;
    /// Folders of a name: beside the configuration, then the shipped ones.
    std::vector<std::string> config_folders(const char* name) const;
    std::vector<std::string> files(TomlCursor& table, std::string_view key);
    std::optional<std::string> file(TomlCursor& table, std::string_view key);

    std::string m_path;
    fs::path m_dir;
    std::vector<Problem>& m_problems;
};

std::string Reader::expanded(TomlCursor& table, std::string_view key, const std::string& text) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t open = text.find("${", i);
        if (open == std::string::npos) return out + text.substr(i);
        const std::size_t close = text.find('}', open);
        if (close == std::string::npos) {
            table.problem(key, fmt::format("'{}' has ${{ without }}", text));
            return text;
        }
        const std::string name = text.substr(open + 2, close - open - 2);
        const char* value = std::getenv(name.c_str());
        if (value == nullptr)
            table.problem(key,
                          fmt::format("the environment variable {} is not set: export {}=…", name, name));
        out += text.substr(i, open - i) + (value != nullptr ? value : "");
        i = close + 1;
    }
    return out;
}

std::string Reader::absolute(const std::string& name) const {
    if (is_gdal_name(name)) return name;
    return (m_dir / name).lexically_normal().string();
}

std::vector<std::string> Reader::config_folders(const char* name) const {
    std::vector<std::string> dirs{(m_dir / name).string()};
    for (const auto& dir : config_dirs()) dirs.push_back((fs::path{dir} / name).string());
    return dirs;
}

std::vector<std::string> Reader::files(TomlCursor& table, std::string_view key) {
    std::vector<std::string> found;
    for (const std::string& text : table.texts(key)) {
        const std::size_t problems = m_problems.size();
        const std::string name = absolute(expanded(table, key, text));
        if (m_problems.size() != problems) continue;
        if (is_gdal_name(name)) {
            found.push_back(name);
            continue;
        }
        // `file.zip/inner.shp`: the archive must be there; its members are the reader's business.
        const std::size_t zip = name.find(".zip/");
        const std::string outer = zip == std::string::npos ? name : name.substr(0, zip + 4);
        if (outer.find_first_of("*?[") != std::string::npos && !fs::exists(outer)) {
            const auto matches = matching_files(outer);
            if (matches.empty()) table.problem(key, fmt::format("no file matches '{}'", outer));
            found.insert(found.end(), matches.begin(), matches.end());
            continue;
        }
        if (!fs::exists(outer)) {
            table.problem(key, fmt::format("'{}' is not there", outer));
        } else {
            found.push_back(name);
        }
    }
    return found;
}

std::optional<std::string> Reader::file(TomlCursor& table, std::string_view key) {
    const auto found = files(table, key);
    if (found.empty()) return std::nullopt;
    if (found.size() > 1) table.problem(key, "must be one file");
    return found.front();
}

std::string Reader::id(TomlCursor& table, std::vector<std::string>& taken) {
    const auto value = table.text("id");
    if (!value) {
        if (!table.has("id")) table.problem("id", "is missing");
        return {};
    }
    const auto good = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    if (value->empty() || !good(value->front()) ||
        !std::all_of(value->begin(), value->end(), [&](char c) { return good(c) || c == '-'; })) {
        table.problem(
            "id",
            fmt::format("is '{}', must be small letters, digits and '-', beginning with a letter or digit",
                        *value));
    }
    static const std::vector<std::string> columns{
        "code",      "name",     "prefecture", "population", "households", "kind",  "zone",
        "service",   "provider", "weight",     "rule",       "total",      "rate",  "covered",
        "uncovered", "flag",     "fraction",   "estimated",  "lower",      "upper", "centroid"};
    if (std::find(columns.begin(), columns.end(), *value) != columns.end()) {
        table.problem("id", fmt::format("'{}' is the name of a rule or column: choose another", *value));
    }
    if (std::find(taken.begin(), taken.end(), *value) != taken.end())
        table.problem("id", fmt::format("'{}' is there twice", *value));
    taken.push_back(*value);
    return *value;
}

PopulationConfig Reader::population(TomlCursor& root) {
    PopulationConfig out;
    auto table = root.table("population");
    if (!table) {
        if (!root.has("population"))
            root.problem("population", "the table [population] is missing: give files = [\"…\"]");
        return out;
    }
    return population_of(*table);
}

PopulationConfig Reader::population_of(TomlCursor& given) {
    PopulationConfig out;
    TomlCursor* const table = &given;
    out.place = table->place();
    out.files = files(*table, "files");
    if (!table->has("files")) table->problem("files", "is missing: the population's files");
    std::vector<std::string> sorted = out.files;
    std::sort(sorted.begin(), sorted.end());
    if (const auto twice = std::adjacent_find(sorted.begin(), sorted.end()); twice != sorted.end()) {
        table->problem("files", fmt::format("'{}' is given twice: its people would count twice", *twice));
    }
    if (const auto v = table->one_of("format", {"auto", "estat", "ksj", "csv", "raster"}))
        out.format = static_cast<PopulationFormat>(*v);
    if (const auto v = table->text("level")) {
        out.level = mesh_level_from_id(*v);
        if (!out.level)
            table->problem(
                "level",
                fmt::format("is '{}', must be a mesh level: 1st, 2nd, 3rd, half, quarter, eighth, tenth, …",
                            *v));
    }
    if (auto columns = table->table("columns")) {
        for (auto& [key, value] : columns->text_pairs()) {
            if (key == "code") {
                out.code_column = value;
            } else {
                out.columns.push_back({key, value});
            }
        }
    }
    if (const auto v = table->integer("year", 1900, 2200)) out.year = *v;
    if (const auto v = table->number("max_bad_rows", 0.0, 1.0)) out.max_bad_rows = *v;
    out.source = read_source(*table);
    table->finish();
    return out;
}

void Reader::targets(TomlCursor& root, Config& config) {
    auto table = root.table("targets");
    if (!table) return;
    config.targets =
        read_targets_config(*table, [this](TomlCursor& t, std::string_view key) { return files(t, key); });
    if (auto projection = table->table("projection")) {
        config.projection = population_of(*projection);
        if (!projection->has("year") || config.projection->year == 0)
            projection->problem("year", "is missing: the year that the population is projected for");
    }
    table->finish();
}

void Reader::census(TomlCursor& zones, ZonesConfig& config) {
    auto table = zones.table("census");
    if (!table) return;
    CensusConfig out;
    out.file = file(*table, "file").value_or("");
    if (!table->has("file")) table->problem("file", "is missing");
    out.code = table->text("code").value_or(out.code);
    out.population = table->text("population").value_or(out.population);
    out.households = table->text("households").value_or("");
    out.source = read_source(*table);
    table->finish();
    config.census = out;
}

ZonesConfig Reader::zones(TomlCursor& root) {
    ZonesConfig out;
    auto table = root.table("zones");
    if (!table) {
        if (!root.has("zones"))
            root.problem("zones",
                         "the table [zones] is missing: give files = [\"…\"] of municipal boundaries");
        return out;
    }
    out.place = table->place();
    out.files = files(*table, "files");
    if (!table->has("files")) table->problem("files", "is missing: the boundaries' files");
    out.code = table->text("code").value_or(out.code);
    out.name = table->text("name").value_or("");
    out.report = table->texts("report");
    if (const auto v = table->one_of("assign", {"land_share", "max_area", "list", "centroid"}))
        out.assign = static_cast<ZoneAssign>(*v);
    out.list = files(*table, "list");
    if (out.assign == ZoneAssign::list && !table->has("list"))
        table->problem("list", "is missing: assign = \"list\" needs the Statistics Bureau's lists");
    if (out.assign != ZoneAssign::list && table->has("list") && !root.has("sensitivity"))
        table->problem("list", "is used with assign = \"list\" or [sensitivity] only");
    if (const auto v = table->one_of("wards", {"wards", "cities", "both"}))
        out.wards = static_cast<Wards>(*v);
    census(*table, out);
    out.calibrate = table->flag("calibrate").value_or(false);
    if (out.calibrate && !out.census)
        table->problem("calibrate", "needs a census table: zones.census = { file = … }");
    out.calibrate_reach = table->integer("calibrate_reach", 0, 1).value_or(0);
    out.groups = file(*table, "groups").value_or("");
    if (const auto v = table->one_of("extent", {"zones", "all"})) out.extent = static_cast<Extent>(*v);
    if (const auto v = table->number("nearest_m", 0.0, 1e6)) {
        if (*v <= 0.0) table->problem("nearest_m", fmt::format("is {}, must be above 0", *v));
        out.nearest_m = *v;
    }
    out.source = read_source(*table);
    table->finish();
    return out;
}

SiteColumns Reader::site_columns(TomlCursor& provider) {
    SiteColumns out;
    auto table = provider.table("columns");
    if (!table) return out;
    using Column = std::pair<std::string_view, std::string*>;
    const std::array known{Column{"id", &out.id},
                           Column{"lon", &out.lon},
                           Column{"lat", &out.lat},
                           Column{"azimuth", &out.azimuth},
                           Column{"beamwidth", &out.beamwidth},
                           Column{"radius_m", &out.radius_m},
                           Column{"status", &out.status},
                           Column{"planned", &out.planned},
                           Column{"on_air", &out.on_air},
                           Column{"until", &out.until},
                           Column{"band", &out.band},
                           Column{"type", &out.type},
                           Column{"frequency_mhz", &out.frequency_mhz},
                           Column{"bandwidth_mhz", &out.bandwidth_mhz},
                           Column{"power_dbm", &out.power_dbm},
                           Column{"gain_dbi", &out.gain_dbi},
                           Column{"feeder_loss_db", &out.feeder_loss_db},
                           Column{"height_m", &out.height_m},
                           Column{"tilt", &out.tilt}};
    for (auto& [key, value] : table->text_pairs()) {
        const std::string_view name = key;
        const auto* const column =
            std::find_if(known.begin(), known.end(), [&](const Column& c) { return c.first == name; });
        if (column == known.end()) {
            std::string all;
            for (const Column& c : known) all += (all.empty() ? "" : ", ") + std::string{c.first};
            table->problem(key, fmt::format("unknown column; known are {}", all));
        } else {
            *column->second = value;
            out.given.push_back(value);
        }
    }
    return out;
}

ProviderConfig Reader::provider(TomlCursor& table) {
    ProviderConfig out;
    out.place = table.place();
    out.name = table.text("name").value_or("");
    out.footprints = files(table, "footprints");
    out.sites = files(table, "sites");
    out.fiber =
        read_fiber_config(table, [this](TomlCursor& t, std::string_view key) { return files(t, key); });
    const bool is_fiber = gives_fiber(table);
    if (!table.has("footprints") && !table.has("sites") && !is_fiber && !table.has("licences"))
        table.problem("footprints",
                      "is missing: give footprints = [\"…\"] or sites = \"…\"; of fiber also cables, "
                      "closures, towns or town_points");
    if (is_fiber && table.has("sites"))
        table.problem("sites",
                      "are not for a provider of cables, closures or towns: give them one of their own");
    if (const auto v = table.text("where")) out.where = *v;
    if (!is_fiber) out.columns = site_columns(table);
    if (const auto v = table.number("radius_m", 0.0, longest_radius_m)) {
        if (*v <= 0.0) table.problem("radius_m", fmt::format("is {}, must be above 0", *v));
        out.radius_m = *v;
    }
    if (const auto v = table.number("beamwidth", 0.0, 360.0)) {
        if (*v <= 0.0) table.problem("beamwidth", fmt::format("is {}, must be above 0", *v));
        out.beamwidth = *v;
    }
    out.segments = table.integer("segments", 8, 3600).value_or(out.segments);
    if (const auto v = table.number("max_bad_rows", 0.0, 1.0)) out.max_bad_rows = *v;
    out.source = read_source(table);
    if (const auto v = table.flag("planned")) out.counts_planned = *v;
    out.radio = read_radio_config(
        table,
        {[this](TomlCursor& t, std::string_view key) { return files(t, key); },
         [this](const std::string& name) { return absolute(name); }, config_folders("radio")},
        m_problems);
    read_licence_config(
        table, [this](TomlCursor& t, std::string_view key) { return files(t, key); }, out);
    if (out.radio && out.radio->is_by_signal() && out.radius_m)
        table.problem("radius_m", fmt::format("is of levels L1 and L2: {} takes the area from received power",
                                              level_id(out.radio->level)));
    if (out.radio && !out.has_sites()) table.problem("radio", "is of sites: there are none");
    for (const auto* key : {"level", "model", "frequency_mhz", "height_m", "band", "power_dbm"})
        table.refuse(key, "belongs to [service.provider.radio]");
    for (const auto* key : {"dem", "terrain"})
        table.refuse(key, "belongs to [service.provider.radio], as terrain");
    if (out.radio && out.radio->calibration && out.sites.empty())
        table.problem("radio", "has calibrate, which is of a table of sites: there is none");
    return out;
}

std::vector<ServiceConfig> Reader::services(TomlCursor& root, const Config& config) {
    std::vector<ServiceConfig> out;
    const std::vector<std::string> dirs = config_folders("profiles");
    std::vector<std::string> ids;
    std::vector<std::string> weights;
    for (const auto& c : config.population.columns) weights.push_back(c.weight);
    for (auto& table : root.tables("service")) {
        ServiceConfig service;
        service.place = table.place();
        service.id = id(table, ids);
        service.name = table.text("name").value_or(service.id);
        if (auto profile = table.text("profile")) {
            if (profile->ends_with(".toml")) profile = absolute(*profile);
            service.profile = read_profile(*profile, dirs, table.place("profile"), m_problems);
        }
        read_profile_keys(table, service.profile, service.changed_keys);
        if (table.has("cells_file")) service.profile.cells_file = file(table, "cells_file").value_or("");
        if (service.profile.cells == CellSelection::list && service.profile.cells_file.empty() &&
            !table.has("cells_file"))
            table.problem("cells_file", "is missing: cells = \"list\" needs a file of mesh codes");
        if (service.profile.cells != CellSelection::list && table.has("cells_file"))
            table.problem("cells_file", "is used with cells = \"list\" only");
        check_mesh_kpi(table, service.profile);
        if (!service.profile.cell_level && !weights.empty() &&
            std::find(weights.begin(), weights.end(), service.profile.weight) == weights.end()) {
            table.problem("profile", fmt::format("its weight '{}' is none of the population's: {}",
                                                 service.profile.weight, fmt::join(weights, ", ")));
        }
        std::vector<std::string> provider_ids;
        for (auto& p : table.tables("provider")) {
            const std::string provider_id = id(p, provider_ids);
            service.providers.push_back(provider(p));
            service.providers.back().id = provider_id;
            if (service.providers.back().name.empty()) service.providers.back().name = provider_id;
            p.finish();
        }
        if (service.providers.empty())
            table.problem("provider", "is missing: a service needs at least one [[service.provider]]");
        if (service.providers.size() > 64)
            table.problem("provider",
                          fmt::format("{} providers: a service can have 64", service.providers.size()));
        check_licences(table, service);
        const auto count = static_cast<int>(service.providers.size());
        if (service.profile.combine == Combine::k_of_n && count > 0 && service.profile.k > count) {
            table.problem("k", fmt::format("is {}, must be at most the number of providers, {}",
                                           service.profile.k, count));
        }
        table.finish();
        out.push_back(std::move(service));
    }
    if (!root.has("service")) root.problem("service", "is missing: a run needs at least one [[service]]");
    return out;
}

/// Tiles of the user's own; the address ends up in the page's security policy, so that it must be a plain
/// one.
std::optional<BaseMap> base_map(TomlCursor& table) {
    BaseMap out;
    out.url = table.text("url").value_or("");
    out.attribution = table.text("attribution").value_or("");
    const bool is_web = out.url.starts_with("https://") || out.url.starts_with("http://");
    const bool is_plain = out.url.find_first_of(" '\"<>;,\\\t\r\n") == std::string::npos;
    bool has_places = true;
    for (const char* place : {"{z}", "{x}", "{y}"}) has_places &= out.url.find(place) != std::string::npos;
    if (!is_web || !is_plain || !has_places || out.host().find('{') != std::string::npos)
        table.problem("url", fmt::format("is '{}': give the address of map tiles, "
                                         "\"https://host/{{z}}/{{x}}/{{y}}.png\"",
                                         out.url));
    table.finish();
    return out;
}

OutputConfig Reader::output(TomlCursor& root) {
    OutputConfig out;
    out.directory = absolute("out");
    out.formats = {"csv", "json"};
    auto table = root.table("output");
    if (!table) return out;
    out.place = table->place();
    if (const auto v = table->text("directory"); v && v->empty())
        table->problem("directory",
                       "is empty: give the folder for the results, \".\" for the configuration's");
    if (const auto v = table->text("directory")) out.directory = absolute(expanded(*table, "directory", *v));
    if (table->has("formats")) {
        out.formats = table->texts("formats");
        if (out.formats.empty())
            table->problem("formats",
                           "is empty, so that a run would write no result: give [\"csv\", \"json\"]");
    }
    for (std::string& format : out.formats) {
        if (format.starts_with("PG:")) {
            format = expanded(*table, "formats", format);
            continue;
        }
        static const std::set<std::string, std::less<>> now{"csv",     "json",    "gpkg", "geojson", "fgb",
                                                            "html",    "pdf",     "xlsx", "shp",     "kml",
                                                            "pmtiles", "mbtiles", "qgis", "cog"};
        if (!now.contains(format)) {
            table->problem("formats", fmt::format("'{}' is unknown; known are {} and PG:…", format,
                                                  fmt::join(now, ", ")));
        }
    }
    if (const auto v = table->one_of("encoding", {"utf-8", "utf-8-bom", "cp932"}))
        out.encoding = static_cast<Encoding>(*v);
    if (auto map = table->table("base_map")) out.base_map = base_map(*map);
    table->finish();
    return out;
}

ProviderConfig Reader::read_provider(const toml::table& table) {
    TomlCursor root{table, "", m_path, m_problems};
    std::vector<std::string> taken;
    ProviderConfig out = provider(root);
    out.id = root.has("id") ? id(root, taken) : "stations";
    if (out.name.empty()) out.name = out.id;
    root.finish();
    return out;
}

Config Reader::read(const toml::table& table, std::string text) {
    Config config;
    config.path = m_path;
    config.text = std::move(text);
    TomlCursor root{table, "", m_path, m_problems};
    config.title = root.text("title").value_or("");
    if (const auto v = root.one_of("language", {"ja", "en"})) config.language = *v == 0 ? "ja" : "en";
    config.as_of = today();
    if (const auto v = root.date("as_of")) {
        if (const auto date = parse_date(*v)) {
            config.as_of = *date;
        } else {
            root.problem("as_of", fmt::format("is '{}', must be a date like 2026-03-31", *v));
        }
    }
    config.population = population(root);
    config.zones = zones(root);
    config.services = services(root, config);
    const auto kpis = std::stable_partition(config.services.begin(), config.services.end(),
                                            [](const ServiceConfig& s) { return !s.profile.cell_level; });
    std::move(kpis, config.services.end(), std::back_inserter(config.mesh_kpis));
    config.services.erase(kpis, config.services.end());
    if (config.services.empty() && !config.mesh_kpis.empty() && m_problems.empty())
        root.problem("service",
                     "counts meshes only: a run needs at least one [[service]] that counts people");
    targets(root, config);
    config.output = output(root);
    config.gaps = read_gaps_config(root, [&](TomlCursor& t, std::string_view key) { return file(t, key); });
    if (auto compare = root.table("compare")) {
        if (const auto v = compare->text("before"))
            config.earlier_run = absolute(expanded(*compare, "before", *v));
        compare->finish();
    }
    const CommonKeys common{[](TomlCursor& t, std::vector<std::string>& taken) { return id(t, taken); },
                            [&](TomlCursor& t, std::string_view key) { return files(t, key); }, read_source};
    config.places = read_feature_configs(root, "place", common);
    config.lines = read_feature_configs(root, "line", common);
    config.combinations = read_combinations_config(root, config.services);
    config.equity = read_equity_config(root);
    config.sensitivity = read_sensitivity_config(root);
    config.plan = read_plan_config(
        root, [&](TomlCursor& t, std::string_view key) { return file(t, key); }, config);
    root.refuse("scenario", later);
    root.finish();
    return config;
}

}  // namespace

std::pair<Config, std::vector<ConfigProblem>> check_config(const std::string& path) {
    std::vector<Problem> problems;
    Config config;
    std::ifstream file{path, std::ios::binary};
    std::ostringstream text;
    text << file.rdbuf();
    if (!file || fs::is_directory(path)) {
        problems.push_back({path, fs::exists(path) ? "cannot be read" : "is not there"});
    } else {
        try {
            const toml::table table = toml::parse(text.str(), path);
            config = Reader{path, problems}.read(table, text.str());
        } catch (const toml::parse_error& error) {
            problems.push_back({fmt::format("{}:{}", path, error.source().begin.line),
                                fmt::format("not TOML: {}", error.description())});
        }
    }
    std::vector<ConfigProblem> out;
    for (Problem& p : problems) {
        // A list of files that all name one unset variable has one problem.
        const bool known = std::any_of(out.begin(), out.end(), [&](const ConfigProblem& o) {
            return o.where == p.where && o.what == p.what;
        });
        if (!known) out.push_back({std::move(p.where), std::move(p.what)});
    }
    return {std::move(config), std::move(out)};
}

ProviderConfig read_provider(const std::string& text, const std::string& folder) {
    std::vector<Problem> problems;
    const std::string name = "options";
    try {
        const toml::table table = toml::parse(text, name);
        ProviderConfig out = Reader{(fs::path{folder} / name).string(), problems}.read_provider(table);
        if (problems.empty()) return out;
    } catch (const toml::parse_error& error) {
        throw Error{Errc::configuration, name, fmt::format("{}: {}", error.description(), text)};
    }
    std::string all;
    for (const Problem& p : problems) all += (all.empty() ? "" : "\n") + p.what;
    throw Error{Errc::configuration, name, all};
}

Config read_config(const std::string& path) {
    auto [config, problems] = check_config(path);
    if (problems.empty()) return std::move(config);
    std::string text;
    for (std::size_t i = 1; i < problems.size(); ++i)
        text += fmt::format("\n{}: {}", problems[i].where, problems[i].what);
    throw Error{Errc::configuration, problems.front().where, problems.front().what + text};
}

}  // namespace amaneku::io
