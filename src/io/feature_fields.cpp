#include "io/feature_fields.hpp"

#include <amaneku/error.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace amaneku::io {

int field_of(const gdal::VectorSource& layer, const FeatureConfig& config, const std::string& column,
             std::initializer_list<const char*> usual) {
    if (column.empty()) {
        for (const char* name : usual) {
            if (const int field = layer.field(name); field >= 0) return field;
        }
        return -1;
    }
    const int field = layer.field(column);
    const auto& given = config.columns.given;
    if (field < 0 && std::find(given.begin(), given.end(), column) != given.end())
        throw Error{Errc::input, layer.shown(),
                    fmt::format("has no column '{}', which {} asks for; it has {}", column, config.place,
                                fmt::join(layer.fields(), ", "))};
    return field;
}

FeatureFields feature_fields(const gdal::VectorSource& layer, const FeatureConfig& config) {
    return {field_of(layer, config, config.columns.id, {"id"}),
            field_of(layer, config, config.columns.name, {"name"}),
            field_of(layer, config, config.columns.klass, {"class", "kind"})};
}

void check_bad_rows(const FeatureConfig& config, ProviderReport& report) {
    ProviderConfig as_provider;
    as_provider.id = config.id;
    as_provider.max_bad_rows = config.max_bad_rows;
    report.check_bad_rows(as_provider);
}

}  // namespace amaneku::io
