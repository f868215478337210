#include "io/provider_reader.hpp"

#include "gdal/vector_source.hpp"
#include "gdal/vsi.hpp"
#include "io/datum_notes.hpp"
#include "io/placement.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace amaneku::io {

namespace {

constexpr double default_beamwidth = 65.0;

/// The number in a field: nothing where it is blank or there is no such field, NaN where it is none.
std::optional<double> number(const gdal::FeatureView& feature, int field) {
    const auto text = feature.text(field);
    if (!text || text->find_first_not_of(' ') == std::string::npos) return std::nullopt;
    double value = 0.0;
    const std::size_t begin = text->find_first_not_of(" +");
    const auto [next, error] = std::from_chars(text->data() + begin, text->data() + text->size(), value);
    if (error != std::errc{} || next != text->data() + text->size())
        return std::numeric_limits<double>::quiet_NaN();
    return value;
}

struct SiteFields {
    int id, lon, lat, azimuth, beamwidth, radius_m, on_air;
};

SiteFields site_fields(const gdal::VectorSource& layer, const ProviderConfig& config) {
    const std::string& source = layer.shown();
    const auto find = [&](const std::string& name, const char* usual) {
        const std::string wanted = name.empty() ? usual : name;
        const int field = layer.field(wanted);
        const bool given = std::find(config.columns.given.begin(), config.columns.given.end(), wanted) !=
                           config.columns.given.end();
        if (field < 0 && given) {
            throw Error{
                Errc::input, source,
                fmt::format("has no column '{}'; it has {}", wanted, fmt::join(layer.fields(), ", "))};
        }
        return field;
    };
    return {find(config.columns.id, "id"),
            find(config.columns.lon, "lon"),
            find(config.columns.lat, "lat"),
            find(config.columns.azimuth, "azimuth"),
            find(config.columns.beamwidth, "beamwidth"),
            find(config.columns.radius_m, "radius_m"),
            layer.field("on_air")};
}

/// Adds the feature's site, or says why not.
std::string add_site(const gdal::FeatureView& feature, const SiteFields& fields, const ProviderConfig& config,
                     bool has_points, SiteTable& sites) {
    Point at{};
    if (fields.lon >= 0 && fields.lat >= 0) {
        const auto lon = number(feature, fields.lon);
        const auto lat = number(feature, fields.lat);
        if (!lon || !lat) return "longitude or latitude is blank";
        at = {*lon, *lat};
    } else if (has_points) {
        const auto point = feature.point();
        if (!point) return "has no point";
        at = *point;
    }
    if (!std::isfinite(at.x) || !std::isfinite(at.y)) return "longitude or latitude is no number";
    if (std::abs(at.y) > 90.0 || std::abs(at.x) > 180.0) {
        return fmt::format("longitude {}, latitude {}: they are from -180 to 180 and from -90 to 90{}", at.x,
                           at.y,
                           std::abs(at.x) <= 90.0 && std::abs(at.y) <= 180.0
                               ? "; the two look swapped: are columns.lon and columns.lat the right ones?"
                               : "");
    }
    double radius = config.radius_m.value_or(0.0);
    if (const auto value = number(feature, fields.radius_m)) {
        radius = *value;
    } else if (!config.radius_m) {
        return "has no radius: give a column radius_m or a default radius_m";
    }
    if (!(radius > 0.0 && radius <= longest_radius_m))
        return fmt::format("radius {} m: must be above 0 and at most {:.0f} m", radius, longest_radius_m);
    constexpr double metres_per_degree = 111'690.0;  // of a meridian at the poles, rounded down
    if ((90.0 - std::abs(at.y)) * metres_per_degree <= radius)
        return fmt::format("radius {} m at latitude {} reaches a pole, where longitudes end", radius, at.y);
    const auto azimuth = number(feature, fields.azimuth);
    if (azimuth && !(*azimuth >= -360.0 && *azimuth <= 720.0))
        return fmt::format("azimuth {}: must be degrees from north", *azimuth);
    const auto beamwidth = number(feature, fields.beamwidth);
    if (beamwidth && !(*beamwidth > 0.0)) return fmt::format("beamwidth {}: must be above 0", *beamwidth);
    sites.id.push_back(fields.id >= 0 ? feature.text(fields.id).value_or("") : std::string{});
    sites.lon.push_back(at.x);
    sites.lat.push_back(at.y);
    sites.radius_m.push_back(radius);
    sites.azimuth.push_back(azimuth.value_or(std::numeric_limits<double>::quiet_NaN()));
    sites.beamwidth.push_back(beamwidth.value_or(config.beamwidth.value_or(default_beamwidth)));
    return {};
}

/// Whether the site of a row is on air by a date. @returns what is wrong with its own date, else empty
std::string date_problem(const gdal::FeatureView& feature, int field, std::optional<Date>& date) {
    const std::string text = feature.text(field).value_or("");
    if (text.find_first_not_of(' ') == std::string::npos) return {};
    date = parse_date(std::string_view{text}.substr(0, text.find_first_of(" T")));  // without the time of day
    return date ? "" : fmt::format("on_air '{}' is no date: write 2026-03-31, or nothing", text);
}

}  // namespace

ProviderReport read_sites(const ProviderConfig& config, Date as_of, SiteTable& sites, const Grid* grid) {
    gdal::initialise();
    ProviderReport report;
    DatumNotes datums;
    for (const std::string& path : config.sites) {
        for (const std::string& name : gdal::vector_sources(path)) {
            gdal::VectorSource layer{name, "EPSG:6668"};
            const std::string& source = layer.shown();
            const SiteFields fields = site_fields(layer, config);
            if ((fields.lon < 0 || fields.lat < 0) && !layer.has_geometry()) {
                throw Error{
                    Errc::input, source,
                    fmt::format("has no columns '{}' and '{}' and no points; it has {}: set columns = {{ lon "
                                "= …, lat = … }}",
                                config.columns.lon, config.columns.lat, fmt::join(layer.fields(), ", "))};
            }
            layer.filter(config.where);
            if (!layer.crs_note().empty()) report.notes.push_back(layer.crs_note());
            datums.add(layer.datum_note(), source);
            std::uint64_t later = 0;
            const std::uint64_t before = report.read;
            const std::size_t first_site = sites.size();
            layer.for_each([&](const gdal::FeatureView& feature) {
                ++report.read;
                std::optional<Date> date;
                std::string problem = date_problem(feature, fields.on_air, date);
                if (date && *date > as_of) {
                    ++later;
                    return;
                }
                if (problem.empty()) problem = add_site(feature, fields, config, layer.has_geometry(), sites);
                if (!problem.empty()) report.reject(source, feature.fid(), std::move(problem));
            });
            if (grid != nullptr && grid->is_geographic()) {
                Placement placement{*grid};
                for (std::size_t i = first_site; i < sites.size(); ++i)
                    placement.add(Point{sites.lon[i], sites.lat[i]});
                report.check_placement(placement, source);
            }
            if (report.read == before)
                report.notes.push_back(fmt::format("{}: no site meets where = \"{}\"", source, config.where));
            if (later > 0)
                report.notes.push_back(fmt::format("{}: {} sites are on air only after {} and are left out",
                                                   source, later, format_date(as_of)));
        }
    }
    datums.append_to(report.notes);
    report.check_bad_rows(config);
    return report;
}

}  // namespace amaneku::io
