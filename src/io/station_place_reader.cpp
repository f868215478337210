#include "io/station_place_reader.hpp"

#include "gdal/vector_source.hpp"
#include "gdal/vsi.hpp"
#include "io/provider_report.hpp"
#include "io/site_fields.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <utility>

namespace amaneku::io {

namespace {

/// Takes a feature. @returns what is wrong with it, empty where nothing is
std::string take(const gdal::FeatureView& feature, int lon, int lat, StationPlaces& to) {
    Point at;
    if (lon >= 0 && lat >= 0) {
        const auto x = number_in(feature, lon);
        const auto y = number_in(feature, lat);
        if (!x || !y) return "longitude or latitude is blank";
        at = {*x, *y};
    } else if (const auto point = feature.point()) {
        at = *point;
    } else {
        auto lines = feature.lines();
        if (lines.empty()) return "is neither a point nor a line";
        for (auto& line : lines) to.lines.push_back(std::move(line));
        return {};
    }
    if (!(std::abs(at.x) <= 180.0 && std::abs(at.y) <= 90.0))
        return fmt::format("longitude {}, latitude {}: they are from -180 to 180 and from -90 to 90", at.x,
                           at.y);
    to.points.push_back(at);
    return {};
}

}  // namespace

StationPlaces read_station_places(const LicenceConfig& config) {
    gdal::initialise();
    StationPlaces out;
    ProviderReport report;
    for (const std::string& path : config.candidates) {
        for (const std::string& name : gdal::vector_sources(path)) {
            gdal::VectorSource layer{name, "EPSG:6668"};
            const int lon = layer.field("lon");
            const int lat = layer.field("lat");
            if ((lon < 0 || lat < 0) && !layer.has_geometry())
                throw Error{Errc::input, layer.shown(),
                            fmt::format("has no columns 'lon' and 'lat', no points and no lines; it has {}",
                                        fmt::join(layer.fields(), ", "))};
            if (!layer.crs_note().empty()) out.notes.push_back(layer.crs_note());
            const std::size_t before = out.points.size() + out.lines.size();
            layer.for_each([&](const gdal::FeatureView& feature) {
                ++report.read;
                if (std::string problem = take(feature, lon, lat, out); !problem.empty())
                    report.reject(layer.shown(), feature.fid(), std::move(problem));
            });
            if (out.points.size() + out.lines.size() == before)
                throw Error{Errc::input, layer.shown(),
                            "has no point and no line that stations could stand at"};
        }
    }
    out.issues = std::move(report.issues);
    return out;
}

}  // namespace amaneku::io
