#include "io/place_reader.hpp"

#include "gdal/vector_source.hpp"
#include "gdal/vsi.hpp"
#include "io/feature_fields.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>
#include <cmath>

namespace amaneku::io {

namespace {

std::optional<double> degrees(const gdal::FeatureView& feature, int field) {
    const std::string text = feature.text(field).value_or("");
    const std::size_t begin = text.find_first_not_of(" +");
    if (begin == std::string::npos) return std::nullopt;
    double value = 0.0;
    const auto [end, error] = std::from_chars(text.data() + begin, text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// The feature's position, or what is wrong with it.
std::string position(const gdal::FeatureView& feature, int lon, int lat, Point& at) {
    if (lon >= 0 && lat >= 0) {
        const auto x = degrees(feature, lon);
        const auto y = degrees(feature, lat);
        if (!x || !y) return "longitude or latitude is blank or no number";
        at = {*x, *y};
    } else {
        const auto point = feature.point();
        if (!point) return "has no point";
        at = *point;
    }
    if (!(std::abs(at.x) <= 180.0 && std::abs(at.y) <= 90.0))
        return fmt::format("longitude {}, latitude {}: they are from -180 to 180 and from -90 to 90", at.x,
                           at.y);
    return {};
}

}  // namespace

ProviderReport read_places(const FeatureConfig& config, PlaceTable& places) {
    gdal::initialise();
    ProviderReport report;
    for (const std::string& path : config.files) {
        for (const std::string& name : gdal::vector_sources(path)) {
            gdal::VectorSource layer{name, "EPSG:6668"};
            const FeatureFields fields = feature_fields(layer, config);
            const int lon = field_of(layer, config, config.columns.lon, {});
            const int lat = field_of(layer, config, config.columns.lat, {});
            if ((lon < 0 || lat < 0) && !layer.has_geometry()) {
                throw Error{
                    Errc::input, layer.shown(),
                    fmt::format("has no columns '{}' and '{}' and no points; it has {}: set columns "
                                "= {{ lon = …, lat = … }}",
                                config.columns.lon, config.columns.lat, fmt::join(layer.fields(), ", "))};
            }
            layer.filter(config.where);
            if (!layer.crs_note().empty()) report.notes.push_back(layer.crs_note());
            layer.for_each([&](const gdal::FeatureView& feature) {
                ++report.read;
                Point at;
                std::string problem = position(feature, lon, lat, at);
                if (!problem.empty()) {
                    report.reject(layer.shown(), feature.fid(), std::move(problem));
                    return;
                }
                places.id.push_back(feature.text(fields.id).value_or(""));
                places.name.push_back(feature.text(fields.name).value_or(""));
                places.klass.push_back(feature.text(fields.klass).value_or(""));
                places.at.push_back(at);
            });
        }
    }
    if (report.read == 0)
        report.notes.push_back(fmt::format("place/{}: no row meets where = \"{}\"", config.id, config.where));
    check_bad_rows(config, report);
    return report;
}

}  // namespace amaneku::io
