#include "io/fiber_reader.hpp"

#include "gdal/vector_source.hpp"
#include "gdal/vsi.hpp"
#include "io/datum_notes.hpp"
#include "io/served_word.hpp"
#include "io/zone_code.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace amaneku::io {

namespace {

constexpr const char* degrees_crs = "EPSG:6668";

bool is_blank(const std::string& text) {
    return text.find_first_not_of(' ') == std::string::npos;
}

std::optional<double> parsed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" +");
    if (begin == std::string_view::npos) return std::nullopt;
    text.remove_prefix(begin);
    while (text.ends_with(' ')) text.remove_suffix(1);
    double value = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

/// The field of a column that was given, else the first that there is of the usual ones; -1: none.
int field_of(const gdal::VectorSource& layer, const FiberConfig& fiber, const std::string& column,
             std::initializer_list<const char*> usual) {
    if (column.empty()) {
        for (const char* name : usual) {
            if (const int field = layer.field(name); field >= 0) return field;
        }
        return -1;
    }
    const int field = layer.field(column);
    const bool is_given = std::find(fiber.given.begin(), fiber.given.end(), column) != fiber.given.end();
    if (field < 0 && is_given)
        throw Error{Errc::input, layer.shown(),
                    fmt::format("has no column '{}'; it has {}", column, fmt::join(layer.fields(), ", "))};
    return field;
}

/// One of several layers while it is read.
struct Layer {
    gdal::VectorSource source;
    Placement placement;
    bool is_in_degrees;

    Layer(const std::string& name, const std::string& crs, const Grid& grid)
        : source{name, crs}, placement{grid}, is_in_degrees{grid.is_geographic()} {}

    /// A position in degrees, which says nothing beside a grid in another plane.
    void add(Point p) {
        if (is_in_degrees) placement.add(p);
    }
};

/// Opens every layer of some files, filters it, and tells of its CRS and of where it lies.
void for_each_layer(const std::vector<std::string>& files, const std::string& where, const std::string& crs,
                    const Grid& grid, ProviderReport& report, const std::function<void(Layer&)>& read) {
    gdal::initialise();
    DatumNotes datums;
    for (const std::string& path : files) {
        for (const std::string& name : gdal::vector_sources(path)) {
            Layer layer{name, crs, grid};
            layer.source.filter(where);
            if (!layer.source.crs_note().empty()) report.notes.push_back(layer.source.crs_note());
            datums.add(layer.source.datum_note(), layer.source.shown());
            const std::uint64_t before = report.read;
            read(layer);
            report.check_placement(layer.placement, layer.source.shown());
            if (report.read == before)
                report.notes.push_back(
                    fmt::format("{}: no row meets where = \"{}\"", layer.source.shown(), where));
        }
    }
    datums.append_to(report.notes);
}

/// The length of a row: of its column, else the configuration's. @returns what is wrong, else empty
std::string length_of(const gdal::FeatureView& feature, int field, const std::optional<double>& usual,
                      const char* key, const char* column, double& metres) {
    const std::string text = feature.text(field).value_or("");
    if (is_blank(text)) {
        if (!usual) return fmt::format("has no length: give {} or a column {}", key, column);
        metres = *usual;
        return {};
    }
    const auto value = parsed(text);
    if (!value || !(*value > 0.0 && *value <= longest_drop_m))
        return fmt::format("{} '{}': must be metres, above 0 and at most {:.0f}", column, text,
                           longest_drop_m);
    metres = *value;
    return {};
}

void want_geometry(const gdal::VectorSource& source, const char* what) {
    if (source.has_geometry()) return;
    throw Error{Errc::input, source.shown(),
                fmt::format("has no geometry; it has {}: {} (in a csv a column WKT)",
                            fmt::join(source.fields(), ", "), what)};
}

