#include "app/commands.hpp"
#include <amaneku/error.hpp>
#include <amaneku/mesh_code.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace amaneku::app {

namespace {

struct Options {
    std::vector<std::string> arguments;
    std::string latitude;  // of encode
    std::string longitude;
    std::string level;
    std::string code_level;
    std::string format = "wkt";
};

MeshLevel level_of(const std::string& id, const char* option) {
    const auto level = mesh_level_from_id(id);
    if (level) return *level;
    std::string ids;
    for (const MeshLevel l : mesh_levels)
        ids += fmt::format("{}{}", ids.empty() ? "" : ", ", mesh_level_id(l));
    throw Error{Errc::usage, option, fmt::format("'{}' is no mesh level; known are {}", id, ids)};
}

MeshCode parsed(const std::string& text, const Options& options, const std::string& where) {
    std::optional<MeshLevel> level;
    if (!options.code_level.empty())
        level = level_of(options.code_level, options.level.empty() ? "--level" : "--code-level");
    if (const auto code = MeshCode::parse(text, level)) return *code;
    throw Error{Errc::input, where, mesh_code_problem(text, level)};
}

/// Without the quotes of a CSV field, or of every field of a line.
std::string unquoted(std::string text) {
    std::erase(text, '"');
    return text;
}

/// Calls `visit(text, place)` for each argument, or for each line of standard input where there is none.
void for_each_code(const Options& options,
                   const std::function<void(const std::string&, const std::string&)>& visit) {
    for (const std::string& text : options.arguments) visit(unquoted(text), "mesh");
    if (!options.arguments.empty()) return;
    std::string line;
    for (std::size_t n = 1; std::getline(std::cin, line); ++n) {
        if (!line.empty() && line.back() == '\r') line.pop_back();
        if (n == 1 && line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
        if (!line.empty()) visit(unquoted(line), fmt::format("stdin:{}", n));
    }
}

double coordinate(std::string_view text, const std::string& where) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    double value = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size())
        throw Error{Errc::input, where, fmt::format("'{}' is no number of degrees", text)};
    return value;
}

/// Whether a first line names its columns, latitude first.
bool is_header(std::string_view line) {
    return std::ranges::any_of(std::array<std::string_view, 5>{"lat", "Lat", "LAT", "緯度", "y,"},
                               [&](std::string_view begin) { return line.starts_with(begin); });
}

/// Where each coordinate stands, for messages.
struct Places {
    std::string lat;
    std::string lon;
    std::string both;
};

void print_code(std::string_view lat_text, std::string_view lon_text, MeshLevel level, const Places& places) {
    const double lat = coordinate(lat_text, places.lat);
    const double lon = coordinate(lon_text, places.lon);
    const auto code = MeshCode::encode(lat, lon, level);
    if (!code)
        throw Error{
            Errc::input, places.both,
            fmt::format(
                "latitude {} longitude {} lies outside the area of mesh codes (0 to 66.67 N, 100 to 200 E){}",
                lat, lon, lat > 90.0 ? ": is longitude given first?" : "")};
    fmt::print("{}\n", code->text());
}

int encode(const Options& options) {
    const MeshLevel level = level_of(options.level, "--level");
    if (!options.longitude.empty()) {
        print_code(options.latitude, options.longitude, level, {"LAT", "LON", "mesh encode"});
        return 0;
    }
    if (!options.latitude.empty())
        throw Error{Errc::usage, "mesh encode",
                    "needs LAT and LON, or nothing and lines of lat,lon on standard input"};
    for_each_code(options, [&](const std::string& line, const std::string& where) {
        if (where == "stdin:1" && is_header(line)) return;
        const std::size_t comma = line.find(',');
        if (comma == std::string::npos)
            throw Error{Errc::input, where, fmt::format("'{}' is not lat,lon", line)};
        const std::string_view text = line;
        print_code(text.substr(0, comma), text.substr(comma + 1), level, {where, where, where});
    });
    return 0;
}

int decode(const Options& options) {
    fmt::print("code,level,south,west,north,east\n");
    for_each_code(options, [&](const std::string& text, const std::string& where) {
        const MeshCode code = parsed(text, options, where);
        const auto ring = code.polygon();
        fmt::print("{},{},{},{},{},{}\n", code.text(), mesh_level_id(code.level()), ring[0].y, ring[0].x,
                   ring[2].y, ring[2].x);
    });
    return 0;
}

int related(const Options& options, const std::function<std::vector<MeshCode>(const MeshCode&)>& relation,
            const char* none) {
    for_each_code(options, [&](const std::string& text, const std::string& where) {
        const auto codes = relation(parsed(text, options, where));
        if (codes.empty()) throw Error{Errc::input, where, fmt::format("{}: {}", text, none)};
        for (const MeshCode& c : codes) fmt::print("{}\n", c.text());
    });
    return 0;
}

