#include "io/line_reader.hpp"

#include "gdal/vector_source.hpp"
#include "gdal/vsi.hpp"
#include "io/feature_fields.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace amaneku::io {

ProviderReport read_lines(const FeatureConfig& config, ReadLines& lines) {
    gdal::initialise();
    ProviderReport report;
    for (const std::string& path : config.files) {
        for (const std::string& name : gdal::vector_sources(path)) {
            gdal::VectorSource layer{name, "EPSG:6668"};
            if (!layer.has_geometry())
                throw Error{Errc::input, layer.shown(),
                            fmt::format("has no geometry; it has {}: lines are LineStrings (in a csv a "
                                        "column WKT), points belong to [[place]]",
                                        fmt::join(layer.fields(), ", "))};
            const FeatureFields fields = feature_fields(layer, config);
            layer.filter(config.where);
            if (!layer.crs_note().empty()) report.notes.push_back(layer.crs_note());
            layer.for_each([&](const gdal::FeatureView& feature) {
                ++report.read;
                auto parts = feature.lines();
                if (parts.empty()) {
                    report.reject(layer.shown(), feature.fid(), "has no line");
                    return;
                }
                lines.id.push_back(feature.text(fields.id).value_or(""));
                lines.name.push_back(feature.text(fields.name).value_or(""));
                lines.klass.push_back(feature.text(fields.klass).value_or(""));
                lines.parts.push_back(std::move(parts));
            });
        }
    }
    if (report.read == 0)
        report.notes.push_back(
            fmt::format("line/{}: no feature meets where = \"{}\"", config.id, config.where));
    check_bad_rows(config, report);
    return report;
}

}  // namespace amaneku::io
