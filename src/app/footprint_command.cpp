#include "app/commands.hpp"
#include "app/footprint_run.hpp"
#include "app/messages.hpp"
#include "gdal/vsi.hpp"
#include "io/config_reader.hpp"
#include "io/population_reader.hpp"
#include "io/zone_reader.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace amaneku::app {

namespace fs = std::filesystem;

namespace {

struct Options {
    std::string input;
    std::string provider;
    FootprintOptions run;
    std::string as_of;
    std::string language = "en";
    bool quiet = false;
    // of a table of sites: keys of [[service.provider]] and of its radio table
    std::vector<std::string> columns;
    std::vector<std::pair<std::string, std::string>> plain, radio;
    std::vector<std::string> set;
};

/// A text as TOML has it.
std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20 || byte == 0x7f) {
            out += fmt::format("\\u{:04x}", byte);
        } else {
            out += c;
        }
    }
    return out + "\"";
}

std::string quoted_list(const std::vector<std::string>& texts) {
    std::vector<std::string> out;
    out.reserve(texts.size());
    for (const std::string& text : texts) out.push_back(quoted(text));
    return fmt::format("[{}]", fmt::join(out, ", "));
}

/// The command line as the table that a configuration would have.
std::string provider_text(const Options& options) {
    std::string out = fmt::format("sites = {}\n", quoted(fs::absolute(options.input).string()));
    for (const auto& [key, value] : options.plain) out += fmt::format("{} = {}\n", key, value);
    if (!options.columns.empty()) {
        std::vector<std::string> pairs;
        for (const std::string& text : options.columns) {
            const std::size_t equals = text.find('=');
            if (equals == std::string::npos)
                throw Error{Errc::usage, "--columns", fmt::format("'{}': write lon=NAME", text)};
            pairs.push_back(fmt::format("{} = {}", text.substr(0, equals), quoted(text.substr(equals + 1))));
        }
        out += fmt::format("columns = {{ {} }}\n", fmt::join(pairs, ", "));
    }
    std::vector<std::pair<std::string, std::string>> radio = options.radio;
    const bool has_level =
        std::any_of(radio.begin(), radio.end(), [](const auto& r) { return r.first == "level"; });
    if (!has_level && !radio.empty()) radio.emplace_back("level", "\"L2\"");
    std::string further;
    for (const std::string& text : options.set) {
        const std::size_t equals = text.find('=');
        if (equals == std::string::npos)
            throw Error{Errc::usage, "--set",
                        fmt::format("'{}': write KEY=VALUE, as radio.reach_m=3000", text)};
        const bool is_radio = text.starts_with("radio.");
        const std::string line = fmt::format(
            "{} = {}\n", text.substr(is_radio ? 6 : 0, equals - (is_radio ? 6 : 0)), text.substr(equals + 1));
        (is_radio ? further : out) += line;
    }
    if (radio.empty() && further.empty()) return out;
    out += "[radio]\n";
    for (const auto& [key, value] : radio) out += fmt::format("{} = {}\n", key, value);
    return out + further;
}

Date day_of(const Options& options) {
    if (options.as_of.empty()) {
        const std::time_t now = std::time(nullptr);
        std::tm parts{};
        gmtime_r(&now, &parts);
        return {parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday};
    }
    const auto date = parse_date(options.as_of);
    if (!date) throw Error{Errc::usage, "--as-of", fmt::format("'{}': write 2026-03-31", options.as_of)};
    return *date;
}

/// A table of sites alone, on cells that nest in the Japanese mesh.
RunResult of_sites(const Options& options) {
    RunResult run;
    run.config.language = options.language;
    run.config.as_of = day_of(options);
    ServiceConfig& service = run.config.services.emplace_back();
    service.id = "footprint";
    service.name = fs::path{options.input}.stem().string();
    service.providers.push_back(io::read_provider(provider_text(options), fs::current_path().string()));
    service.providers.back().name = service.name;
    const auto& radio = service.providers.back().radio;
    if (radio && radio->calibration)
        throw Error{Errc::usage, "radio.calibrate",
                    "needs people: name a configuration (.toml) and --provider instead of a table of sites"};
    run.population.grid = Grid::mesh(MeshLevel::half);
    return run;
}

