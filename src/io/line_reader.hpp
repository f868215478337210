#pragma once

#include "core/place_config.hpp"
#include "io/provider_report.hpp"
#include <amaneku/geometry.hpp>

#include <string>
#include <vector>

namespace amaneku::io {

/// Lines as read, by feature.
struct ReadLines {
    std::vector<std::string> id, name, klass;
    std::vector<std::vector<std::vector<Point>>> parts;  ///< longitude and latitude in degrees
};

/// Lines of a `[[line]]`. Without columns given, `id`, `name` and `class` (else `kind`) are taken where they
/// are.
/// @throws Error (Errc::input) where a file cannot be used, a column that was given is missing, or more than
/// `max_bad_rows` of the features are no lines
ProviderReport read_lines(const FeatureConfig& config, ReadLines& lines);

}  // namespace amaneku::io