/// A feature's lines. @returns what is wrong, else empty
std::string lines_of(const gdal::FeatureView& feature, std::vector<std::vector<Point>>& lines) {
    lines = feature.lines();
    if (lines.empty()) {
        PolygonSet area;
        if (feature.point()) return "is a point, no line: give points as closures, or the file of the lines";
        if (feature.polygons(area).empty()) return "is a polygon, no line: give areas as footprints or towns";
        return "has no line";
    }
    for (const auto& line : lines) {
        for (const Point& p : line) {
            if (!(std::abs(p.x) <= 180.0 && std::abs(p.y) <= 85.0))
                return fmt::format(
                    "longitude {}, latitude {}: they are from -180 to 180 and from -85 to 85; "
                    "is the file's CRS the right one?",
                    p.x, p.y);
        }
    }
    return {};
}

struct PointFields {
    int lon, lat;
    bool by_column;
};

PointFields point_fields(const gdal::VectorSource& source, const FiberConfig& fiber) {
    const int lon = fiber.lon_column == "lon" ? field_of(source, fiber, "", {"lon", "lng"})
                                              : field_of(source, fiber, fiber.lon_column, {});
    const int lat = field_of(source, fiber, fiber.lat_column, {});
    const bool by_column = lon >= 0 && lat >= 0;
    if (!by_column && !source.has_geometry())
        throw Error{Errc::input, source.shown(),
                    fmt::format("has no columns '{}' and '{}' and no points; it has {}: set columns = {{ lon "
                                "= …, lat = … }}",
                                fiber.lon_column, fiber.lat_column, fmt::join(source.fields(), ", "))};
    return {lon, lat, by_column};
}

/// A row's position. @returns what is wrong, else empty
std::string position_of(const gdal::FeatureView& feature, const PointFields& fields, Point& at) {
    if (fields.by_column) {
        const auto lon = parsed(feature.text(fields.lon).value_or(""));
        const auto lat = parsed(feature.text(fields.lat).value_or(""));
        if (!lon || !lat) return "longitude or latitude is blank or no number";
        at = {*lon, *lat};
    } else {
        const auto point = feature.point();
        if (!point) return "has no point: give lines as cables, areas as footprints or towns";
        at = *point;
    }
    if (!(std::abs(at.x) <= 180.0 && std::abs(at.y) <= 85.0))
        return fmt::format(
            "longitude {}, latitude {}: they are from -180 to 180 and from -85 to 85; are the "
            "two swapped?",
            at.x, at.y);
    return {};
}

/// The columns that say what of a town is served.
struct ServedFields {
    int flag = -1;
    int rate = -1;

    ServedFields(const gdal::VectorSource& source, const TownConfig& towns) {
        const std::string& wanted = towns.served.empty() ? towns.served_rate : towns.served;
        const int field = source.field(wanted);
        if (field < 0)
            throw Error{Errc::input, source.shown(),
                        fmt::format("has no column '{}'; it has {}: set {} to the column that says what is "
                                    "served",
                                    wanted, fmt::join(source.fields(), ", "),
                                    towns.served.empty() ? "served_rate" : "served")};
        (towns.served.empty() ? rate : flag) = field;
    }
};

/// A town's share, 0 to 1. @returns what is wrong, else empty
std::string share_of(const gdal::FeatureView& feature, const ServedFields& fields, const TownConfig& towns,
                     double& share) {
    if (fields.flag >= 0) {
        const std::string text = feature.text(fields.flag).value_or("");
        const auto served = served_from(text);
        if (!served) return fmt::format("{} '{}': {}", towns.served, text, served_words);
        share = *served ? 1.0 : 0.0;
        return {};
    }
    const std::string text = feature.text(fields.rate).value_or("");
    const double most = towns.unit == RateUnit::percent ? 100.0 : 1.0;
    const auto value = is_blank(text) ? std::optional{0.0} : parsed(text);
    if (!value || !(*value >= 0.0 && *value <= most))
        return fmt::format("{} '{}': must be a number from 0 to {} (served_rate_unit = \"{}\")",
                           towns.served_rate, text, most,
                           towns.unit == RateUnit::percent ? "percent" : "fraction");
    share = *value / most;
    if (towns.served_at) share = share >= *towns.served_at ? 1.0 : 0.0;
    return {};
}