int polygon(const Options& options) {
    for_each_code(options, [&](const std::string& text, const std::string& where) {
        const auto ring = parsed(text, options, where).polygon();
        const bool wkt = options.format == "wkt";
        std::string points;
        for (const Point& p : ring)
            points += fmt::format(fmt::runtime(wkt ? "{}{} {}" : "{}[{},{}]"),
                                  points.empty() ? ""
                                  : wkt          ? ", "
                                                 : ",",
                                  p.x, p.y);
        if (wkt) {
            fmt::print("POLYGON (({}))\n", points);
        } else {
            fmt::print(
                R"({{"type":"Feature","properties":{{"mesh_code":"{}"}},"geometry":{{"type":"Polygon","coordinates":[[{}]]}}}})"
                "\n",
                text, points);
        }
    });
    return 0;
}

}  // namespace

void add_mesh_command(CLI::App& app, Action& action) {
    auto options = std::make_shared<Options>();
    CLI::App* verb = app.add_subcommand("mesh", "Work with grid square codes (JIS X 0410)");
    verb->require_subcommand(1);
    verb->footer(
        "Examples:\n  amaneku mesh encode --level half 35.658581 139.745433\n  amaneku mesh decode "
        "533935992\n  amaneku mesh children 53393599 --level half\n  amaneku mesh polygon 533935992 --format "
        "geojson\nCodes are read from standard input, one a line, where none is given.");
    const auto add = [&](const char* name, const char* help, const std::function<int(const Options&)>& work) {
        CLI::App* sub = verb->add_subcommand(name, help);
        sub->callback([options, work, &action] { action = [options, work] { return work(*options); }; });
        return sub;
    };
    // `--level` is the level of the codes where no other level has to be told from it.
    const auto take_codes = [&](CLI::App* sub, const char* level_names) {
        sub->add_option("CODE", options->arguments, "codes");
        sub->add_option(level_names, options->code_level,
                        "level of the codes given, where their length leaves it open (quarter or tenth)");
    };
    CLI::App* sub =
        add("encode",
            "Print the code of the square that holds LAT LON (degrees); without them, of each lat,lon line",
            encode);
    sub->add_option("LAT", options->latitude, "latitude of one point");
    sub->add_option("LON", options->longitude, "and its longitude");
    sub->add_option("--level", options->level,
                    "mesh level: 1st 2nd 3rd half quarter eighth tenth 40x 20x 16x 8x 5x 4x 2.5x 2x")
        ->required();
    sub->footer(
        "Examples:\n  amaneku mesh encode --level half 35.658581 139.745433\n  amaneku "
        "mesh encode --level 3rd < points.csv\nLines are lat,lon; a first line that names the columns is "
        "skipped.");
    sub = add("decode", "Print a code's level and edges as CSV", decode);
    take_codes(sub, "--level,--code-level");
    sub->footer(
        "Examples:\n  amaneku mesh decode 533935992 5339\n  amaneku mesh decode --level quarter "
        "5339359911");
    sub = add("children", "Print the squares of a finer level inside a square", [](const Options& o) {
        const MeshLevel level = level_of(o.level, "--level");
        return related(
            o, [&](const MeshCode& c) { return c.children(level); }, "the level does not divide it");
    });
    take_codes(sub, "--code-level");
    sub->add_option("--level", options->level, "the finer level")->required();
    sub->footer("Example:\n  amaneku mesh children 53393599 --level half");
    sub = add("parent", "Print the square of a coarser level that holds a square", [](const Options& o) {
        const MeshLevel level = level_of(o.level, "--level");
        return related(
            o,
            [&](const MeshCode& c) {
                const auto parent = c.parent(level);
                return parent ? std::vector{*parent} : std::vector<MeshCode>{};
            },
            "no square of that level holds it whole");
    });
    take_codes(sub, "--code-level");
    sub->add_option("--level", options->level, "the coarser level")->required();
    sub->footer("Example:\n  amaneku mesh parent 533935992 --level 2nd");
    sub = add("neighbours", "Print the up to eight squares around a square, south to north",
              [](const Options& o) {
                  return related(
                      o, [](const MeshCode& c) { return c.neighbours(); }, "has no neighbours");
              });
    take_codes(sub, "--level,--code-level");
    sub->footer("Example:\n  amaneku mesh neighbours 533935992");
    sub = add("polygon", "Print a square's outline", polygon);
    take_codes(sub, "--level,--code-level");
    sub->add_option("--format", options->format, "wkt or geojson")
        ->check(CLI::IsMember({"wkt", "geojson"}))
        ->capture_default_str();
    sub->footer("Example:\n  amaneku mesh polygon 533935992 --format geojson");
}

}  // namespace amaneku::app
