#pragma once

#include "core/result.hpp"

#include <map>
#include <string>

namespace amaneku::app {

/// Names of a layer's columns that a shapefile can hold: ten characters, no two alike whatever their case. S
/// of a column becomes `s` with the number of the service, P `p` with that of the provider, both from 1.
[[nodiscard]] std::map<std::string, std::string> shapefile_columns(const RunResult& result,
                                                                   const std::string& layer);

/// shp_columns.csv: `layer,field,column,title` of all layers.
[[nodiscard]] std::string shapefile_columns_csv(const RunResult& result);

}  // namespace amaneku::app
