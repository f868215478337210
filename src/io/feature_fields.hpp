#pragma once

#include "core/place_config.hpp"
#include "gdal/vector_source.hpp"
#include "io/provider_report.hpp"

#include <initializer_list>
#include <string>

namespace amaneku::io {

/// Where a layer of places or lines has what; -1 where it has it not.
struct FeatureFields {
    int id, name, klass;
};

/// The field of a column that was configured, else the first that there is of the usual ones.
/// @throws Error (Errc::input) where a column that was given is missing
[[nodiscard]] int field_of(const gdal::VectorSource& layer, const FeatureConfig& config,
                           const std::string& column, std::initializer_list<const char*> usual);

[[nodiscard]] FeatureFields feature_fields(const gdal::VectorSource& layer, const FeatureConfig& config);

/// As ProviderReport's. @throws Error (Errc::input)
void check_bad_rows(const FeatureConfig& config, ProviderReport& report);

}  // namespace amaneku::io