/// One provider of a configuration, on the cells of its population.
RunResult of_config(const Options& options, Messages& messages) {
    RunResult run;
    run.config = io::read_config(options.input);
    if (!options.as_of.empty()) run.config.as_of = day_of(options);
    std::vector<std::string> known;
    std::vector<ServiceConfig> chosen;
    for (const ServiceConfig& s : run.config.services) {
        for (const ProviderConfig& p : s.providers) {
            known.push_back(s.id + "/" + p.id);
            if (!options.provider.empty() && options.provider != known.back()) continue;
            chosen.push_back(s);
            chosen.back().providers = {p};
        }
    }
    if (chosen.size() != 1)
        throw Error{
            Errc::usage, "--provider",
            fmt::format("{}: name one of {}",
                        options.provider.empty() ? "is missing" : fmt::format("'{}'", options.provider),
                        fmt::join(known, ", "))};
    run.config.services = chosen;
    if (run.config.services.front().providers.front().licences)
        throw Error{
            Errc::usage, "--provider",
            fmt::format("'{}' has numbers of stations and no places: `amaneku run` gives its range of rates",
                        options.provider)};
    run.population = io::read_population(run.config.population, messages.progress(), options.run.threads);
    run.zones =
        io::read_zones(run.config.zones, run.population.grid, messages.progress(), options.run.threads);
    return run;
}

int make_footprint(const Options& options) {
    Messages messages{options.quiet};
    watch_signals();
    gdal::initialise();
    const bool is_config = options.input.ends_with(".toml");
    if (!is_config && !options.provider.empty())
        throw Error{Errc::usage, "--provider", "is of a configuration (.toml)"};
    const bool has_keys =
        !options.plain.empty() || !options.radio.empty() || !options.set.empty() || !options.columns.empty();
    if (is_config && has_keys)
        throw Error{
            Errc::usage, "options",
            "keys of stations are the configuration's own: change them there, or name a table of sites"};
    RunResult run = is_config ? of_config(options, messages) : of_sites(options);
    const FootprintReport report = write_footprint(std::move(run), options.run, messages);
    for (const std::string& note : report.notes) messages.warn(note);
    constexpr std::size_t most_shown = 10;
    for (std::size_t i = 0; i < std::min(most_shown, report.issues.size()); ++i) {
        const Issue& issue = report.issues[i];
        messages.warn(fmt::format("{}: {}: {}", issue.file, issue.place, issue.reason));
    }
    if (report.issues.size() > most_shown)
        messages.warn(fmt::format("{} more in the file _issues.csv", report.issues.size() - most_shown));
    fmt::print("{} features, level {}: {}\n", report.features, report.level.empty() ? "none" : report.level,
               report.method);
    fmt::print("{:.1f} km² served\n", report.km2);
    fmt::print("wrote {} into {}\n", fmt::join(report.files, ", "),
               fs::absolute(options.run.out).parent_path().string());
    return 0;
}