/// The digits that codes of a column of numbers are to have; 0: as they stand.
int digits_of_codes(gdal::VectorSource& source, int field) {
    if (field < 0 || !source.is_numeric(field)) return 0;
    std::set<std::string> codes;
    source.for_each([&](const gdal::FeatureView& feature) {
        if (const auto code = feature.text(field)) codes.insert(*code);
    });
    return std::max(zone_code_digits(codes, true), 0);
}

}  // namespace

CableTable read_cables(const ProviderConfig& config, const Grid& grid, ProviderReport& report) {
    const FiberConfig& fiber = *config.fiber;
    CableTable out;
    for_each_layer(fiber.cables.files, config.where, degrees_crs, grid, report, [&](Layer& layer) {
        want_geometry(layer.source, "cables are lines");
        const int id = field_of(layer.source, fiber, fiber.id_column, {"id"});
        const int distance = field_of(layer.source, fiber, fiber.cables.distance_column, {"distance_m"});
        layer.source.for_each([&](const gdal::FeatureView& feature) {
            ++report.read;
            std::vector<std::vector<Point>> lines;
            double metres = 0.0;
            std::string problem = lines_of(feature, lines);
            if (problem.empty())
                problem = length_of(feature, distance, fiber.cables.distance_m, "cable_distance_m",
                                    "distance_m", metres);
            if (!problem.empty()) {
                report.reject(layer.source.shown(), feature.fid(), std::move(problem));
                return;
            }
            layer.add(lines.front().front());
            out.id.push_back(feature.text(id).value_or(""));
            out.lines.push_back(std::move(lines));
            out.distance_m.push_back(metres);
        });
    });
    return out;
}

ClosureTable read_closures(const ProviderConfig& config, const Grid& grid, ProviderReport& report) {
    const FiberConfig& fiber = *config.fiber;
    ClosureTable out;
    for_each_layer(fiber.closures.files, config.where, degrees_crs, grid, report, [&](Layer& layer) {
        const PointFields fields = point_fields(layer.source, fiber);
        const int id = field_of(layer.source, fiber, fiber.id_column, {"id"});
        const int drop = field_of(layer.source, fiber, fiber.closures.drop_column, {"drop_m"});
        layer.source.for_each([&](const gdal::FeatureView& feature) {
            ++report.read;
            Point at;
            double metres = 0.0;
            std::string problem = position_of(feature, fields, at);
            if (problem.empty())
                problem = length_of(feature, drop, fiber.closures.drop_m, "drop_m", "drop_m", metres);
            if (!problem.empty()) {
                report.reject(layer.source.shown(), feature.fid(), std::move(problem));
                return;
            }
            layer.add(at);
            out.id.push_back(feature.text(id).value_or(""));
            out.file.push_back(layer.source.shown());
            out.fid.push_back(feature.fid());
            out.at.push_back(at);
            out.drop_m.push_back(metres);
        });
    });
    return out;
}

