#include "io/point_table.hpp"

#include "gdal/text_lines.hpp"
#include "gdal/vsi.hpp"
#include "io/csv_rows.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

namespace amaneku::io {

namespace {

using Columns = std::vector<std::string>;

std::optional<double> degrees(std::string_view text, double limit) {
    double value = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !(std::abs(value) <= limit))
        return std::nullopt;
    return value;
}

/// Where the first of some columns stands; nothing where there is none of them.
std::optional<std::size_t> column(const Columns& header, const Columns& names) {
    for (const std::string& name : names) {
        const auto found = std::find(header.begin(), header.end(), name);
        if (found != header.end()) return static_cast<std::size_t>(found - header.begin());
    }
    return std::nullopt;
}

/// Streams a table of points row by row: one of towns has hundreds of thousands.
/// @param names  columns that make the name, those that there are; else `others`, the first that there is
NamedPoints read_points(const std::string& path, const Columns& names, const Columns& others, bool with_class,
                        std::vector<Issue>& issues) {
    const auto sources = gdal::table_sources(path);
    if (sources.size() > 1) {
        throw Error{Errc::input, path,
                    fmt::format("holds {} tables: name one, as in {}", sources.size(),
                                gdal::shown_name(sources.front()))};
    }
    const std::string shown = gdal::shown_name(sources.front());
    gdal::LineReader text{sources.front()};
    CsvRows rows{[&](std::string& to) { return text.read(to); }};
    std::vector<std::string_view> fields;
    if (!rows.next(fields)) throw Error{Errc::input, shown, "is empty"};
    const Columns header{fields.begin(), fields.end()};
    const auto wanted = [&](const Columns& any) {
        const auto found = column(header, any);
        if (!found) {
            throw Error{Errc::input, shown,
                        fmt::format("has no column {}; there are {}{}", fmt::join(any, " or "),
                                    fmt::join(header, ", "), header_advice(header))};
        }
        return *found;
    };
    const std::size_t lon = wanted({"lon", "lng", "longitude"});
    const std::size_t lat = wanted({"lat", "latitude"});
    std::vector<std::size_t> parts;
    for (const std::string& name : names) {
        if (const auto found = column(header, {name})) parts.push_back(*found);
    }
    if (parts.empty()) parts.push_back(wanted(others));
    const std::size_t kind_column = with_class ? wanted({"class"}) : header.size();
    NamedPoints out;
    std::size_t bad = 0;
    std::size_t first_bad = 0;
    while (rows.next(fields)) {
        const auto field = [&](std::size_t f) { return f < fields.size() ? fields[f] : std::string_view{}; };
        const auto x = degrees(field(lon), 180.0);
        const auto y = degrees(field(lat), 90.0);
        if (!x || !y) {
            if (bad++ == 0) first_bad = rows.line();
            continue;
        }
        std::string name;
        for (const std::size_t p : parts) name += field(p);
        out.at.push_back({*x, *y});
        out.name.push_back(std::move(name));
        out.kind.emplace_back(field(kind_column));
    }
    const std::string rule = "longitude and latitude must be degrees as decimal numbers";
    if (out.at.empty()) {
        throw Error{
            Errc::input, fmt::format("{}:{}", shown, bad == 0 ? 1 : first_bad),
            bad == 0 ? "has no row below its header" : fmt::format("no row has a position: {}", rule)};
    }
    if (bad > 0) {
        issues.push_back(
            {IssueKind::rejected, path, fmt::format("line {}", first_bad),
             fmt::format("{} point{} left out, this the first: {}", bad, bad == 1 ? "" : "s", rule),
             std::nullopt});
    }
    return out;
}

}  // namespace

NamedPoints read_towns(const std::string& path, std::vector<Issue>& issues) {
    return read_points(path, {"city", "town", "koaza"}, {"name"}, false, issues);
}

NamedPoints read_backbone(const std::string& path, std::vector<Issue>& issues) {
    return read_points(path, {"name"}, {"id"}, true, issues);
}

}  // namespace amaneku::io