/// Options that are keys of a configuration with a text, a number or a list.
void add_keys(CLI::App* verb, const std::shared_ptr<Options>& options) {
    const auto text = [&](const char* name, const char* key, bool is_radio, const char* help) {
        verb->add_option_function<std::string>(
            name,
            [options, key, is_radio](const std::string& value) {
                (is_radio ? options->radio : options->plain).emplace_back(key, quoted(value));
            },
            help);
    };
    const auto number = [&](const char* name, const char* key, bool is_radio, const char* help) {
        verb->add_option_function<double>(
            name,
            [options, key, is_radio](double value) {
                (is_radio ? options->radio : options->plain).emplace_back(key, fmt::format("{}", value));
            },
            help);
    };
    const auto list = [&](const char* name, const char* key, const char* help) {
        verb->add_option_function<std::vector<std::string>>(
            name,
            [options, key](const std::vector<std::string>& values) {
                options->radio.emplace_back(key, quoted_list(values));
            },
            help);
    };
    text("--where", "where", false, "OGR SQL condition on the rows");
    number("--radius-m", "radius_m", false, "radius where the table has none, metres");
    text("--level", "level", true, "L1 circles, L2 sectors, L3 path loss, L4 terrain, L5 ITU-R P.1812");
    text("--defaults", "defaults", true, "values by band and type: a name, or a file .toml (illustrative)");
    text("--band", "band", true, "band of rows without one");
    text("--type", "type", true, "type of station of rows without one");
    text("--model", "model", true, "path loss of all stations, as tr38901-uma or hata-open");
    text("--line-of-sight", "line_of_sight", true, "los, nlos or probability");
    number("--height-m", "height_m", true, "antenna height of rows without one, metres above ground");
    number("--frequency-mhz", "frequency_mhz", true, "frequency of rows without one");
    number("--threshold-dbm", "threshold_dbm", true, "received power from which a place is served (-110)");
    number("--reliability", "reliability", true, "share of places at the edge that have it (0.9)");
    number("--resolution-m", "resolution_m", true, "side of the cells, metres (50)");
    number("--reach-m", "reach_m", true, "nothing is computed further away, metres (5000)");
    list("--terrain", "terrain", "elevation: GeoTIFF or the XML of GSI, also in zips");
    list("--land-cover", "land_cover", "rasters of classes of land cover");
    text("--clutter", "clutter", true, "csv class,clutter_m,name: heights of the classes");
    text("--diffraction", "diffraction", true, "none, single, bullington or deygout");
    number("--dn", "dn", true, "lapse rate of refractivity, N-units/km (L5)");
    number("--n0", "n0", true, "refractivity at sea level, N-units (L5)");
}

}  // namespace

void add_footprint_command(CLI::App& app, Action& action) {
    auto options = std::make_shared<Options>();
    CLI::App* verb = app.add_subcommand("footprint", "Turn stations into served areas, on a map");
    verb->add_option("SITES", options->input,
                     "table of stations (csv, or points in any format), or a configuration (.toml)")
        ->required();
    verb->add_option("-o,--out", options->run.out, "file for the areas: .gpkg, .geojson, .fgb or .shp")
        ->required();
    verb->add_option("--provider", options->provider, "SERVICE/PROVIDER of a configuration");
    verb->add_option("--columns", options->columns,
                     "columns of the table, as lon=x lat=y azimuth=az band=band height_m=h");
    add_keys(verb, options);
    verb->add_option("--set", options->set,
                     "any other key of [[service.provider]], as TOML: radio.azimuths=[0,120,240]");
    verb->add_option("--as-of", options->as_of, "date: stations that are there on that day (today)");
    verb->add_option("--language", options->language, "of names and methods: ja or en")
        ->check(CLI::IsMember({"ja", "en"}));
    verb->add_option("--cache", options->run.cache, "folder that keeps what was computed for each station");
    verb->add_option("--threads", options->run.threads, "threads, 0: one a core")->check(CLI::Range(0, 1024));
    verb->add_flag("--quiet", options->quiet, "say nothing but warnings and the result");
    verb->footer(
        "Examples:\n"
        "  amaneku footprint sites.csv -o area.gpkg --radius-m 1000\n"
        "  amaneku footprint sites.csv -o area.gpkg --level L2 --columns band=bands type=mount\n"
        "  amaneku footprint sites.csv -o area.gpkg --level L3 --band 3700 --type urban\n"
        "  amaneku footprint sites.csv -o area.gpkg --level L4 --terrain 'dem.tif' --band 700 --type rural\n"
        "  amaneku footprint run.toml --provider 5g/operator-a -o area.gpkg\n"
        "From L3 on rasters are written beside the file: _rsrp.tif, _best_server.tif and _servers.tif, each "
        "with a style for QGIS.");
    verb->callback([options, &action] { action = [options] { return make_footprint(*options); }; });
}

}  // namespace amaneku::app