std::vector<std::vector<Point>> read_roads(const ProviderConfig& config, const Grid& grid,
                                           ProviderReport& report) {
    const FiberConfig& fiber = *config.fiber;
    std::vector<std::vector<Point>> out;
    ProviderReport roads;  // not rows of the provider's
    for_each_layer(
        fiber.closures.roads, fiber.closures.roads_where, degrees_crs, grid, roads, [&](Layer& layer) {
            want_geometry(layer.source, "roads are lines");
            std::uint64_t without = 0;
            std::string first;
            const std::size_t before = out.size();
            layer.source.for_each([&](const gdal::FeatureView& feature) {
                ++roads.read;
                std::vector<std::vector<Point>> lines;
                std::string problem = lines_of(feature, lines);
                if (!problem.empty()) {
                    if (without++ == 0) first = fmt::format("fid={}: {}", feature.fid(), problem);
                    return;
                }
                layer.add(lines.front().front());
                std::move(lines.begin(), lines.end(), std::back_inserter(out));
            });
            if (without > 0 && out.size() == before)
                throw Error{Errc::input, layer.source.shown(), fmt::format("holds no road: {}", first)};
            if (without > 0)
                roads.notes.push_back(
                    fmt::format("{}: {} features are no roads and are left out, the first {}",
                                layer.source.shown(), without, first));
        });
    report.notes.insert(report.notes.end(), roads.notes.begin(), roads.notes.end());
    report.issues.insert(report.issues.end(), roads.issues.begin(), roads.issues.end());
    return out;
}

TownAreas read_town_areas(const ProviderConfig& config, const Grid& grid, ProviderReport& report) {
    const FiberConfig& fiber = *config.fiber;
    TownAreas out;
    out.part_begin.push_back(0);
    for_each_layer(fiber.towns.areas, config.where, grid.crs(), grid, report, [&](Layer& layer) {
        want_geometry(layer.source, "towns are polygons, points belong to town_points");
        const ServedFields served{layer.source, fiber.towns};
        const int id = field_of(layer.source, fiber, fiber.id_column, {"id"});
        layer.source.for_each([&](const gdal::FeatureView& feature) {
            ++report.read;
            double share = 0.0;
            const std::size_t before = out.polygons.points.size();
            std::string problem = share_of(feature, served, fiber.towns, share);
            if (problem.empty()) problem = feature.polygons(out.polygons);
            if (!problem.empty()) {
                report.reject(layer.source.shown(), feature.fid(), std::move(problem));
                return;
            }
            layer.placement.add(out.polygons, before);
            out.id.push_back(feature.text(id).value_or(""));
            out.share.push_back(share);
            out.part_begin.push_back(out.polygons.part_count());
        });
    });
    return out;
}

TownPoints read_town_points(const ProviderConfig& config, const Grid& grid, ProviderReport& report) {
    const FiberConfig& fiber = *config.fiber;
    TownPoints out;
    for_each_layer(fiber.towns.points, config.where, degrees_crs, grid, report, [&](Layer& layer) {
        const PointFields fields = point_fields(layer.source, fiber);
        const ServedFields served{layer.source, fiber.towns};
        const int id = field_of(layer.source, fiber, fiber.id_column, {"id"});
        const int code = field_of(layer.source, fiber, fiber.towns.code_column, {"code"});
        const int prefecture =
            field_of(layer.source, fiber, fiber.towns.prefecture_column, {"prefecture", "pref"});
        const int city = field_of(layer.source, fiber, fiber.towns.city_column, {"city"});
        const int digits = digits_of_codes(layer.source, code);
        layer.source.for_each([&](const gdal::FeatureView& feature) {
            ++report.read;
            Point at;
            double share = 0.0;
            std::string problem = position_of(feature, fields, at);
            if (problem.empty()) problem = share_of(feature, served, fiber.towns, share);
            if (!problem.empty()) {
                report.reject(layer.source.shown(), feature.fid(), std::move(problem));
                return;
            }
            layer.add(at);
            out.id.push_back(feature.text(id).value_or(""));
            out.file.push_back(layer.source.shown());
            out.fid.push_back(feature.fid());
            out.at.push_back(at);
            out.share.push_back(share);
            std::string text = with_leading_zeros(feature.text(code).value_or(""), digits);
            out.code.push_back(is_blank(text) ? std::string{} : std::move(text));
            out.prefecture.push_back(feature.text(prefecture).value_or(""));
            out.city.push_back(feature.text(city).value_or(""));
        });
    });
    return out;
}

}  // namespace amaneku::io
